import { z } from 'zod';
import { factsSchema } from '../model/facts.ts';
import { authoritySchema, lawCaseSchema, lawSchema } from './law-schema.ts';

/** JSON Schemas (2020-12) of what people write for duties, by file name in `packs/schemas/`; generated, a test keeps them fresh. */
export const lawJsonSchemas = (): Readonly<Record<string, unknown>> => ({
  'facts.json': z.toJSONSchema(factsSchema, { io: 'input' }),
  'law.json': z.toJSONSchema(lawSchema, { io: 'input' }),
  'law-authority.json': z.toJSONSchema(authoritySchema, { io: 'input' }),
  'law-case.json': z.toJSONSchema(lawCaseSchema, { io: 'input' }),
});
