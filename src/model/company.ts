import { z } from 'zod';
import { SECTORS } from './facts.ts';

const text = z.string().min(1, 'expected a text, found none');

/** A domain name in lower case, labels of letters, digits and hyphens (RFC 1123 section 2.1). */
export const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z](?:[a-z0-9-]*[a-z0-9])$/;

/** A legal entity that answers for customers' data, as the company declares it in `company.yml`. */
export const controllerSchema = z.strictObject({
  id: text.describe('as in the customers file, column controller'),
  name: text.describe('legal name, as it signs'),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'expected an ISO 3166-1 country of two capitals, for example GB')
    .describe('ISO 3166-1 alpha-2 of its establishment'),
  region: z
    .string()
    .optional()
    .describe('state or province of its establishment, where authorities are regional (German Länder)'),
  address: text,
  email: z.email('expected an e-mail address').describe('where notices come from'),
  privacyContact: text.describe('whom a person can ask: e-mail or telephone'),
  website: z
    .url('expected an address that begins with https://')
    .describe("the company's own domain, on which a notice can be checked"),
  dpo: z.string().optional(),
  leadAuthority: z.string().optional().describe('id of an authority in packs/laws, where one-stop-shop applies'),
  representatives: z
    .array(
      z.strictObject({
        country: z
          .string()
          .regex(/^[A-Z]{2}$/, 'expected an ISO 3166-1 country of two capitals, for example DE')
          .describe('where it is established'),
        name: text,
        address: text,
        contact: text.describe('whom a person can ask there: e-mail or telephone'),
      }),
    )
    .superRefine((all, issue) => {
      all.forEach(({ country }, i) => {
        if (all.findIndex((one) => one.country === country) < i)
          issue.addIssue({
            code: 'custom',
            path: [i, 'country'],
            message: `expected one representative in ${country}`,
          });
      });
    })
    .optional()
    .describe('one for each jurisdiction in which the law wants it represented (GDPR Article 27 and its like)'),
  parentCompany: z
    .union([text, z.literal(false)])
    .optional()
    .describe(
      'the parent or affiliated corporation that owns it, or false when none does; Massachusetts asks for the name',
    ),
  sectors: z
    .array(z.enum(SECTORS))
    .optional()
    .describe('which of these it is, for laws that bind only some; [] = none of them, left out = not known'),
});

export const companySchema = z.strictObject({
  name: text,
  controllers: z.array(controllerSchema).min(1),
  canaryDomains: z
    .array(z.string().regex(DOMAIN, 'expected a domain in lower case, for example post.example.com'))
    .optional()
    .describe('catch-all domains of the company on which nobody has an address: canaries get theirs there'),
});

export type Controller = z.infer<typeof controllerSchema>;
export type Company = z.infer<typeof companySchema>;
