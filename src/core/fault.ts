/** What the operator is told about a registered code, beyond the message of one occurrence. */
export interface FaultEntry {
  /** What happened, in general. */
  readonly meaning: string;
  /** What the operator can do now. */
  readonly action: string;
  /** Whether the same call may succeed later without a change. */
  readonly retry: boolean;
}

/** An expected failure: `code` is registered, `message` is context and then fact, `facts` hold counts, ids and paths only. */
export interface Fault {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly facts?: Readonly<Record<string, string | number | boolean>>;
}

const registry = new Map<string, FaultEntry>();

/**
 * Registers an area's codes once (`AREA_WHAT`) and gives the maker for them; the hint defaults to the registered action.
 *
 * @example
 *   const fault = registerFaults({ LAKE_LOCKED: { meaning: '…', action: '…', retry: true } });
 *   fault('LAKE_LOCKED', 'opening the lake: another process commits');
 */
export function registerFaults<Code extends string>(entries: Readonly<Record<Code, FaultEntry>>) {
  for (const [code, entry] of Object.entries<FaultEntry>(entries)) {
    if (registry.has(code)) throw new Error(`fault code registered twice: ${code}`);
    registry.set(code, entry);
  }
  return (code: Code, message: string, facts?: Fault['facts'], hint?: string): Fault => ({
    code,
    message,
    hint: hint ?? entries[code].action,
    ...(facts === undefined ? {} : { facts }),
  });
}

/** Every code registered so far; complete only once all areas are imported. */
export const registeredFaults = (): ReadonlyMap<string, FaultEntry> => registry;

/** Carries a fault through code that can only throw (streams, callbacks); the shell turns it back into a value. */
export class FaultError extends Error {
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(`${fault.code}: ${fault.message}`);
    this.fault = fault;
  }
}
