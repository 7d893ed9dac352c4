import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { sha256Hex } from '../core/hash.ts';
import { err, ok, type Result } from '../core/result.ts';
import { FIELDS } from '../model/field.ts';
import { packFault } from './fault.ts';
import { parseYaml } from './parse-yaml.ts';
import { placeholderLinesIn, placeholdersIn, unfinished } from './placeholder.ts';

const columnName = z.string().min(1);

/** The forms in which a vendor hands its log over; docs/spec/source-pack.md explains each. */
export const recordFormSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ndjson') }),
  z.strictObject({
    kind: z.literal('document'),
    array: z.string().describe("dotted path of the array whose elements are the records; '' = the document itself"),
  }),
  z.strictObject({
    kind: z.literal('csv'),
    header: z.boolean(),
    required: z.array(columnName).default([]).describe('a header without these is not of this form'),
    columns: z.array(columnName).optional().describe('names in order, when there is no header row'),
    delimiter: z.string().length(1).default(','),
    json_column: columnName.optional().describe("the record's JSON is this column's text"),
  }),
]);
export type RecordForm = z.infer<typeof recordFormSchema>;

/** A member's type: a DuckDB type name, a struct, or a list of one. */
type Shape = string | { readonly [member: string]: Shape } | readonly Shape[];
const shapeSchema: z.ZodType<Shape> = z.lazy(() =>
  z.union([z.string(), z.array(shapeSchema).length(1), z.record(z.string(), shapeSchema)]),
);

export const sourceSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  title: z.string().min(1),
  vendor: z.string().min(1),
  status: z.enum(['stable', 'draft']),
  citation: z.array(z.strictObject({ title: z.string().min(1), url: z.url() })).min(1),
  fields: z.array(z.enum(FIELDS)),
  logs: z.string().min(1),
  sequence: z
    .literal('series/number')
    .optional()
    .describe('event ids are so made, and the numbers of a series rise by one: then a record that is missing shows'),
  formats: z.array(recordFormSchema).min(1),
  shape: z.record(z.string(), shapeSchema),
});

/** A source as loaded: what `source.yml` says, its map, and a digest that changes when either does. */
export interface SourcePack {
  readonly source: z.infer<typeof sourceSchema>;
  readonly mapSql: string;
  /** Where a record holds the query behind it (docs/spec/source-pack.md); null for a source whose records hold none. */
  readonly querySql: string | null;
  readonly folder: string;
  readonly digest: string;
}

/** Reads `packs/sources/<id>/`. Errors: `PACK_UNKNOWN`, `PACK_UNREADABLE`, `PACK_UNFINISHED`, `PACK_INVALID`. */
export function loadSourcePack(packsFolder: string, id: string): Result<SourcePack> {
  const known = sourceIds(packsFolder);
  if (!known.includes(id)) {
    return err(packFault('PACK_UNKNOWN', `loading source pack: expected one of ${known.join(', ')}; found "${id}"`));
  }
  const folder = join(packsFolder, 'sources', id);
  let yaml: string;
  let mapSql: string;
  try {
    yaml = readFileSync(join(folder, 'source.yml'), 'utf8');
    mapSql = readFileSync(join(folder, 'map.sql'), 'utf8');
  } catch {
    return err(packFault('PACK_UNREADABLE', `loading source pack ${id}: source.yml and map.sql must be readable`));
  }
  const shown = `packs/sources/${id}`;
  const left = unfinished(shown, [
    ...placeholdersIn(yaml, `${shown}/source.yml`),
    ...placeholderLinesIn(mapSql, `${shown}/map.sql`),
  ]);
  if (left !== null) return left;
  const source = parseYaml(yaml, `packs/sources/${id}/source.yml`, sourceSchema);
  if (!source.ok) return source;
  if (source.value.id !== id) {
    return err(
      packFault('PACK_INVALID', `packs/sources/${id}/source.yml: id: expected "${id}", found "${source.value.id}"`),
    );
  }
  const queryPath = join(folder, 'query.sql');
  const querySql = existsSync(queryPath) ? readFileSync(queryPath, 'utf8') : null;
  return ok({ source: source.value, mapSql, querySql, folder, digest: sha256Hex(`${yaml}\u0000${mapSql}`) });
}

/** Ids of all source packs, sorted. */
export function sourceIds(packsFolder: string): readonly string[] {
  try {
    return readdirSync(join(packsFolder, 'sources'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort();
  } catch {
    return [];
  }
}
