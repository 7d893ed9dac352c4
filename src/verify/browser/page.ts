/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { ReceiptVerdict } from '../receipt/check-receipt.ts';
import { checkFiles, type GivenFile, sortFiles } from './check-files.ts';
import { nobleHashing } from './noble-hashing.ts';
import { verdictLines } from './verdict-lines.ts';

/** The script of verify.html: takes files and a key, shows the verdict. It sends nothing: the page's policy allows no connection. */
let files: readonly GivenFile[] = [];

const element = <T extends HTMLElement>(id: string, kind: new () => T): T => {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page lacks #${id}`);
  return found;
};

const picker = element('files', HTMLInputElement);
const key = element('key', HTMLTextAreaElement);
const drop = element('drop', HTMLElement);
const given = element('given', HTMLElement);
const verdict = element('verdict', HTMLElement);

// A receipt has some kilobytes; a file that is much larger is none, and is not read.
const MOST_BYTES = 4 * 1024 * 1024;

async function take(list: Iterable<File>): Promise<void> {
  for (const file of list) {
    const bytes = file.size > MOST_BYTES ? new Uint8Array() : new Uint8Array(await file.arrayBuffer());
    files = [...files.filter(({ name }) => name !== file.name), { name: file.name, bytes }];
  }
  show();
}

function show(): void {
  const sorted = sortFiles(files, nobleHashing);
  const named: readonly (readonly [string, string])[] = [
    ...(sorted.proof === null ? [] : [['receipt', sorted.proof.name] as const]),
    ...(sorted.opening === null ? [] : [['record', sorted.opening.name] as const]),
    ...(sorted.policy === null ? [] : [['policy', sorted.policy.name] as const]),
    ...sorted.unknown.map((name) => ['not known', name] as const),
  ];
  given.replaceChildren(...named.map(([what, name]) => line('li', `${what}: ${name}`)));
  const checked = checkFiles(files, key.value, nobleHashing);
  if (!checked.ok) draw('open', checked.error.message, [checked.error.hint ?? '']);
  else if (checked.value === null) draw('open', 'No receipt yet', ['Choose a file that ends in .tlog-proof.']);
  else drawVerdict(checked.value);
}

function drawVerdict(checked: ReceiptVerdict): void {
  const { state, headline, lines, record } = verdictLines(checked);
  draw(state, headline, lines, record);
}

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

picker.addEventListener('change', () => {
  const chosen = [...(picker.files ?? [])];
  // The same name may be chosen again with other bytes in it.
  picker.value = '';
  void take(chosen);
});
key.addEventListener('input', show);
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
show();
