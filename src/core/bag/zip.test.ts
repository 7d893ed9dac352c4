import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../bytes.ts';
import type { BagFile } from './bag-file.ts';
import { crc32 } from './crc32.ts';
import { unzip, zipOf } from './zip.ts';

const files: readonly BagFile[] = [
  { path: 'b/two.txt', bytes: utf8('two') },
  { path: 'a.txt', bytes: utf8('one\n') },
  { path: 'b/empty', bytes: new Uint8Array() },
];

describe('a zip of a bag', () => {
  it('checks its files with the CRC-32 of the standard', () => {
    expect(crc32(utf8('123456789'))).toBe(0xcbf43926);
  });

  it('gives back what was put in, in order of the paths', () => {
    const read = unzip(zipOf('bag', files));
    expect(read.ok && read.top).toBe('bag');
    expect(read.ok && read.files.map(({ path }) => path)).toEqual(['a.txt', 'b/empty', 'b/two.txt']);
  });

  it('is the same bytes whatever order the files came in', () => {
    expect(zipOf('bag', [...files].reverse())).toEqual(zipOf('bag', files));
  });

  it('shows every changed byte, by its headers or by its files', () => {
    const whole = zipOf('bag', files);
    let headers = 0;
    for (let at = 0; at < whole.length; at += 1) {
      const changed = whole.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      const read = unzip(changed);
      if (!read.ok) headers += 1;
      else expect(read.files).not.toEqual(files);
    }
    expect(headers).toBe(whole.length);
  });

  it('refuses any other bytes without throwing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(unzip(bytes).ok).toBe(false);
      }),
      { seed: 1 },
    );
    const whole = zipOf('bag', files);
    for (let length = 0; length < whole.length; length += 1) expect(unzip(whole.subarray(0, length)).ok).toBe(false);
  });

  it.each(['../up', '/root', 'a/../b', 'a//b', '.hidden', 'a b', 'a\\b'])('refuses the path %s', (path) => {
    expect(unzip(zipOf('bag', [{ path, bytes: utf8('x') }])).ok).toBe(false);
  });
});
