/** An example of a pack that came out otherwise than it should; the shape of `candour check packs`. */
export interface LawCaseFailure {
  readonly pack: string;
  readonly case: string;
  readonly expected: string;
  readonly found: string;
}
