import type { Unsaid } from './unsaid.ts';

/** A node of the tree that PostgreSQL's parser makes; nothing is known of it until it is looked at. */
export type TreeNode = Readonly<Record<string, unknown>>;

/** Ends the reading of a statement of which it cannot be said what it asks. */
export class Refusal extends Error {
  readonly why: Unsaid;
  constructor(why: Unsaid) {
    super(why);
    this.why = why;
  }
}

const isNode = (value: unknown): value is TreeNode =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const node = (value: unknown): TreeNode => (isNode(value) ? value : {});
export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
export const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** The names of a dotted name. */
export const namesOf = (value: unknown): readonly string[] =>
  list(value).map((part) => text(node(node(part)['String'])['sval']) ?? '');

/** The node of this type, when the value is one of it and nothing besides. */
export function only(value: TreeNode, type: string, why: Unsaid): TreeNode {
  const keys = Object.keys(value);
  if (keys.length !== 1 || keys[0] !== type) throw new Refusal(why);
  return node(value[type]);
}
