import { z } from 'zod';
import { CONTENT_KEYS } from './duty.ts';
import { FIELDS } from './field.ts';
import { INTENTS } from './finding.ts';

/** The three ways in which a breach hurts data (EDPB Guidelines 9/2022, section I.A). */
export const BREACH_KINDS = ['confidentiality', 'integrity', 'availability'] as const;

/** Kinds of organisation that laws of a sector bind. */
export const SECTORS = [
  'health-provider',
  'health-plan',
  'health-business-associate',
  'personal-health-record-vendor',
  'financial-institution',
  'bank',
  'insurer',
  'telecom-provider',
  'listed-company',
  'essential-entity',
  'information-broker',
  'public-body',
  'digital-service-provider',
  'payment-provider',
] as const;

/** ISO 8601 instant in UTC. */
const instant = z.iso.datetime({ offset: true });
/** `null` means unknown: the engine then says what it depends on. */
const tri = z.boolean().nullable().default(null);

const representativesSchema = z
  .array(
    z.strictObject({
      country: z
        .string()
        .regex(/^[A-Z]{2}$/)
        .describe('where it is established'),
      name: z.string().min(1),
    }),
  )
  .default([])
  .describe('those it has designated where it is not established itself (GDPR Article 27 and its like)');

/** People of one controller in one place whose same fields were exposed. */
export const affectedGroupSchema = z.strictObject({
  controller: z.string().describe('id of a controller'),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable()
    .describe('ISO 3166-1 alpha-2 of residence; null = unknown'),
  region: z
    .string()
    .nullable()
    .default(null)
    .describe('state or province, for example CA for California when country is US'),
  fields: z.array(z.enum(FIELDS)).describe('what was exposed; empty = not known'),
  persons: z.number().int().min(0),
  processor: z
    .string()
    .optional()
    .describe('id of the processor at which it happened, when it was not at the controller itself'),
});

/**
 * The incident's facts as duties and notices read them. Every law, deadline and sentence is derived from this one value;
 * an unknown is null (or an absent list), never a guess.
 */
