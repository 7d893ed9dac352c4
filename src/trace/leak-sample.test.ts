import { describe, expect, test } from 'vitest';
import { readLeakSample, type SampleRecord, showsStrangers } from './leak-sample.ts';

const NOTHING: Omit<SampleRecord, 'recordNo'> = {
  id: null,
  email: null,
  phone: null,
  name: null,
  address: null,
  postcode: null,
  nameKey: null,
  digest: null,
  emailLike: null,
  phoneLike: null,
  nameLike: null,
  block: null,
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
      records: [
        {
          ...NOTHING,
          recordNo: 0,
          name: 'ada byron',
          nameKey: 'ada byron',
          postcode: 'sw1a1aa',
          email: 'ada@example.com',
        },
      ],
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
  test('rows that name nobody are junk and keep their number', () => {
    const sample = read('name,address,email\n?,,\nAda Byron,1 Main Street,\n,,ada@example.com\n,,not given\n');
    expect(sample.records.map(({ recordNo, name, address, email }) => [recordNo, name, address, email])).toEqual([
      [1, 'ada byron', '1 main street', null],
      [2, null, null, 'ada@example.com'],
    ]);
    expect(sample.junk).toBe(2);
  });

  test('a name or an address alone is looked for among all who have it', () => {
    const { records } = read('name,address\n"Byron, Ada",\n,1 Main Street\n');
    expect(records.map(({ block }) => block)).toEqual([
      { kind: 'name', value: 'ada byron' },
      { kind: 'address', value: '1 main street' },
    ]);
  });

  test('a masked record is looked for by the narrowest thing it shows', () => {
    const { records } = read(
      'name,email,phone\nJo** D**,j***@example.com,+49 30 *** 12\nJo** D**,j***@example.com,\nJo** D**,,\n,,+49 *** 1234',
    );
    expect(records.map(({ block }) => [block?.kind, block?.value])).toEqual([
      ['phone-tail', '12'],
      ['email-domain', 'example.com'],
      ['name-head', 'j'],
      ['phone-tail', '34'],
    ]);
    expect(records[0]).toMatchObject({ emailLike: 'j%@example.com', phoneLike: '+4930%12', nameLike: 'jo% d%' });
  });

  test('digests are known by their length, wherever they stand', () => {
    const md5 = 'd41d8cd98f00b204e9800998ecf8427e';
    expect(read(`email\n${md5.toUpperCase()}`).records[0]?.digest).toEqual({ algorithm: 'md5', hex: md5 });
    expect(read(`1;${md5};x\n2;y`)).toMatchObject({ junk: 1, records: [{ digest: { algorithm: 'md5' } }] });
    expect(read(`[{"sha256": "${md5}${md5}"}]`).records[0]?.digest?.algorithm).toBe('sha256');
    // Of an address with its password's digest the address speaks.
    expect(read(`ada@example.com:${md5}`).records).toMatchObject([{ email: 'ada@example.com', digest: null }]);
  });

  test("a telephone number is read in the record's own country", () => {
    expect(read('phone,country\n020 7946 0123,GB\n').records).toMatchObject([{ phone: '+442079460123' }]);
  });

  test.each(['', 'email\n', 'nothing to see', '[]', '{"a":1}'])('%j is refused', (text) => {
    expect(readLeakSample(text)).toMatchObject({ ok: false, error: { code: 'TRACE_SAMPLE_EMPTY' } });
  });
});

test('UTF-16 is read without its mark too', () => {
  const text = 'email\nada@example.com\n';
  const little = Buffer.from(text, 'utf16le');
  const big = Buffer.from(little).swap16();
  for (const bytes of [little, big]) expect(read(bytes)).toEqual(read(text));
});

describe('a list of which nobody is on file', () => {
  const list = (line: (i: number) => string) => read(Array.from({ length: 10 }, (_, i) => line(i)).join('\n'));

  test('is of strangers where whole addresses or numbers could have linked', () => {
    expect(
      showsStrangers(
        list((i) => `ada${i}@example.com`),
        8,
      ),
    ).toBe(true);
    expect(
      showsStrangers(
        list((i) => `+1 202 555 01${i}0`),
        8,
      ),
    ).toBe(true);
  });

  test('says nothing where it is masked, hashed or short', () => {
    expect(
      showsStrangers(
        list((i) => `${String.fromCharCode(97 + i)}***@example.com`),
        8,
      ),
    ).toBe(false);
    expect(
      showsStrangers(
        list((i) => `${i}`.repeat(64)),
        8,
      ),
    ).toBe(false);
    expect(
      showsStrangers(
        list((i) => `ada${i}@example.com`),
        11,
      ),
    ).toBe(false);
  });

  test('says nothing where most of it is masked', () => {
    expect(
      showsStrangers(
        list((i) => (i < 6 ? `a***${i}@example.com` : `ada${i}@example.com`)),
        4,
      ),
    ).toBe(false);
  });
});
