import type { BagFile } from '../core/bag/bag-file.ts';
import { zipOf } from '../core/bag/zip.ts';
import type { NoteSigner } from '../core/note/signature.ts';
import { ok, type Result } from '../core/result.ts';
import type { ReferralPack } from '../packs/referral-pack.ts';
import { type CustodyEvent, custodyFiles, custodyKeyFile, keyIdOf } from './custody.ts';
import { exhibitPath } from './exhibit-file.ts';
import { type Payload, sealTexts } from './payload.ts';
import type { Referral } from './referral.ts';
import { bagLabels, payloadManifests, wholeBag } from './seal.ts';
import type { Release, SealFacts } from './text-value.ts';

/** The folder `log/`, and what the texts say of it. */
export interface LogPart {
  readonly facts: NonNullable<SealFacts['log']>;
  readonly files: readonly BagFile[];
}

/** Everything beside the payload that a bag is made of. */
export interface BagParts {
  readonly release: Release;
  readonly log: LogPart | null;
  /** Time stamp tokens, and who made them; made once and kept. */
  readonly timestamps: readonly (SealFacts['timestamps'][number] & { readonly bytes: Uint8Array })[];
  /** The certificates that the stamps lead to, PEM; null where there is no stamp. */
  readonly roots: Uint8Array | null;
  /** The program that checks the bag. */
  readonly verifier: readonly BagFile[];
  readonly signer: NoteSigner;
}

export interface Bag {
  /** Of the folder in the archive; the archive adds `.zip`. */
  readonly name: string;
  readonly files: readonly BagFile[];
  readonly archive: Uint8Array;
}

export const bagName = ({ case: caseId }: Pick<Referral, 'case'>): string => `referral-${caseId}`;

/** The whole bag: a function of its arguments, byte for byte. Error: `REFERRAL_TEMPLATE_INVALID`. */
export function buildBag(referral: Referral, payload: Payload, pack: ReferralPack, parts: BagParts): Result<Bag> {
  const name = bagName(referral);
  const manifests = payloadManifests(payload.files);
  const texts = sealTexts(pack, payload, {
    payloadDigest: manifests.digest,
    release: parts.release,
    custodyKeyId: keyIdOf(parts.signer.key.publicKey),
    bagName: name,
    log: parts.log?.facts ?? null,
    timestamps: parts.timestamps,
  });
  if (!texts.ok) return texts;
  const sealed = [
    ...manifests.files,
    ...bagLabels(payload.files, labelsOf(referral, parts.release)),
    ...texts.value,
    ...(parts.log?.files ?? []),
    ...parts.timestamps.map(({ file, bytes }) => ({ path: file, bytes })),
    ...(parts.roots === null ? [] : [{ path: 'timestamps/roots.pem', bytes: parts.roots }]),
    ...parts.verifier,
    custodyKeyFile(parts.signer.key.publicKey),
  ];
  const custody = custodyFiles(custodyEvents(referral, payload, manifests.files, sealed, parts), parts.signer);
  const files = wholeBag(payload.files, [...sealed, ...custody]);
  return ok({ name, files, archive: zipOf(name, files) });
}

function custodyEvents(
  referral: Referral,
  payload: Payload,
  manifests: readonly BagFile[],
  sealed: readonly BagFile[],
  { release }: BagParts,
): readonly CustodyEvent[] {
  const originals = new Set(referral.exhibits.map(exhibitPath));
  const batches = referral.exhibits.map(({ id, batch, committedAt }) => ({ exhibit: id, batch, committedAt }));
  const common = { case: referral.case, referral: referral.id };
  return [
    {
      event: 'collected',
      at:
        batches
          .map(({ committedAt }) => committedAt)
          .sort()
          .at(-1) ?? '',
      by: `${referral.tool.name} ingest`,
      note: 'Log records were received into the log store; predicate.batches says when each batch was committed.',
      files: payload.files.filter(({ path }) => originals.has(path)),
      more: { ...common, batches },
    },
    {
      event: 'extracted',
      at: referral.madeAt,
      by: referral.madeBy,
      note: 'The records in scope were copied byte for byte, and the files of the payload were made from them.',
      files: payload.files,
      more: { ...common, tool: referral.tool, statement: referral.statement },
    },
    ...(release.approvedBy === null
      ? []
      : [
          {
            event: 'approved' as const,
            at: release.at,
            by: release.approvedBy,
            note: 'A second person released the payload that the manifest lists.',
            files: manifests,
            more: { ...common, approval: release.approvedBy === release.by ? 'own-login' : 'stated-by-operator' },
          },
        ]),
    {
      event: 'sealed',
      at: release.at,
      by: release.by,
      note: release.approvedBy === null ? 'The bag was closed as a draft.' : 'The bag was closed for handing over.',
      files: sealed,
      more: common,
    },
  ];
}

function labelsOf(referral: Referral, release: Release): readonly (readonly [string, string])[] {
  const [controller] = referral.organisation?.controllers ?? [];
  return [
    ['Source-Organization', referral.organisation?.name ?? 'not stated'],
    ...(controller === undefined
      ? []
      : ([
          ['Organization-Address', controller.address],
          ['Contact-Email', controller.email],
        ] as const)),
    [
      'External-Description',
      `Referral of case ${referral.case}: original log records with what is needed to check them`,
    ],
    ['External-Identifier', referral.case],
    ['Internal-Sender-Identifier', referral.id],
    ['Bagging-Date', referral.madeAt.slice(0, 10)],
    ['Bag-Software-Agent', `${referral.tool.name} ${referral.tool.version}`],
    ['Release', release.approvedBy === null ? 'draft, not approved' : `approved by ${release.approvedBy}`],
  ];
}
