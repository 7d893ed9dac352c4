import { z } from 'zod';
import { ok, type Result } from '../core/result.ts';
import type { PackShelf } from '../ports/pack-shelf.ts';
import { type PlacedPack, placePack } from './place-pack.ts';

/** Kinds of packs besides laws, with the folder of `packs/` and the files of a skeleton. */
const KINDS = {
  source: { folder: 'sources', files: ['source.yml', 'map.sql', 'samples/lines.ndjson', 'expect/lines.json'] },
  rule: { folder: 'rules', files: ['rule.yml', 'case.yml'] },
  notice: { folder: 'notices', files: ['notice.yml', 'en.yml', 'cases/outside.yml', 'cases/inside.yml'] },
} as const;
type PackKind = keyof typeof KINDS;

export const newPackInput = z.strictObject({
  kind: z.enum(Object.keys(KINDS) as [PackKind, ...PackKind[]]),
  id: z
    .string()
    .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'expected lower-case words with hyphens: acme-crm')
    .describe('the folder’s name'),
});

export interface NewPack extends PlacedPack {
  readonly kind: PackKind;
  readonly pack: string;
}

/**
 * Writes the skeleton of a source, a rule or a kind of notice. What it reads, finds or says works already and is invented; the places that only its author can
 * fill are refused until they are filled, and `check packs` lists them. Error: `PACK_EXISTS`.
 */
export const newPack = {
  name: 'packs.new',
  permission: 'write',
  input: newPackInput,
  async run({ kind, id }: z.infer<typeof newPackInput>, shelf: PackShelf): Promise<Result<NewPack>> {
    const { folder, files } = KINDS[kind];
    const made = placePack(shelf, {
      id,
      folder: `${folder}/${id}`,
      template: kind,
      files,
      values: { __ID__: id },
    });
    return made.ok ? ok({ kind, pack: id, ...made.value }) : made;
  },
} as const;
