import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { nodeHashing } from '../../core/node-hashing.ts';
import { generateSigningKey, parseSigningKey } from '../../core/node-signer.ts';
import { logKeysFor } from '../../core/note/checkpoint.ts';
import type { NoteSigner } from '../../core/note/signature.ts';
import { formatVerifierKey, parseVerifierKey, type VerifierKey } from '../../core/note/verifier-key.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { placeOnce, syncPath } from '../disk.ts';
import { logFault } from './fault.ts';

/** Who signs a log, as far as this directory knows. */
export interface LogKey {
  readonly verifier: VerifierKey;
  /** Null where the private key is not here: the log can be read, not written. */
  readonly signer: NoteSigner | null;
}

export interface LogKeyPlace {
  /** The secret, for example `keys/log.key`. */
  readonly keyPath: string;
  /** The log's folder: its `vkey` is the public half. */
  readonly folder: string;
  /** The name to begin the log under; null: a random one. An existing log keeps its own. */
  readonly origin: string | null;
}

/**
 * The key of the log, made on first use with mode 0600. A log that has a `vkey` never gets another key. Errors: `LOG_KEY`,
 * `LOG_ORIGIN` (a name that cannot be taken, or another one than the log has).
 */
export function openLogKey({ keyPath, folder, origin }: LogKeyPlace): Result<LogKey> {
  const published = readText(join(folder, 'vkey'));
  let secret = readText(keyPath);
  if (secret === null && published === null) {
    const made = makeKey(keyPath, origin ?? randomOrigin());
    if (!made.ok) return made;
    secret = made.value;
  }
  const signer = secret === null ? ok(null) : parseSigningKey(secret);
  if (!signer.ok) return err(logFault('LOG_KEY', `reading the log's key: ${signer.error.message}`));
  const text = signer.value === null ? (published ?? '').trim() : formatVerifierKey(signer.value.key);
  if (published !== null && published.trim() !== text)
    return err(logFault('LOG_KEY', "reading the log's key: it is not the key that log/vkey names"));
  const verifier = parseVerifierKey(text, nodeHashing);
  if (!verifier.ok) return err(logFault('LOG_KEY', `reading log/vkey: ${verifier.error.message}`));
  if (origin !== null && verifier.value.name !== origin)
    return err(logFault('LOG_ORIGIN', `opening the log: it was begun under the name ${verifier.value.name}`));
  if (published === null) place(join(folder, 'vkey'), text);
  return ok({ verifier: verifier.value, signer: signer.value });
}

export interface NoticesKeyPlace {
  /** The main log's secret and folder. */
  readonly keyPath: string;
  readonly mainFolder: string;
  /** Of the notices log. */
  readonly folder: string;
  readonly origin: string;
}

/**
 * The key of a notices log: the main log's, under the notices log's own name, which the id in each signature binds. So whoever knows the
 * main log's key knows it, witnesses too, and a key that somebody put beside the notices log counts for nothing. Errors: `LOG_KEY`,
 * `LOG_ORIGIN` (no name of a notices log of that main log).
 */
export function openNoticesKey({ keyPath, mainFolder, folder, origin }: NoticesKeyPlace): Result<LogKey> {
  const main = openLogKey({ keyPath, folder: mainFolder, origin: null });
  if (!main.ok) return main;
  const [verifier] = logKeysFor(origin, [main.value.verifier], nodeHashing);
  if (verifier === undefined || origin === main.value.verifier.name)
    return err(logFault('LOG_ORIGIN', `opening a notices log: it is not one of ${main.value.verifier.name}`));
  const text = formatVerifierKey(verifier);
  const published = readText(join(folder, 'vkey'));
  if (published !== null && published.trim() !== text)
    return err(
      logFault('LOG_KEY', "reading a notices log's key: its vkey is not the main log's key under its own name"),
    );
  if (published === null) place(join(folder, 'vkey'), text);
  const { signer } = main.value;
  return ok({ verifier, signer: signer === null ? null : { key: verifier, sign: signer.sign } });
}

// The name says nothing about the company; who publishes a log gives it the address that it is published at.
const randomOrigin = (): string => `candour.example/${randomBytes(8).toString('hex')}`;

function makeKey(keyPath: string, origin: string): Result<string> {
  const secret = generateSigningKey('ed25519', origin);
  if (!secret.ok) return err(logFault('LOG_ORIGIN', `making the log's key: ${secret.error.message}`));
  mkdirSync(dirname(keyPath), { recursive: true, mode: 0o700 });
  place(keyPath, secret.value);
  // Another process may have been first: what stands there is the key.
  return ok(readFileSync(keyPath, 'utf8'));
}

/** The folder may be new too. */
function place(path: string, line: string): void {
  placeOnce(path, `${line}\n`);
  syncPath(dirname(dirname(path)));
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