export const factsSchema = z.strictObject({
  case: z.string().default('adhoc'),
  asOf: instant.optional().describe('evaluate the law and the countdown as of this instant; default: now'),
  awareAt: instant.nullable().default(null).describe('when the organisation became aware'),
  determinedAt: instant
    .nullable()
    .default(null)
    .describe('when it was established that a breach occurred, by sufficient evidence'),
  scopeKnownAt: instant.nullable().default(null).describe('when it was known whose data and which'),
  assessedAt: instant.nullable().default(null).describe('when the breach was assessed as one that must be reported'),
  materialAt: instant.nullable().default(null).describe('when it was determined to be material to investors'),
  occurredFrom: instant.nullable().default(null),
  occurredTo: instant.nullable().default(null),
  cause: z.enum(['insider', 'external', 'mistake', 'unknown']).default('unknown'),
  intent: z.enum(INTENTS).default('unknown'),
  actors: z.number().int().min(0).nullable().default(null).describe('how many people did it'),
  disclosedOutside: tri.describe('data left the organisation'),
  sold: tri.describe('disclosed for money or other consideration'),
  recipientKnown: tri,
  recovered: tri.describe('the recipient gave the data back or destroyed it, with proof'),
  encrypted: tri.describe('unintelligible to the recipient'),
  keyCompromised: tri.describe('what makes it readable (key, password) was taken too, or may have been'),
  medium: z
    .enum(['electronic', 'paper', 'both', 'unknown'])
    .default('electronic')
    .describe('what the data was on; many laws cover computerized data only'),
  kinds: z
    .array(z.enum(BREACH_KINDS))
    .min(1)
    .default(['confidentiality'])
    .describe('what was broken: secrecy (viewing counts), correctness, or the ability to use the data'),
  availabilityHarm: tri.describe('people felt the loss or absence of their data: care delayed, only copy gone'),
  misused: tri.describe('there is evidence that the data was used against people: phishing, fraud, threats'),
  vulnerablePeople: tri.describe(
    'children, patients, people in danger (an address kept secret) are among those affected',
  ),
  revealing: tri.describe('being on this list tells something sensitive: a clinic, a union, a dating site'),
  actorDismissed: tri,
  policeInformed: tri,
  authorityInformed: z
    .array(z.strictObject({ authority: z.string(), at: instant, reference: z.string().nullable().default(null) }))
    .default([]),
  individualsInformedAt: instant.nullable().default(null).describe('when the people affected were told'),
  mitigation: z
    .union([
      z.literal('none'),
      z
        .strictObject({
          provider: z.string().min(1).describe('who gives the service'),
          months: z.number().int().positive().describe('for how many months it is free of charge'),
          url: z
            .url('expected an address that begins with https://')
            .nullable()
            .default(null)
            .describe('where people enrol'),
          phone: z.string().min(1).nullable().default(null),
          code: z.string().min(1).nullable().default(null).describe('for enrolling, where one serves everybody'),
          enrolBy: z.iso
            .date('expected a day as YYYY-MM-DD')
            .nullable()
            .default(null)
            .describe('last day for enrolling'),
        })
        .refine(({ url, phone }) => url !== null || phone !== null, 'expected a url or a phone: how people enrol'),
    ])
    .nullable()
    .default(null)
    .describe('the identity theft service that people are offered, or "none"; some laws ask for it in the notice'),
  recipientName: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .describe(
      'the organisation that received the data, or a description where a name would put somebody at risk; no person. Told only where a law asks for it',
    ),
  atProcessor: z
    .strictObject({
      id: z.string().min(1).describe('as under processors in company.yml'),
      awareAt: instant
        .nullable()
        .default(null)
        .describe('when the processor became aware; default: as the organisation'),
    })
    .nullable()
    .default(null)
    .describe('of a case: the processor at which it happened; a facts file says `processor` in its groups'),
  statements: z
    .partialRecord(z.enum(CONTENT_KEYS), z.string().min(1))
    .default({})
    .describe(
      'what the organisation says in words, by content key; no names of people: nature, consequences, measures',
    ),
  formAnswers: z
    .record(z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/, 'expected <form>/<item>'), z.string().min(1))
    .default({})
    .describe("the organisation's answers to what only an authority's form asks, by `<form>/<item>`"),
  assessments: z
    .record(z.string(), z.strictObject({ answer: z.boolean(), reason: z.string().min(1) }))
    .default({})
    .describe("the organisation's recorded answers to a law's questions, by `<law>/<question>`, with reasons"),
  controllers: z
    .array(
      z.strictObject({
        id: z.string(),
        name: z.string(),
        country: z
          .string()
          .regex(/^[A-Z]{2}$/)
          .describe('establishment'),
        region: z.string().nullable().default(null).describe('state or province of the establishment'),
        leadAuthority: z.string().nullable().default(null).describe('id of an authority of a law pack'),
        awareAt: instant
          .nullable()
          .default(null)
          .describe('when it became aware, for example when its processor told it; default: as the organisation'),
        representatives: representativesSchema,
        sectors: z
          .array(z.enum(SECTORS))
          .nullable()
          .default(null)
          .describe('which of these it is; [] = none of them, null = not known'),
      }),
    )
    .default([]),
  processors: z
    .array(
      z.strictObject({
        id: z.string(),
        name: z.string(),
        country: z
          .string()
          .regex(/^[A-Z]{2}$/)
          .describe('establishment'),
        region: z.string().nullable().default(null),
        sectors: z.array(z.enum(SECTORS)).nullable().default(null),
        representatives: representativesSchema,
        awareAt: instant.nullable().default(null).describe('when it became aware; default: as the organisation'),
      }),
    )
    .default([])
    .describe('those who handle the data for a controller, for example a platform for its merchants'),
  groups: z.array(affectedGroupSchema).default([]),
  likely: z
    .array(z.string())
    .optional()
    .describe('keys of the fact base that are likely and not confirmed: duties count them, notices call them unproven'),
});

export type AffectedGroup = z.infer<typeof affectedGroupSchema>;
export type Facts = z.infer<typeof factsSchema>;

export const FACT_STATUSES = ['confirmed', 'likely', 'unknown'] as const;

/** One fact of a case's fact base, with where it comes from. */
export interface CaseFact {
  readonly key: string;
  readonly value: unknown;
  readonly status: (typeof FACT_STATUSES)[number];
  /** What it rests on: action, document or person; ids and counts, no personal data. */
  readonly evidence: string;
}
