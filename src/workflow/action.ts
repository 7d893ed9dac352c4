import type { z } from 'zod';
import type { Result } from '../core/result.ts';
import type { Deps } from './deps.ts';

/** What a person must be allowed to do: look, change a case, or let something leave the house. */
export type Permission = 'read' | 'write' | 'release';

/** Everything a person can do. CLI, console and API are skins over the same actions. `Reach`: what of the dependencies it needs. */
export interface Action<Input, Output, Reach = Deps> {
  readonly name: string;
  readonly permission: Permission;
  readonly input: z.ZodType<Input>;
  run(input: Input, deps: Reach): Promise<Result<Output>>;
}
