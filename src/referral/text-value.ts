import type { BagFile } from '../core/bag/bag-file.ts';
import { sha256Hex } from '../core/hash.ts';
import type { Instant } from '../core/instant.ts';
import type { CaseFact } from '../model/facts.ts';
import { actorLabels } from './actor-label.ts';
import { exhibitPath } from './exhibit-file.ts';
import type { Referral } from './referral.ts';
import type { TemplateValues } from './template.ts';

/** How a bag leaves: as a draft, or approved by a second person. */
export interface Release {
  readonly at: Instant;
  /** The operator's login name. */
  readonly by: string;
  readonly approvedBy: string | null;
}

/** What is known once the payload is closed, for the texts outside of it. */
export interface SealFacts {
  /** SHA-256 of `manifest-sha256.txt`, hex. */
  readonly payloadDigest: string;
  readonly release: Release;
  readonly custodyKeyId: string;
  readonly bagName: string;
  /** Null: this directory keeps no evidence log. */
  readonly log: {
    readonly origin: string;
    readonly treeSize: number;
    readonly rootHash: string;
    readonly witnesses: number;
  } | null;
  readonly timestamps: readonly {
    readonly file: string;
    readonly at: Instant;
    readonly authority: string;
    readonly qualified: string;
  }[];
}

/** The values that texts inside the payload can name. Lists are empty rather than missing, texts empty where nothing is known. */
export function payloadValues(
  referral: Referral,
  files: readonly BagFile[],
  factWords: Readonly<Record<string, string>>,
): TemplateValues {
  const { trace, scope, organisation, victims } = referral;
  const labels = actorLabels(scope, trace);
  const byPath = new Map(files.map((file) => [file.path, file.bytes]));
  const named = new Set(trace?.named.map(({ actor }) => actor) ?? []);
  const status = (wanted: CaseFact['status']) =>
    referral.facts
      .filter((fact) => fact.status === wanted)
      .map(({ key, value, evidence }) => ({ what: factWords[key] ?? key, value: valueText(value), evidence }));
  return {
    case: referral.case,
    referral: referral.id,
    title: referral.title,
    openedAt: referral.openedAt,
    hasOrganisation: organisation !== null,
    organisation: organisation?.name ?? '',
    controllers: (organisation?.controllers ?? []).map(({ name, country, address, privacyContact }) => ({
      name,
      country,
      address,
      contact: privacyContact,
    })),
    recipient: referral.recipient ?? '',
    madeAt: referral.madeAt,
    madeBy: referral.madeBy,
    toolName: referral.tool.name,
    toolVersion: referral.tool.version,
    windowFrom: scope.window.from,
    windowTo: scope.window.to,
    actors: labels.all.map((label, n) => ({ label, named: named.has([...scope.actors].sort()[n] ?? '') })),
    unnamed: scope.actors.some((actor) => !named.has(actor)),
    exhibits: referral.exhibits.map((exhibit) => {
      const bytes = byPath.get(exhibitPath(exhibit)) ?? new Uint8Array();
      return {
        id: exhibit.id,
        path: exhibitPath(exhibit),
        source: exhibit.source.title,
        vendor: exhibit.source.vendor,
        batch: exhibit.batch,
        committedAt: exhibit.committedAt,
        records: exhibit.records.length,
        bytes: bytes.length,
        sha256: sha256Hex(bytes),
      };
    }),
    exhibitCount: referral.exhibits.length,
    recordCount: referral.exhibits.reduce((sum, exhibit) => sum + exhibit.records.length, 0),
    hasTrace: trace !== null,
    verdict: trace?.verdict ?? '',
    namesSomebody: named.size > 0,
    named: (trace?.named ?? []).map(({ actor, eValue, posterior }) => ({
      actor,
      eValue: eValue.toExponential(2),
      posterior: posterior.toFixed(5),
    })),
    sampleRecords: trace?.sample.records ?? 0,
    sampleLinked: trace?.sample.linked ?? 0,
    sampleForeign: trace?.sample.foreign ?? 0,
    oneIn: trace === null ? 0 : Math.round(1 / trace.alpha),
    extraction: trace?.window
      ? [{ from: trace.window.from, to: trace.window.to, percent: trace.window.level * 100 }]
      : [],
    persons: scope.persons,
    fields: Object.entries(scope.byField).map(([field, persons]) => ({ field, persons })),
    countries: Object.entries(scope.byCountry).map(([country, persons]) => ({ country, persons })),
    gaps: scope.gaps.map(({ source, from, to, why }) => ({ source, from, to, why })),
    confirmed: status('confirmed'),
    likely: status('likely'),
    open: status('unknown').map(({ what }) => ({ what })),
    hasVictims: victims !== null,
    victimPersons: victims?.persons ?? 0,
    victimKeys: (victims?.recipients ?? []).map((key) => ({ key })),
  };
}

/** The values that the texts beside the payload can name besides. */
export const sealValues = (seal: SealFacts): TemplateValues => ({
  payloadDigest: seal.payloadDigest,
  approved: seal.release.approvedBy !== null,
  approvedBy: seal.release.approvedBy ?? '',
  ownLogin: seal.release.approvedBy === seal.release.by,
  custodyKeyId: seal.custodyKeyId,
  bagName: seal.bagName,
  hasLog: seal.log !== null,
  origin: seal.log?.origin ?? '',
  treeSize: seal.log?.treeSize ?? 0,
  rootHash: seal.log?.rootHash ?? '',
  witnesses: seal.log?.witnesses ?? 0,
  timestamps: seal.timestamps.map(({ file, at, authority, qualified }) => ({ file, at, authority, qualified })),
});

function valueText(value: unknown): string {
  if (value === null || value === undefined) return 'unknown';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.length === 0 ? 'none recorded' : value.map(valueText).join(', ');
  const entries = Object.entries(value);
  return entries.length === 0
    ? 'none recorded'
    : entries.map(([name, part]) => `${name}: ${valueText(part)}`).join('; ');
}
