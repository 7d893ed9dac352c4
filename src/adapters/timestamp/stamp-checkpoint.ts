import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Instant } from '../../core/instant.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { LogState } from '../../ports/evidence-log.ts';
import type { StampedCheckpoint } from '../../ports/stamped-checkpoint.ts';
import { syncPath, writeSynced } from '../disk.ts';
import { timestampFault } from './fault.ts';
import { parseRoots, timeStampRequest, tokenIn, verifyTimeStamp } from './time-stamp.ts';

export interface AuthorityParts {
  readonly url: string;
  /** Path of the PEM file with the authority's roots. */
  readonly rootsPath: string;
  readonly timeoutMs: number;
}

export interface StampParts extends AuthorityParts {
  /** Where the checkpoint that was stamped (`<size>.checkpoint`) and the answer (`<size>.tsr`) are kept, mode 0600. */
  readonly folder: string;
}

/** An answer that was verified, and what it was verified to. */
export interface AskedStamp {
  /** The authority's answer as it came (DER of RFC 3161 TimeStampResp). */
  readonly answer: Uint8Array;
  readonly at: Instant;
  readonly authority: string;
  /** The PEM file of the roots, as it stands. */
  readonly roots: Uint8Array;
}

// A token with its certificates has 2 to 10 kB.
const MOST_ANSWER_BYTES = 256 * 1024;

/**
 * Has the checkpoint time-stamped and keeps the answer beside it; a state that has a stamp is not stamped again, so that what is handed over is the
 * same each time. Nothing is kept that does not verify to the roots. Errors: `TIMESTAMP_*`.
 */
export async function stampCheckpoint(state: LogState, parts: StampParts): Promise<Result<StampedCheckpoint>> {
  const roots = readRoots(parts.rootsPath);
  if (!roots.ok) return roots;
  const notePath = join(parts.folder, `${state.treeSize}.checkpoint`);
  const stampPath = join(parts.folder, `${state.treeSize}.tsr`);
  const stamped = (made: boolean, at: string, authority: string): StampedCheckpoint => ({
    origin: state.origin,
    treeSize: state.treeSize,
    at,
    authority,
    made,
    checkpointPath: notePath,
    stampPath,
  });
  if (existsSync(stampPath)) {
    const kept = tokenIn(new Uint8Array(readFileSync(stampPath)));
    if (!kept.ok) return kept;
    const stamp = await verifyTimeStamp(kept.value, new Uint8Array(readFileSync(notePath)), roots.value.roots);
    return stamp.ok ? ok(stamped(false, stamp.value.at, stamp.value.authority)) : stamp;
  }
  const bytes = new TextEncoder().encode(state.note);
  const stamp = await askForStamp(bytes, parts);
  if (!stamp.ok) return stamp;
  mkdirSync(parts.folder, { recursive: true, mode: 0o700 });
  // The stamp last: a stamp that is there has its checkpoint beside it.
  writeSynced(notePath, bytes);
  writeSynced(`${stampPath}.part`, stamp.value.answer);
  renameSync(`${stampPath}.part`, stampPath);
  syncPath(parts.folder);
  return ok(stamped(true, stamp.value.at, stamp.value.authority));
}

/** Asks for a stamp over `bytes`; gives none that does not verify to the roots. Keeps nothing. Errors: `TIMESTAMP_*`. */
export async function askForStamp(bytes: Uint8Array, parts: AuthorityParts): Promise<Result<AskedStamp>> {
  const roots = readRoots(parts.rootsPath);
  if (!roots.ok) return roots;
  const { body, nonce } = timeStampRequest(bytes);
  const answer = await post(parts.url, body, parts.timeoutMs);
  if (!answer.ok) return answer;
  const token = tokenIn(answer.value);
  if (!token.ok) return token;
  const stamp = await verifyTimeStamp(token.value, bytes, roots.value.roots, nonce);
  if (!stamp.ok) return stamp;
  return ok({ answer: answer.value, ...stamp.value, roots: roots.value.pem });
}

function readRoots(
  path: string,
): Result<{ readonly roots: Parameters<typeof verifyTimeStamp>[2]; readonly pem: Uint8Array }> {
  try {
    const pem = readFileSync(path);
    const roots = parseRoots(pem.toString('utf8'));
    return roots.ok ? ok({ roots: roots.value, pem: new Uint8Array(pem) }) : roots;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return err(timestampFault('TIMESTAMP_ROOTS', `reading the roots of the time-stamp authority: ${code}`));
  }
}

/** RFC 3161 section 3.4: the protocol over HTTP. */
async function post(url: string, body: Uint8Array, timeoutMs: number): Promise<Result<Uint8Array>> {
  const unreachable = (why: string) =>
    err(timestampFault('TIMESTAMP_UNREACHABLE', `asking the time-stamp authority: ${why}`));
  try {
    const response = await fetch(url, {
      method: 'POST',
      body: new Uint8Array(body),
      headers: { 'Content-Type': 'application/timestamp-query', Accept: 'application/timestamp-reply' },
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (response.status !== 200) return unreachable(`status ${response.status}`);
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of response.body ?? []) {
      length += chunk.length;
      if (length > MOST_ANSWER_BYTES) return unreachable('an answer that is too long');
      chunks.push(chunk);
    }
    return ok(new Uint8Array(Buffer.concat(chunks)));
  } catch (error) {
    const cause = error instanceof Error ? error.cause : null;
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : null;
    return unreachable(code ?? (error instanceof Error ? error.name : 'unknown'));
  }
}
