import { type BagFile, byPath } from '../core/bag/bag-file.ts';
import { utf8 } from '../core/bytes.ts';
import { ok, type Result } from '../core/result.ts';
import type { ReferralPack } from '../packs/referral-pack.ts';
import { actorLabels } from './actor-label.ts';
import { caseGraph } from './case-graph.ts';
import { exhibitFiles } from './exhibit-file.ts';
import type { Referral } from './referral.ts';
import { fillTemplate, type TemplateValues } from './template.ts';
import { payloadValues, type SealFacts, sealValues } from './text-value.ts';
import { timelineFile } from './timeline-file.ts';

export const VICTIMS_PATH = 'data/victims/victims.zip.age';

/** What a bag holds for its reader, sorted by path, and the values that its texts were filled with. */
export interface Payload {
  readonly files: readonly BagFile[];
  readonly values: TemplateValues;
}

/** The payload of a bag. Error: `REFERRAL_TEMPLATE_INVALID`. Holds the exhibits in memory. */
export function payloadOf(referral: Referral, pack: ReferralPack): Result<Payload> {
  const labels = actorLabels(referral.scope, referral.trace);
  const files: BagFile[] = [
    ...referral.exhibits.flatMap((exhibit) => exhibitFiles(exhibit, referral, labels)),
    timelineFile(referral, labels),
  ];
  files.push(caseGraph(referral, files, labels));
  if (referral.victims !== null) files.push({ path: VICTIMS_PATH, bytes: referral.victims.bytes });
  const values = payloadValues(referral, files, pack.factWords);
  const texts = filledTexts(pack, 'payload', values);
  return texts.ok ? ok({ files: [...files, ...texts.value].sort(byPath), values }) : texts;
}

/** The texts beside the payload: README, certificates, the handover form. Error: `REFERRAL_TEMPLATE_INVALID`. */
export const sealTexts = (pack: ReferralPack, payload: Payload, seal: SealFacts): Result<readonly BagFile[]> =>
  filledTexts(pack, 'seal', { ...payload.values, ...sealValues(seal) });

function filledTexts(pack: ReferralPack, part: 'payload' | 'seal', values: TemplateValues): Result<readonly BagFile[]> {
  const files: BagFile[] = [];
  for (const { path, template, html } of pack.texts) {
    if (path.startsWith('data/') !== (part === 'payload')) continue;
    const text = fillTemplate(path, template, values, html);
    if (!text.ok) return text;
    files.push({ path, bytes: utf8(text.value) });
  }
  return ok(files);
}
