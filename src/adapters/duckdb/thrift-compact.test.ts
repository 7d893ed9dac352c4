import { expect, test } from 'vitest';
import { i32, i64, list, struct, text, thriftBytes, varint, zigzag } from './thrift-compact.ts';

test('numbers are ULEB128 of their zigzag form', () => {
  expect(varint(0)).toEqual([0]);
  expect(varint(300)).toEqual([0xac, 0x02]);
  expect(varint(2 ** 40)).toEqual([0x80, 0x80, 0x80, 0x80, 0x80, 0x20]);
  expect([0, -1, 1, -2, 2].map(zigzag)).toEqual([0, 1, 2, 3, 4]);
});

// Worked by hand from thrift-compact-protocol.md: header (step << 4 | type), value, stop byte 0.
test('a struct is its fields by the step from the last id, ended by a zero', () => {
  expect([...thriftBytes(struct([1, i32(1)], [4, text('ab')], [5, i64(-1)]))]).toEqual([
    0x15, 0x02, 0x38, 0x02, 0x61, 0x62, 0x16, 0x01, 0x00,
  ]);
});

test('lists of fifteen and more spell out their length', () => {
  expect([...thriftBytes(list([i32(0), i32(1)]))]).toEqual([0x25, 0x00, 0x02]);
  expect([...thriftBytes(list(Array.from({ length: 15 }, () => i32(0))))].slice(0, 2)).toEqual([0xf5, 15]);
});
