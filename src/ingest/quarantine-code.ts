/** Why a record was not taken in; the record itself is kept, and `candour ingest --replay` tries it again. */
export const QUARANTINE_CODES = {
  'json-malformed': 'the record is not JSON',
  'csv-malformed': 'the row has another number of columns than the header, or an unclosed quote',
  'encoding-invalid': 'the record is not UTF-8',
  binary: 'the record holds a NUL byte',
  'record-too-long': 'the record is over 16 MiB; its first MiB, length and SHA-256 are kept',
  'stream-truncated': 'the compressed stream ends early or is damaged; what came before was taken',
  'document-truncated': 'the JSON document ends inside this record',
  'form-unknown': "the file has none of the forms of the source's formats",
  'shape-wrong':
    'the record is JSON, but not of the shape that this source writes: an object with the members of its pack',
  'no-row': "the source's map gave no event for this record",
  'time-invalid': 'the event has no time, or none that can be read',
  'actor-missing': 'the event names no actor',
  'action-invalid': 'the event has no action of the vocabulary',
  'id-missing': 'the source requires an event id and the event has none',
  'subjects-missing': 'the source requires a list of subjects and the event has none',
} as const;

export type QuarantineCode = keyof typeof QUARANTINE_CODES;

/** A problem that a pack's map may state itself (docs/spec/source-pack.md). */
export const MAP_PROBLEMS = [
  'time-invalid',
  'actor-missing',
  'action-invalid',
  'id-missing',
  'subjects-missing',
  'shape-wrong',
] as const satisfies readonly QuarantineCode[];
