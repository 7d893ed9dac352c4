import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RecordForm } from '../packs/source-pack.ts';
import { chooseForm, splitterFor } from './choose-form.ts';
import { RECORD_LIMIT_BYTES, type RecordSink } from './record-sink.ts';

interface Seen {
  readonly text: string;
  readonly json: string | null;
  readonly code: string | null;
  readonly line: number;
  readonly offset: number;
  readonly length: number;
}

function split(
  form: RecordForm,
  input: Buffer | string,
  pieces: readonly number[] = [],
  damaged = false,
): readonly Seen[] {
  const seen: Seen[] = [];
  const sink: RecordSink = {
    plain: (buffer, from, to, line, offset) => {
      const text = buffer.toString('utf8', from, to);
      seen.push({ text, json: text, code: null, line, offset, length: to - from });
    },
    awkward: ({ bytes, json, code, line, offset, length }) => {
      seen.push({ text: bytes.toString('latin1'), json, code, line, offset, length });
    },
  };
  const splitter = splitterFor(form, sink, 0);
  const data = Buffer.from(input);
  let from = 0;
  for (const piece of pieces) {
    const to = Math.min(data.length, from + piece);
    if (to > from) splitter.push(Buffer.from(data.subarray(from, to)));
    from = to;
  }
  if (from < data.length) splitter.push(Buffer.from(data.subarray(from)));
  splitter.end(damaged);
  return seen;
}

const ndjson: RecordForm = { kind: 'ndjson' };
const records: RecordForm = { kind: 'document', array: 'Records' };
const csv: RecordForm = { kind: 'csv', header: true, required: [], delimiter: ',' };
const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 60 });
const brief = (seen: readonly Seen[]) => seen.map(({ json, code, line, offset }) => [json, code, line, offset]);

test('a line is a record, a blank line is none, and a carriage return belongs to the line end', () => {
  expect(brief(split(ndjson, '{"a":1}\r\n\n  \n{"a":2}'))).toEqual([
    ['{"a":1}', null, 1, 0],
    ['{"a":2}', null, 4, 13],
  ]);
});

test('a line that is not UTF-8, and one with a NUL, are quarantined in place and the rest goes on', () => {
  const input = Buffer.concat([
    Buffer.from('{"a":1}\n'),
    Buffer.from([0xff, 0xfe, 10]),
    Buffer.from('x\0y\n{"a":2}\n'),
  ]);
  expect(brief(split(ndjson, input))).toEqual([
    ['{"a":1}', null, 1, 0],
    [null, 'encoding-invalid', 2, 8],
    [null, 'binary', 3, 11],
    ['{"a":2}', null, 4, 15],
  ]);
});

test('a line over the limit is followed to its end with its length, and the next line is read', () => {
  const long = 'x'.repeat(RECORD_LIMIT_BYTES + 5);
  const seen = split(
    ndjson,
    `${long}\n{"a":2}\n`,
    Array.from({ length: 20 }, () => 1_000_000),
  );
  expect(seen.map(({ code, length, line }) => [code, length, line])).toEqual([
    ['record-too-long', long.length, 1],
    [null, 7, 2],
  ]);
});

test('the elements of the array are the records, whatever stands around them', () => {
  const text =
    '{"x":{"Records":[9]},"Records":[{"a":"]}\\""}, 7 ,\n{\n "b":[1,2]}],"after":[{"c":1}]}\n{"Records":[]}\n';
  expect(brief(split(records, text))).toEqual([
    ['{"a":"]}\\""}', null, 1, 32],
    ['7', null, 1, 46],
    ['{  "b":[1,2]}', null, 2, 50],
  ]);
});

test('a document that breaks off gives what it held and one record for what it lost', () => {
  expect(brief(split(records, '{"Records":[{"a":1},{"b":'))).toEqual([
    ['{"a":1}', null, 1, 12],
    [null, 'document-truncated', 1, 20],
  ]);
});

test('a document without the array is quarantined and not dropped', () => {
  expect(brief(split(records, '{"Records":[{"a":1}]}\n{"other":1}\n'))).toEqual([
    ['{"a":1}', null, 1, 12],
    [null, 'shape-wrong', 2, 22],
  ]);
});

test('a CSV row keeps its inner newlines, and one stray quote costs one line', () => {
  const text = 'id,note\n1,"two\nlines"\n2,"open\n3,"x" y\n4,"she said ""no"""\n5,a,b\n6,\n';
  expect(brief(split(csv, text))).toEqual([
    ['{"id":"1","note":"two\\nlines"}', null, 2, 8],
    [null, 'csv-malformed', 4, 22],
    [null, 'csv-malformed', 5, 30],
    ['{"id":"4","note":"she said \\"no\\""}', null, 6, 38],
    [null, 'csv-malformed', 7, 58],
    ['{"id":"6"}', null, 8, 64],
  ]);
});

test('a damaged stream leaves one quarantined record for its tail', () => {
  expect(brief(split(ndjson, '{"a":1}\n{"b', [], true))).toEqual([
    ['{"a":1}', null, 1, 0],
    [null, 'stream-truncated', 2, 8],
  ]);
});

test('records do not depend on where the stream is cut', () => {
  const inputs: readonly (readonly [RecordForm, string])[] = [
    [ndjson, '{"a":"é"}\n\n\u0001\n{"b":1}\r\n{"c":"x"}'],
    [records, '{"k":"\\"Records","Records":[{"a":"é,]"},\n{"b":[{}]} ,"s"],"z":1}\n garbage\n{"Records":[1'],
    [csv, 'a,b\n"x ""y""",é\n"1\n2",3\r\n"bad"x,\n4,5'],
  ];
  fc.assert(
    fc.property(fc.constantFrom(...inputs), cuts, ([form, text], pieces) => {
      expect(split(form, text, pieces)).toEqual(split(form, text));
    }),
    { numRuns: 300 },
  );
});

test('no byte of a line stream is lost: lengths and line ends add up', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.string({ minLength: 1, maxLength: 12 }).map((s) => s.replaceAll(/[\r\n]/g, '.')),
        { maxLength: 20 },
      ),
      (lines) => {
        const kept = lines.filter((line) => line.trim() !== '' || /[^ \t]/.test(line));
        expect(split(ndjson, lines.map((line) => `${line}\n`).join('')).length).toBe(kept.length);
      },
    ),
  );
});

test('the form is chosen by what the head shows', () => {
  const forms = [records, ndjson, csv];
  const choose = (text: string) => chooseForm(forms, Buffer.from(text), true)?.kind;
  expect([choose('{"Records":[]}'), choose('{"a":1}\n'), choose('a,b\n1,2\n')]).toEqual(['document', 'ndjson', 'csv']);
  expect(chooseForm([{ ...csv, required: ['id'] }], Buffer.from('a,b\n'), true)).toBe(null);
});
