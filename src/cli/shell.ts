import { resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import type { z } from 'zod';
import type { App } from '../app.ts';
import { type Fault, FaultError } from '../core/fault.ts';
import type { Result } from '../core/result.ts';
import type { Knowledge } from '../knowledge.ts';
import { MOST_SEED } from '../testing/company/knob.ts';
import { EXIT } from './exit.ts';

/** What a verb gives back: the document for `--json`, the same for people, and how it went. */
export interface Outcome {
  readonly document: unknown;
  readonly text: string;
  /** Found wanting (a fault in a check, an unbalanced book): the document still comes, with exit 1. */
  readonly wanting?: boolean;
}

/** Options that every verb takes. */
export interface GlobalOptions {
  readonly data: string;
  readonly json: boolean;
  /** Of verbs that read the lake: the size of the log's tree at which they read it. */
  readonly asOf?: number;
}

/** Paths are relative to the caller's folder, which npm changes and keeps in INIT_CWD. */
export const callerFolder = (): string => process.env['INIT_CWD'] ?? process.cwd();
export const callerPath = (path: string): string => (path === '-' ? path : resolve(callerFolder(), path));

export const withGlobals = (command: Command): Command =>
  command
    .option('--data <dir>', 'the data directory; created when absent', './candour-data')
    .option('--json', 'one JSON document on stdout, all else on stderr', false);

/** For verbs that read the lake: an earlier state of it, the same for ever. */
export const withAsOf = (command: Command): Command =>
  command.option('--as-of <n>', 'read the lake as of the evidence log’s first n leaves; default: all', wholeNumber);

/** The app is loaded when a verb runs: its engines take longer to load than many verbs to run. */
export type OpenApp = (data: string, parts?: { readonly asOf?: number }) => Promise<App>;

/** For verbs that need no data directory. */
export type OpenKnowledge = () => Promise<Knowledge>;

/** Runs a verb with what `open` gives, prints what it gave, sets the exit code, closes it if it can be closed. */
export async function runVerb<Opened extends object = App>(
  open: (data: string, parts?: { readonly asOf?: number }) => Opened | Promise<Opened>,
  options: GlobalOptions,
  verb: (app: Opened) => Promise<Result<Outcome>>,
): Promise<void> {
  const { asOf } = options;
  const app = await open(callerPath(options.data), asOf === undefined ? {} : { asOf });
  try {
    const outcome = await verb(app);
    if (outcome.ok) {
      process.stdout.write(
        options.json ? `${JSON.stringify(outcome.value.document, bigintAsNumber)}\n` : `${outcome.value.text}\n`,
      );
      process.exitCode = outcome.value.wanting === true ? EXIT.refused : EXIT.done;
    } else refuse(outcome.error, options.json);
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    refuse(error.fault, options.json);
  } finally {
    await (app as { close?(): Promise<void> }).close?.();
  }
}

function refuse(fault: Fault, json: boolean): void {
  if (json) process.stdout.write(`${JSON.stringify({ error: fault })}\n`);
  process.stderr.write(`${fault.code}: ${fault.message}\n${fault.hint === undefined ? '' : `  ${fault.hint}\n`}`);
  process.exitCode = EXIT.refused;
}

const bigintAsNumber = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? Number(value) : value);

/** An option's value that must be a whole number of at least one. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('expected a whole number of at least 1.');
  return value;
}

/** An option's value that must be a seed: the same bytes for the same seed, so nothing is made of another text. */
export function seed(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > MOST_SEED)
    throw new InvalidArgumentError(`expected a whole number from 0 to ${MOST_SEED}.`);
  return value;
}

/** Input of an action from what was typed; what is wrong with it is bad usage (exit 2), each problem on a line. */
export function parsedInput<T>(schema: z.ZodType<T>, given: unknown, from = ''): T {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues)
    process.stderr.write(`error: ${from}${issue.path.join('.') || 'input'}: ${issue.message}\n`);
  process.exit(EXIT.usage);
}
