import { z } from 'zod';
import { ok, type Result } from '../core/result.ts';
import type { CountedLaws } from '../packs/built-laws.ts';
import { lawIds, loadLawPack } from '../packs/law-pack.ts';
import { lawProse } from '../packs/law-prose.ts';
import type { Deps } from './deps.ts';

/** A law pack in one line of the list. */
export interface LawSummary {
  readonly id: string;
  readonly title: string;
  readonly status: 'stable' | 'draft';
  readonly from: string;
  readonly duties: number;
  readonly cases: number;
  /** How many of its sources are of each confidence. */
  readonly confidence: Readonly<Record<'high' | 'medium' | 'low', number>>;
}

/** Lists the law packs with how sure each is. Errors: those of the law packs. */
export const listLaws = {
  name: 'laws.list',
  permission: 'read',
  input: z.strictObject({}),
  async run(
    _input: object,
    deps: { readonly countedLaws: () => Result<CountedLaws> },
  ): Promise<Result<readonly LawSummary[]>> {
    const laws = deps.countedLaws();
    if (!laws.ok) return laws;
    const { packs, cases } = laws.value;
    return ok(
      packs.map(({ law }) => {
        const sure = Object.values(law.sources).map(({ confidence }) => confidence);
        const count = (which: string): number => sure.filter((each) => each === which).length;
        return {
          id: law.id,
          title: law.title,
          status: law.status,
          from: law.applies[0]?.from ?? '',
          duties: law.duties.length,
          cases: cases[law.id] ?? 0,
          confidence: { high: count('high'), medium: count('medium'), low: count('low') },
        };
      }),
    );
  },
} as const;

const showLawInput = z.strictObject({ id: z.string().min(1) });

/** One law pack as prose with citations. Errors: `PACK_UNKNOWN`, and those of the pack. */
export const showLaw = {
  name: 'laws.show',
  permission: 'read',
  input: showLawInput,
  async run({ id }: z.infer<typeof showLawInput>, deps: Pick<Deps, 'packsFolder'>) {
    const pack = loadLawPack(deps.packsFolder, id);
    if (!pack.ok) return pack;
    const { law, authorities, cases, digest } = pack.value;
    const { shared: _shared, sets: _sets, ...text } = law;
    return ok({
      id,
      ids: lawIds(deps.packsFolder).length,
      law: text,
      authorities,
      cases: cases.length,
      digest,
      prose: lawProse(pack.value),
    });
  },
} as const;
