import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { OutboxReader } from '../../ports/outbox-reader.ts';
import { fsOutboxReader } from './outbox-reader.ts';

let folder: string;
let reader: OutboxReader;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'candour-reader-'));
  const parse = (bytes: Uint8Array) => {
    const text = Buffer.from(bytes).toString();
    return { from: '', to: '', subject: '', text, html: '' };
  };
  reader = fsOutboxReader(folder, parse);
});
afterEach(() => rmSync(folder, { recursive: true }));

function fill(lines: number): void {
  mkdirSync(join(folder, 'outbox'));
  const ledger = Array.from({ length: lines }, (_, n) => `{"notice":"n-${n}"}\n`).join('');
  writeFileSync(join(folder, 'outbox', 'index.ndjson'), ledger);
  writeFileSync(join(folder, 'outbox', 'n-1.eml'), 'hello');
}

const names = async (from: number, count: number) => {
  const page = await reader.page(from, count);
  if (!page.ok) throw new Error(page.error.message);
  return [page.value.total, ...page.value.entries.map(({ notice }) => notice)];
};

describe('a page of the outbox', () => {
  test('before anything was drafted is empty', async () => {
    expect(await names(0, 10)).toEqual([0]);
    expect(await reader.message('n-1')).toEqual({ ok: true, value: null });
  });

  test.each([
    [0, 2, [5, 'n-0', 'n-1']],
    [3, 2, [5, 'n-3', 'n-4']],
    [4, 2, [5, 'n-4']],
    [5, 2, [5]],
  ] as const)('from %i holds the next %i lines, and knows the whole', async (from, count, wanted) => {
    fill(5);
    expect(await names(from, count)).toEqual(wanted);
  });
});

describe('a message', () => {
  test('is read by its opaque id', async () => {
    fill(2);
    expect(await reader.message('n-1')).toMatchObject({ ok: true, value: { text: 'hello' } });
    expect(await reader.message('n-0')).toEqual({ ok: true, value: null });
  });

  test.each(['../secret', 'n-1/../../secret', '..', 'N-1', 'n-1.eml', '', 'n-1\0'])(
    'is not looked for under “%s”, which is no id',
    async (notice) => {
      fill(2);
      writeFileSync(join(folder, 'secret.eml'), 'secret');
      expect(await reader.message(notice)).toEqual({ ok: true, value: null });
    },
  );
});
