import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { COMMANDS } from './command-list.ts';

const candour = (...args: readonly string[]) =>
  spawnSync(process.execPath, ['src/cli/main.ts', ...args], { encoding: 'utf8' });

/** Prints what is loaded from packages, one name a line, when the process ends. */
const TELL_PACKAGES = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  const names = new Set();
  registerHooks({
    load(url, context, next) {
      const [, name] = /node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(url) ?? [];
      if (name !== undefined) names.add(name);
      return next(url, context);
    },
  });
  process.on('exit', () => process.stderr.write([...names].sort().join(' ')));
`)}`;

test('each verb of the list loads the command of that name', async () => {
  expect(COMMANDS.length).toBeGreaterThan(25);
  for (const [name, summary, load] of COMMANDS) {
    const command = await load();
    expect(command.name()).toBe(name);
    // Said in the list alone, which `main.ts` gives it.
    expect(command.description(), name).toBe('');
    expect(summary.length, name).toBeGreaterThan(20);
  }
});

test('help names every verb with its summary, and loads nothing but what reads the command line', () => {
  const help = spawnSync(process.execPath, ['--import', TELL_PACKAGES, 'src/cli/main.ts', '--help'], {
    encoding: 'utf8',
  });
  expect(help.status).toBe(0);
  const text = help.stdout.replace(/\s+/g, ' ');
  for (const [name, summary] of COMMANDS) expect(text).toContain(` ${name} ${summary}`);
  expect(help.stderr).toBe('commander');
});

test('the help of one verb says what it is for, in either form', () => {
  const [asked, before] = [candour('laws', '--help'), candour('help', 'laws')];
  expect(asked.stdout).toContain('the laws that Candour knows');
  expect(asked.stdout).toContain('show');
  expect(before.stdout).toBe(asked.stdout);
});

test('a verb that does not exist is bad usage', () => {
  const wrong = candour('lawz');
  expect(wrong.status).toBe(2);
  expect(wrong.stderr).toContain('Did you mean laws?');
});

test('the list of laws makes no data directory', () => {
  const folder = mkdtempSync(join(tmpdir(), 'candour-list-'));
  const data = join(folder, 'data');
  try {
    expect(candour('laws', 'list', '--json', '--data', data).status).toBe(0);
    expect(existsSync(data)).toBe(false);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
