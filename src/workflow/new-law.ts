import { z } from 'zod';
import { ok, type Result } from '../core/result.ts';
import { LAW_PACK_FILES } from '../packs/law-pack.ts';
import type { PackShelf } from '../ports/pack-shelf.ts';
import { type PlacedPack, placePack } from './place-pack.ts';

export const newLawInput = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z]{2}-[a-z0-9]+(-[a-z0-9]+)*$/, 'expected the country (or us) and a short name: jp-appi, us-oh')
    .describe('the folder’s name'),
});

export interface NewLaw extends PlacedPack {
  readonly law: string;
}

/**
 * Writes the skeleton of a law pack: that of a state for `us-` and two letters, else that of a country. Until it is finished it is refused, and with it every
 * answer, since a law left out in silence would be a wrong one; `check packs` says what is missing. Error: `PACK_EXISTS`.
 */
export const newLaw = {
  name: 'packs.new-law',
  permission: 'write',
  input: newLawInput,
  async run({ id }: z.infer<typeof newLawInput>, shelf: PackShelf): Promise<Result<NewLaw>> {
    const [country = '', place = ''] = id.split('-');
    const made = placePack(shelf, {
      id,
      folder: `laws/${id}`,
      template: /^us-[a-z]{2}$/.test(id) ? 'law-state' : 'law-country',
      files: LAW_PACK_FILES,
      values: { __ID__: id, __COUNTRY__: country.toUpperCase(), __REGION__: place.toUpperCase() },
    });
    return made.ok ? ok({ law: id, ...made.value }) : made;
  },
} as const;
