import { z } from 'zod';

const httpUrl = z.url({ protocol: /^https?$/ });

/** `evidence.yml` of a data directory: how its log is watched and dated. All of it may be left out. */
export const evidenceSettingsSchema = z.strictObject({
  witnesses: z
    .strictObject({
      quorum: z
        .enum(['wanted', 'required'])
        .default('wanted')
        .describe('required: nothing more is written while the newest state of the log lacks the quorum'),
      everySeconds: z.int().min(0).max(86_400).default(10).describe('how long to wait between asking the witnesses'),
    })
    .prefault({}),
  timestamps: z
    .strictObject({
      url: httpUrl.describe('a time-stamp authority of RFC 3161'),
      roots: z
        .string()
        .describe('PEM file with the roots that its certificates lead to, relative to the data directory'),
      qualified: z
        .boolean()
        .default(false)
        .describe('your statement: the authority is a qualified one (eIDAS Article 42); it is put into referral bags'),
    })
    .optional(),
});

export type EvidenceSettings = z.infer<typeof evidenceSettingsSchema>;
