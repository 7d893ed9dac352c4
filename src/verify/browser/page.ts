/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { bagLines } from './bag-lines.ts';
import { checkFiles, type FileVerdict, type GivenFile, sortFiles } from './check-files.ts';
import { nobleHashing } from './noble-hashing.ts';
import { type VerdictLines, verdictLines } from './verdict-lines.ts';

/** The script of verify.html: takes files and keys, shows the verdict. It sends nothing: the page's policy allows no connection. */
let files: readonly GivenFile[] = [];
/** Counts what was asked for: a check that was overtaken meanwhile is not made. */
let turns = 0;

const element = <T extends HTMLElement>(id: string, kind: new () => T): T => {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page lacks #${id}`);
  return found;
};

const picker = element('files', HTMLInputElement);
const folder = element('folder', HTMLInputElement);
const key = element('key', HTMLTextAreaElement);
const custody = element('custody', HTMLInputElement);
const custodyPart = element('custody-part', HTMLElement);
const drop = element('drop', HTMLElement);
const given = element('given', HTMLElement);
const verdict = element('verdict', HTMLElement);

// A receipt has some kilobytes: a single file that is much larger is a bag's ZIP or nothing. A bag is held in memory, twice.
const MOST_BYTES = 4 * 1024 * 1024;
const MOST_BAG_BYTES = 1024 * 1024 * 1024;

async function take(list: Iterable<File>): Promise<void> {
  draw('open', 'Reading …', []);
  const taken: GivenFile[] = [];
  for (const file of list) taken.push({ name: file.webkitRelativePath || file.name, bytes: await bytesOf(file) });
  const names = new Set(taken.map(({ name }) => name));
  files = [...files.filter(({ name }) => !names.has(name)), ...taken];
  await show();
}

async function bytesOf(file: File): Promise<Uint8Array> {
  const isPart = file.webkitRelativePath !== '' || file.name.toLowerCase().endsWith('.zip');
  return file.size > (isPart ? MOST_BAG_BYTES : MOST_BYTES)
    ? new Uint8Array()
    : new Uint8Array(await file.arrayBuffer());
}

/** Names what was given, lets the browser paint that, then calculates: a large bag takes seconds. */
async function show(): Promise<void> {
  turns += 1;
  const turn = turns;
  const sorted = sortFiles(files, nobleHashing);
  const named: readonly (readonly [string, string])[] = [
    ...(sorted.bag === null ? [] : [['bag', sorted.bag.name] as const]),
    ...(sorted.proof === null ? [] : [['receipt', sorted.proof.name] as const]),
    ...(sorted.entry === null ? [] : [['entry', sorted.entry.name] as const]),
    ...(sorted.opening === null ? [] : [['record', sorted.opening.name] as const]),
    ...(sorted.policy === null ? [] : [['policy', sorted.policy.name] as const]),
    ...sorted.unknown.map((name) => ['not known', name] as const),
  ];
  given.replaceChildren(...named.map(([what, name]) => line('li', `${what}: ${name}`)));
  custodyPart.hidden = sorted.bag === null;
  if (sorted.bag !== null) {
    draw('open', 'Checking …', []);
    await new Promise((resolve) => setTimeout(resolve, 20));
    if (turn !== turns) return;
  }
  const checked = checkFiles(files, { key: key.value, custodyKey: custody.value }, nobleHashing);
  if (!checked.ok) draw('open', checked.error.message, [checked.error.hint ?? '']);
  else if (checked.value === null)
    draw('open', 'Nothing to check yet', ['Choose a receipt, which ends in .tlog-proof, or a bag.']);
  else {
    const { state, headline, lines, record } = linesOf(checked.value);
    draw(state, headline, lines, record);
  }
}

const linesOf = (checked: FileVerdict): VerdictLines =>
  checked.kind === 'bag' ? bagLines(checked.check) : verdictLines(checked.verdict);

function draw(state: string, headline: string, lines: readonly string[], record: string | null = null): void {
  verdict.dataset['state'] = state;
  const shown: HTMLElement[] = [line('h2', headline), ...lines.map((text) => line('p', text))];
  if (record !== null) {
    const box = line('pre', record);
    box.tabIndex = 0;
    box.setAttribute('role', 'region');
    box.setAttribute('aria-label', 'The record that was logged');
    shown.push(box);
  }
  verdict.replaceChildren(...shown);
}

/** Text alone is ever put into the page: what a file says is never markup. */
function line(tag: string, text: string): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

for (const input of [picker, folder])
  input.addEventListener('change', () => {
    const chosen = [...(input.files ?? [])];
    // The same name may be chosen again with other bytes in it.
    input.value = '';
    void take(chosen);
  });
for (const field of [key, custody]) field.addEventListener('input', () => void show());
for (const name of ['dragover', 'dragenter'])
  document.addEventListener(name, (event) => {
    event.preventDefault();
    drop.dataset['over'] = 'yes';
  });
document.addEventListener('dragleave', () => {
  delete drop.dataset['over'];
});
document.addEventListener('drop', (event) => {
  event.preventDefault();
  delete drop.dataset['over'];
  void take(event.dataTransfer?.files ?? []);
});
void show();
