/** A value as Thrift's compact protocol writes it; a struct is its fields by id, ascending. */
export type Thrift =
  | { readonly kind: 'int'; readonly value: number; readonly wide: boolean }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'list'; readonly of: readonly Thrift[] }
  | { readonly kind: 'struct'; readonly fields: readonly (readonly [id: number, value: Thrift])[] };

export const i32 = (value: number): Thrift => ({ kind: 'int', value, wide: false });
export const i64 = (value: number): Thrift => ({ kind: 'int', value, wide: true });
export const text = (value: string): Thrift => ({ kind: 'text', value });
export const list = (of: readonly Thrift[]): Thrift => ({ kind: 'list', of });
export const struct = (...fields: readonly (readonly [number, Thrift])[]): Thrift => ({ kind: 'struct', fields });

// Types of the compact protocol: github.com/apache/thrift doc/specs/thrift-compact-protocol.md.
const typeOf = (value: Thrift): number => {
  switch (value.kind) {
    case 'int':
      return value.wide ? 6 : 5;
    case 'text':
      return 8;
    case 'list':
      return 9;
    case 'struct':
      return 12;
  }
};

/** ULEB128; numbers up to 2^53. */
export function varint(value: number): readonly number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  bytes.push(rest);
  return bytes;
}

/** Signed to unsigned, small for small amounts of either sign. */
export const zigzag = (value: number): number => (value < 0 ? -value * 2 - 1 : value * 2);

/** The bytes of a value; small: metadata, never data. */
export function thriftBytes(value: Thrift): Buffer {
  const out: number[] = [];
  write(value, out);
  return Buffer.from(out);
}

function write(value: Thrift, out: number[]): void {
  switch (value.kind) {
    case 'int':
      out.push(...varint(zigzag(value.value)));
      return;
    case 'text': {
      const bytes = Buffer.from(value.value, 'utf8');
      out.push(...varint(bytes.length), ...bytes);
      return;
    }
    case 'list': {
      const { length } = value.of;
      const type = value.of[0] === undefined ? 0 : typeOf(value.of[0]);
      if (length < 15) out.push((length << 4) | type);
      else out.push(0xf0 | type, ...varint(length));
      for (const item of value.of) write(item, out);
      return;
    }
    case 'struct': {
      let before = 0;
      for (const [id, field] of value.fields) {
        // Ids are written as the step from the one before; steps over 15 do not occur in Parquet's metadata.
        out.push(((id - before) << 4) | typeOf(field));
        write(field, out);
        before = id;
      }
      out.push(0);
    }
  }
}
