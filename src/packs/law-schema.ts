import { z } from 'zod';
import { CONTENT_KEYS, DUTY_VERDICTS } from '../model/duty.ts';
import { dutySchema, elementGroup } from './law-duty-schema.ts';
import {
  confidence,
  dated,
  day,
  expression,
  name,
  packId,
  questionSchema,
  regionWord,
  sentence,
  sourceSchema,
} from './law-value-schema.ts';

const saidShape = {
  holds: sentence.describe('said when it holds'),
  fails: sentence.describe('said when it does not'),
};
const elementShape = {
  of: z
    .array(elementGroup)
    .min(1)
    .describe('exposed together: at least one field of every member; a member is a list of fields or the name of one'),
  if: expression.optional().describe('what must hold besides, for example a question'),
  holds: sentence.optional(),
  fails: sentence.optional(),
};

/** `law.yml` of a law pack, as it is written. */
export const lawFileSchema = z.strictObject({
  id: packId,
  title: sentence,
  status: z.enum(['stable', 'draft']),
  about: sentence.describe('what the law protects and what this pack leaves out'),
  zone: z.string().min(1).describe('IANA time zone in which its days and hours are counted'),
  datesIn: z
    .string()
    .min(1)
    .optional()
    .describe('IANA time zone in which its days of change begin, where that is another one'),
  use: z.array(packId).default([]).describe('shared parts in packs/law-parts whose names this law can use'),
  begins: day.optional().describe('first day of every value that does not say `from`'),
  business: z
    .strictObject({
      holidays: z
        .string()
        .regex(/^[A-Z]{2}(-[A-Z0-9]+)*$/)
        .describe('whose public holidays, for example US-VT'),
      weekend: z
        .array(z.enum(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']))
        .default(['saturday', 'sunday']),
    })
    .optional()
    .describe('what a business day is here; needed when a deadline counts them'),
  sources: z
    .record(packId, z.union([sourceSchema, packId]))
    .describe('by id; the id of another source stands for that source'),
  covers: z.strictObject({
    countries: name.describe('the list of countries whose residents this law protects'),
    regions: name.optional().describe('the list of regions, when it is the law of a part of a country'),
    sector: z.boolean().default(false).describe('binds only some organisations: people there still need a general law'),
    except: z.array(z.strictObject({ regions: z.array(regionWord).min(1), why: sentence })).default([]),
  }),
  lists: z.record(name, dated({ words: z.array(z.string().min(1)) })),
  questions: z
    .record(name, questionSchema)
    .default({})
    .describe('judgements that only a person can make; answered in the facts under assessments'),
  elements: z
    .record(name, dated({ ...elementShape, of: elementShape.of.optional() }))
    .default({})
    .describe(
      'sets of fields that trigger the law; each becomes a condition of its name, any of them `personalInformation`',
    ),
  conditions: z.record(name, dated({ when: expression, ...saidShape })).default({}),
  applies: dated({ when: expression }).describe('asked for each group of people; its first day is when the law begins'),
  representative: dated({
    countries: name.describe('the list of countries in one of which it is established'),
    bearers: z
      .array(z.enum(['controller', 'processor']))
      .min(1)
      .default(['controller'])
      .describe('who has to designate one'),
    group: expression.describe('asked for each group of people'),
    says: sentence.describe('what it does, and what it does not change'),
  })
    .optional()
    .describe('whom those that are established elsewhere have to designate'),
  duties: z.array(dutySchema).min(1),
});

/** `packs/law-parts/<id>.yml`: vocabulary and conditions that several laws share. Its values hold from each law's `begins` on. */
export const lawPartSchema = z.strictObject({
  id: packId,
  about: sentence,
  needs: z
    .strictObject({
      lists: z.record(name, sentence).default({}),
      questions: z.record(name, sentence).default({}),
      sources: z.record(packId, sentence).default({}),
    })
    .describe('what a law that uses this part must define itself, and what for'),
  sources: z
    .record(packId, packId)
    .default({})
    .describe('ids that its values cite, each standing for another unless the law defines it'),
  lists: z.record(name, z.strictObject({ words: z.array(z.string().min(1)), sources: z.array(packId).min(1) })),
  questions: z.record(name, questionSchema).default({}),
  elements: z
    .record(name, z.strictObject(elementShape))
    .default({})
    .describe('sets on offer; one counts only in a law that names it'),
  conditions: z
    .record(name, z.strictObject({ when: expression, sources: z.array(packId).min(1), ...saidShape }))
    .default({}),
});

/** `authority.yml`: who receives reports under the law. */
export const authoritySchema = z.strictObject({
  authorities: z.array(
    z.strictObject({
      id: packId,
      name: sentence,
      country: z.string().regex(/^[A-Z]{2}$/),
      region: regionWord.optional().describe('ISO 3166-2 part after the hyphen, when it is the authority of a region'),
      chooseByRegion: z.boolean().default(false).describe('stands for the authority of a region that is not known yet'),
      zone: z.string().min(1),
      url: z.url(),
      from: day,
      to: day.optional(),
      confidence,
      note: z.string().optional(),
    }),
  ),
  contacts: z
    .array(
      z
        .strictObject({
          key: z.enum(['attorney-general', 'state-agencies']).describe('the content key that asks for it'),
          name: sentence,
          address: sentence.optional().describe('on one line'),
          phone: sentence.optional(),
          web: z
            .string()
            .regex(/^[a-z0-9.-]+\.[a-z]+(\/[A-Za-z0-9._/-]+)?$/, 'expected a host name, without https://')
            .optional(),
          url: z.url().describe('where it was seen'),
          checked: day.describe('when that was last looked at'),
          confidence,
          note: z.string().optional().describe('what was not seen'),
        })
        .refine(({ phone, web }) => phone !== undefined || web !== undefined, 'expected a phone or a web page'),
    )
    .default([])
    .describe(
      'offices that a letter tells its reader to turn to, as their owners publish them; what nobody saw is left out',
    ),
});

const expectationSchema = z.union([
  z.enum([...DUTY_VERDICTS, 'none']),
  z.strictObject({
    verdict: z.enum([...DUTY_VERDICTS, 'none']).optional(),
    recipient: z.string().optional(),
    deadline: z.string().nullable().optional(),
    strictDeadline: z.string().nullable().optional(),
    missing: z.array(z.string()).optional(),
    because: z.array(z.string()).optional().describe('parts of sentences that must be among the reasons'),
    content: z.array(z.enum(CONTENT_KEYS)).optional().describe('keys that must be among the content'),
    forbidden: z.array(z.enum(CONTENT_KEYS)).optional().describe('keys that must be among the forbidden'),
    order: z.array(z.string()).optional().describe('order constraints that must be there: `before individuals`'),
    persons: z.number().int().optional(),
  }),
]);

/** `case.yml`: facts in, expected duties out; positive and negative ones. */
export const lawCaseSchema = z.strictObject({
  base: z.record(z.string(), z.unknown()).default({}).describe('facts that every case starts from'),
  cases: z
    .array(
      z.strictObject({
        name: sentence,
        from: z.string().optional().describe('the official example it follows, or `derived`'),
        facts: z.record(z.string(), z.unknown()).describe('laid over `base`; the sum follows facts.json'),
        expect: z
          .record(z.string(), expectationSchema)
          .describe("by the end of the duty's id: `authority`, `acme/individuals`; none = no such duty"),
      }),
    )
    .min(2),
});

export type LawFile = z.infer<typeof lawFileSchema>;
export type LawPart = z.infer<typeof lawPartSchema>;
export type LawAuthority = z.infer<typeof authoritySchema>['authorities'][number];
export type LawContact = z.infer<typeof authoritySchema>['contacts'][number];
export type LawExpectation = z.infer<typeof expectationSchema>;
