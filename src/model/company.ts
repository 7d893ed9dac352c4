import { z } from 'zod';
import { SECTORS } from './facts.ts';

const text = z.string().min(1, 'expected a text, found none');

/** A domain name in lower case, labels of letters, digits and hyphens (RFC 1123 section 2.1). */
export const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z](?:[a-z0-9-]*[a-z0-9])$/;

const country = z.string().regex(/^[A-Z]{2}$/, 'expected an ISO 3166-1 country of two capitals, for example GB');

const representativesSchema = z
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
  .describe('one for each jurisdiction in which the law wants it represented (GDPR Article 27 and its like)');

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
  representatives: representativesSchema.optional(),
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

/** What duties ask of any entity besides its name. */
const establishment = {
  name: text,
  country: country.describe('ISO 3166-1 alpha-2 of its establishment'),
  region: z.string().optional(),
  sectors: z.array(z.enum(SECTORS)).optional(),
};

/** The entity as which the company handles the data of its tenants. */
const platformSchema = z.strictObject({
  id: text,
  ...establishment,
  address: text,
  email: z.email('expected an e-mail address').describe('where messages to tenants come from'),
  privacyContact: text.describe('whom a tenant can ask: e-mail or telephone'),
  representatives: representativesSchema.optional(),
});

/** A business customer, whose people's data the company handles: it answers for them, and tells them itself. */
const tenantSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, 'expected letters, digits, dots and hyphens: it names a folder')
    .describe('as in the customers file, column tenant'),
  ...establishment,
  email: z.email('expected an e-mail address').describe('where the tenant wants to hear of a breach'),
});

export const companySchema = z
  .strictObject({
    name: text,
    controllers: z.array(controllerSchema).default([]),
    processors: z
      .array(z.strictObject({ id: text, ...establishment, representatives: representativesSchema.optional() }))
      .optional()
      .describe('those who handle data for the controllers: hosts, platforms'),
    platform: platformSchema.optional().describe('where the company handles data for others'),
    tenants: z.array(tenantSchema).optional().describe('for whom it does'),
    canaryDomains: z
      .array(z.string().regex(DOMAIN, 'expected a domain in lower case, for example post.example.com'))
      .optional()
      .describe('catch-all domains of the company on which nobody has an address: canaries get theirs there'),
  })
  .superRefine(({ controllers, processors = [], platform, tenants = [] }, issue) => {
    if (controllers.length + tenants.length === 0)
      issue.addIssue({ code: 'custom', path: ['controllers'], message: 'expected a controller, or tenants' });
    if (tenants.length > 0 && platform === undefined)
      issue.addIssue({ code: 'custom', path: ['platform'], message: 'expected a platform: who handles their data' });
    const seen = new Set<string>();
    const once = (path: (string | number)[], id: string): void => {
      if (seen.has(id)) issue.addIssue({ code: 'custom', path: [...path, 'id'], message: `"${id}" is there twice` });
      seen.add(id);
    };
    for (const [i, { id }] of controllers.entries()) once(['controllers', i], id);
    for (const [i, { id }] of tenants.entries()) once(['tenants', i], id);
    for (const [i, { id }] of processors.entries()) once(['processors', i], id);
    if (platform !== undefined) once(['platform'], platform.id);
  });

export type Controller = z.infer<typeof controllerSchema>;
export type Company = z.infer<typeof companySchema>;
export type Platform = z.infer<typeof platformSchema>;
export type Tenant = z.infer<typeof tenantSchema>;
