import { describe, expect, test } from 'vitest';
import { readLeakSample, type SampleRecord } from './leak-sample.ts';

const NOTHING: Omit<SampleRecord, 'recordNo'> = {
  id: null,
  email: null,
  phone: null,
  name: null,
  address: null,
  postcode: null,
};

const read = (input: string | Uint8Array) => {
  const sample = readLeakSample(input);
  if (!sample.ok) throw new Error(sample.error.message);
  return sample.value;
};

describe('forms of a leak file', () => {
  test('a table with a heading in any language, order and case', () => {
    expect(read('Vorname;Nachname;PLZ;E-Mail\nAda;Byron;SW1A 1AA;ADA@example.com\n')).toEqual({
      form: 'table',
      records: [{ ...NOTHING, recordNo: 0, name: 'ada byron', postcode: 'sw1a1aa', email: 'ada@example.com' }],
      junk: 0,
    });
  });

  test('a JSON array, objects line by line, and addresses as strings', () => {
    const ada = { ...NOTHING, recordNo: 0, id: '17', email: 'ada@example.com' };
    expect(read('[{"customerId":17,"email":"ada@example.com","tags":["x"]}]').records).toEqual([ada]);
    expect(read('{"customerId":"17","email":"ada@example.com"}\n{"broken\n')).toMatchObject({
      form: 'json',
      records: [ada],
      junk: 1,
    });
    expect(read('["ada@example.com"]').records).toEqual([{ ...ada, id: null }]);
  });

  test('a plain list: an address anywhere in the line, or a telephone number alone', () => {
    const list = read('Ada <ada@example.com>, London\n+44 20 7946 0123\nchapter 2\n');
    expect(list).toEqual({
      form: 'list',
      records: [
        { ...NOTHING, recordNo: 0, email: 'ada@example.com' },
        { ...NOTHING, recordNo: 1, phone: '+442079460123' },
      ],
      junk: 1,
    });
  });

  test.each([
    ['UTF-8 with a mark', Buffer.from('\uFEFFemail\nada@example.com\n', 'utf8')],
    ['UTF-16 little-endian', Buffer.from('\uFEFFemail\nada@example.com\n', 'utf16le')],
    ['UTF-16 big-endian', Buffer.from('\uFEFFemail\nada@example.com\n', 'utf16le').swap16()],
  ])('%s', (_name, bytes) => {
    expect(read(bytes)).toMatchObject({ form: 'table', records: [{ email: 'ada@example.com' }] });
  });
});

describe('what a record needs', () => {
  test('a name links only with a place; rows that name nobody are junk and keep their number', () => {
    const sample = read('name,address,email\nAda Byron,,\nAda Byron,1 Main Street,\n,,ada@example.com\n,,not given\n');
    expect(sample.records.map(({ recordNo, name, address, email }) => [recordNo, name, address, email])).toEqual([
      [1, 'ada byron', '1 main street', null],
      [2, null, null, 'ada@example.com'],
    ]);
    expect(sample.junk).toBe(2);
  });

  test("a telephone number is read in the record's own country", () => {
    expect(read('phone,country\n020 7946 0123,GB\n').records).toMatchObject([{ phone: '+442079460123' }]);
  });

  test.each(['', 'email\n', 'nothing to see', '[]', '{"a":1}'])('%j is refused', (text) => {
    expect(readLeakSample(text)).toMatchObject({ ok: false, error: { code: 'TRACE_SAMPLE_EMPTY' } });
  });
});
