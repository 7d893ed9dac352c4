import { z } from 'zod';

/** A legal entity that answers for customers' data, as the company declares it in `company.yml`. */
export const controllerSchema = z.strictObject({
  id: z.string().min(1).describe('as in the customers file, column controller'),
  name: z.string().min(1).describe('legal name, as it signs'),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .describe('ISO 3166-1 alpha-2 of its establishment'),
  region: z
    .string()
    .optional()
    .describe('state or province of its establishment, where authorities are regional (German Länder)'),
  address: z.string().min(1),
  email: z.email().describe('where notices come from'),
  privacyContact: z.string().min(1).describe('whom a person can ask: e-mail or telephone'),
  website: z.url().describe("the company's own domain, on which a notice can be checked"),
  dpo: z.string().optional(),
  leadAuthority: z.string().optional().describe('id of an authority in packs/laws, where one-stop-shop applies'),
});

export const companySchema = z.strictObject({
  name: z.string().min(1),
  controllers: z.array(controllerSchema).min(1),
});

export type Controller = z.infer<typeof controllerSchema>;
export type Company = z.infer<typeof companySchema>;
