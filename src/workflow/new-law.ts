import { z } from 'zod';
import { err, ok, type Result } from '../core/result.ts';
import { packFault } from '../packs/fault.ts';
import { LAW_PACK_FILES } from '../packs/law-pack.ts';
import type { PackShelf } from '../ports/pack-shelf.ts';

export const newLawInput = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z]{2}-[a-z0-9]+(-[a-z0-9]+)*$/, 'expected the country (or us) and a short name: jp-appi, us-oh')
    .describe('the folder’s name'),
});

export interface NewLaw {
  readonly law: string;
  readonly folder: string;
  readonly files: readonly string[];
  readonly next: string;
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
    const kind = /^us-[a-z]{2}$/.test(id) ? 'law-state' : 'law-country';
    const values = { __ID__: id, __COUNTRY__: country.toUpperCase(), __REGION__: place.toUpperCase() };
    const files = Object.fromEntries(
      LAW_PACK_FILES.map((file) => [
        file,
        Object.entries(values).reduce(
          (text, [token, value]) => text.replaceAll(token, value),
          shelf.template(`${kind}/${file}`),
        ),
      ]),
    );
    const folder = `laws/${id}`;
    if (!shelf.place(folder, files))
      return err(packFault('PACK_EXISTS', `making the law pack ${id}: packs/${folder} is there already`));
    return ok({ law: id, folder: `packs/${folder}`, files: Object.keys(files), next: `candour check packs ${id}` });
  },
} as const;
