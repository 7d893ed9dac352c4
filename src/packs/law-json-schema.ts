import { z } from 'zod';
import { factsSchema } from '../model/facts.ts';
import { authoritySchema, lawCaseSchema, lawFileSchema, lawPartSchema } from './law-schema.ts';
import { VERSIONS } from './law-value-schema.ts';

/** JSON Schemas (2020-12) of what people write for duties, by file name in `packs/schemas/`; generated, a test keeps them fresh. */
export const lawJsonSchemas = (): Readonly<Record<string, unknown>> => ({
  'facts.json': z.toJSONSchema(factsSchema, { io: 'input' }),
  'law.json': singleVersions(z.toJSONSchema(lawFileSchema, { io: 'input' })),
  'law-part.json': z.toJSONSchema(lawPartSchema, { io: 'input' }),
  'law-authority.json': z.toJSONSchema(authoritySchema, { io: 'input' }),
  'law-case.json': z.toJSONSchema(lawCaseSchema, { io: 'input' }),
});

/** A list of versions may be written as its only version, without brackets: zod reads it so, and the schema must say so. */
function singleVersions(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(singleVersions);
  if (typeof node !== 'object' || node === null) return node;
  const { [VERSIONS]: marked, ...rest } = Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, singleVersions(value)]),
  );
  if (marked !== true) return marked === undefined ? rest : { ...rest, [VERSIONS]: marked };
  const { description, ...list } = rest;
  return { ...(description === undefined ? {} : { description }), anyOf: [rest['items'], list] };
}
