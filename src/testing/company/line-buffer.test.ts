import { expect, test } from 'vitest';
import { lineBuffer, piece } from './line-buffer.ts';

test('pieces, digits and hex stand end to end', () => {
  const out = lineBuffer();
  out.put(piece('a'));
  out.digits(42, 5);
  out.put(piece('-'.repeat(40)));
  out.hex(0xdeadbeef);
  expect(out.take(true)?.toString()).toBe(`a00042${'-'.repeat(40)}deadbeef`);
});

test('what was put is handed over once, a megabyte at a time', () => {
  const out = lineBuffer();
  const line = piece(`${'x'.repeat(999)}\n`);
  let handed = 0;
  for (let i = 0; i < 3_000; i += 1) {
    out.put(line);
    handed += out.take(false)?.length ?? 0;
  }
  expect(handed).toBeGreaterThanOrEqual(2 << 20);
  expect(handed + (out.take(true)?.length ?? 0)).toBe(3_000_000);
  expect(out.take(true)).toBeNull();
});

test('a line longer than the room left makes room', () => {
  const out = lineBuffer();
  const long = piece('y'.repeat(3 << 20));
  out.put(piece('x'));
  out.put(long);
  out.digits(7, 1);
  expect(out.take(true)?.length).toBe((3 << 20) + 2);
});
