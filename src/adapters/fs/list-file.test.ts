import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listFiles } from './list-file.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'candour-list-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string): void {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), name);
}

function listed(path: string): readonly string[] | string {
  const files = listFiles(path, folder);
  return files.ok ? files.value.map((name) => name.slice(folder.length + 1)) : files.error.code;
}

test('a directory gives its files through all levels, in the order of their names, hidden ones left out', () => {
  for (const name of ['b', 'a/2', 'a/1', '.git/config', 'a/.swap', 'c[1].log']) file(name);
  expect(listed('.')).toEqual(['a/1', 'a/2', 'b', 'c[1].log']);
  expect(listed(`${folder}/`)).toEqual(['a/1', 'a/2', 'b', 'c[1].log']);
  expect(listed('c[1].log')).toEqual(['c[1].log']);
});

test('a glob gives the files that match, and nothing to match is a refusal', () => {
  for (const name of ['day=1/x.json', 'day=2/y.json', 'day=2/z.txt', 'day=2/.hidden.json']) file(name);
  expect(listed('**/*.json')).toEqual(['day=1/x.json', 'day=2/y.json']);
  expect(listed('day=?/*')).toEqual(['day=1/x.json', 'day=2/y.json', 'day=2/z.txt']);
  expect(listed('*.parquet')).toBe('INTAKE_NOTHING');
  expect(listed('nowhere')).toBe('INTAKE_NOTHING');
  mkdirSync(join(folder, 'empty'));
  expect(listed('empty')).toBe('INTAKE_NOTHING');
});

test('linked files and directories are read, each once, and a loop ends', () => {
  file('real/app.log');
  mkdirSync(join(folder, 'logs'));
  symlinkSync('../real', join(folder, 'logs', 'linked'));
  symlinkSync('../real/app.log', join(folder, 'logs', 'current.log'));
  symlinkSync('..', join(folder, 'real', 'up'));
  symlinkSync('itself', join(folder, 'logs', 'itself'));
  symlinkSync('gone', join(folder, 'logs', 'dangling'));
  expect(listed('logs')).toEqual(['logs/current.log']);
  rmSync(join(folder, 'logs', 'current.log'));
  expect(listed('logs')).toEqual(['logs/linked/app.log']);
  expect(listed('logs/itself')).toBe('INTAKE_NOTHING');
});
