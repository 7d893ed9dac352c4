import type { LakeSession } from '../ports/lake.ts';
import type { LeakSample, SampleRecord } from '../trace/leak-sample.ts';
import {
  type DecoyRow,
  type FalseLinks,
  falseLinks,
  type LinkedRecord,
  type LinkRow,
  linkSample,
} from '../trace/link-sample.ts';
import { oneIn } from '../trace/sampling.ts';
import { TRACE_MODEL } from '../trace/trace-model.ts';

/** Links the sample by whole keys, digests and what is shown of masked values, and measures how much of that is chance. */
export async function linkRecords(
  session: LakeSession,
  sample: LeakSample,
  customers: number,
): Promise<{ readonly linked: readonly LinkedRecord[]; readonly chance: readonly FalseLinks[] }> {
  await session.load('sample', sample.records.map(sampleRow));
  const found: { record_no: number; customer: string; link_key: string }[] = [];
  for (const algorithm of new Set(sample.records.flatMap(({ digest }) => digest?.algorithm ?? [])))
    for (const row of await session.rows<FoundRow>('trace-digest', { algorithm }))
      found.push({ ...row, link_key: 'digest' });
  if (sample.records.some(({ block }) => block !== null))
    for (const row of await session.rows<FoundRow>('trace-vague')) found.push({ ...row, link_key: 'vague' });
  await session.load('found_key', found);
  const shown = shownOf(sample);
  const ids = sample.records.some(({ id }) => id !== null);
  const rows = await session.rows<LinkRow>('trace-link', { ids, names: shown.names });
  const chance = falseLinks(
    rows,
    await session.rows<DecoyRow>('trace-decoy', { one_in: oneIn(customers, TRACE_MODEL.decoysMost), ...shown }),
  );
  return { linked: linkSample(rows, chance), chance };
}

/** Which values of people any record has, whole or masked: the others need not be read. */
function shownOf({ records }: LeakSample): Readonly<Record<'emails' | 'phones' | 'names', boolean>> {
  return {
    emails: records.some(({ email, emailLike }) => email !== null || emailLike !== null),
    phones: records.some(({ phone, phoneLike }) => phone !== null || phoneLike !== null),
    names: records.some(
      ({ name, nameLike, address, postcode }) =>
        name !== null || nameLike !== null || address !== null || postcode !== null,
    ),
  };
}

interface FoundRow extends Record<string, string | number> {
  readonly record_no: number;
  readonly customer: string;
}

const sampleRow = (record: SampleRecord) => ({
  record_no: record.recordNo,
  id: record.id,
  email_norm: record.email,
  phone_norm: record.phone,
  name_norm: record.name,
  name_key: record.nameKey,
  address_norm: record.address,
  postcode: record.postcode,
  algorithm: record.digest?.algorithm ?? null,
  digest: record.digest?.hex ?? null,
  email_like: record.emailLike,
  phone_like: record.phoneLike,
  name_like: record.nameLike,
  block: record.block?.kind ?? null,
  block_value: record.block?.value ?? null,
});
