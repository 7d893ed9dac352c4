import { serveLocally } from './adapters/http/local-server.ts';
import { openWitnessStore } from './adapters/sqlite/witness-store.ts';
import { witnessFault } from './adapters/witness/fault.ts';
import { makeWitness, openWitnessFolder, type WitnessFolder } from './adapters/witness/witness-folder.ts';
import { nodeHashing } from './core/node-hashing.ts';
import { formatVerifierKey, type VerifierKey } from './core/note/verifier-key.ts';
import { err, ok, type Result } from './core/result.ts';
import type { WitnessStore } from './ports/witness-store.ts';
import { witnessApp } from './web/witness/app.ts';

/** A log as a witness knows it. */
export interface WitnessedLog {
  readonly origin: string;
  /** Null while it has not cosigned for it. */
  readonly treeSize: number | null;
  /** ISO 8601: the last cosignature. */
  readonly cosignedAt: string | null;
}

export interface RunningWitness {
  readonly port: number;
  close(): Promise<void>;
}

/** A witness in its folder: another organisation's process, which shares nothing with a data directory. */
export interface Witness {
  /** Errors: `WITNESS_EXISTS`, `KEY_INVALID`. */
  make(name: string): Result<{ readonly vkey: string }>;
  addLog(vkey: string): Result<VerifierKey>;
  status(): Result<{ readonly vkey: string; readonly logs: readonly WitnessedLog[] }>;
  /** Errors: `WITNESS_MISSING`, `WITNESS_PORT`, `STATE_UNREADABLE`. */
  serve(host: string, port: number): Promise<Result<RunningWitness>>;
  close(): Promise<void>;
}

/** The composition root of `candour witness`. */
export function openWitness(path: string): Witness {
  const vkeyOf = ({ signer }: WitnessFolder): string => formatVerifierKey(signer.key);
  let store: WitnessStore | null = null;
  const storeOf = (folder: WitnessFolder): Result<WitnessStore> => {
    if (store !== null) return ok(store);
    const opened = openWitnessStore(folder.storePath);
    if (opened.ok) store = opened.value;
    return opened;
  };
  return {
    make(name) {
      const made = makeWitness(path, name);
      return made.ok ? ok({ vkey: vkeyOf(made.value) }) : made;
    },
    addLog(vkey) {
      const folder = openWitnessFolder(path);
      return folder.ok ? folder.value.addLog(vkey) : folder;
    },
    status() {
      const folder = openWitnessFolder(path);
      if (!folder.ok) return folder;
      const known = folder.value.logs();
      if (!known.ok) return known;
      const opened = storeOf(folder.value);
      const seen = opened.ok ? opened.value.all() : opened;
      if (!seen.ok) return seen;
      const silent = known.value.filter(({ name }) => !seen.value.some(({ origin }) => origin === name));
      return ok({
        vkey: vkeyOf(folder.value),
        logs: [
          ...seen.value.map(({ origin, size, time }) => ({
            origin,
            treeSize: size,
            cosignedAt: new Date(time * 1000).toISOString(),
          })),
          ...silent.map(({ name }) => ({ origin: name, treeSize: null, cosignedAt: null })),
        ],
      });
    },
    async serve(host, port) {
      const folder = openWitnessFolder(path);
      if (!folder.ok) return folder;
      let logs = folder.value.logs();
      if (!logs.ok) return logs;
      let known = logs.value;
      const opened = storeOf(folder.value);
      if (!opened.ok) return opened;
      const app = witnessApp({
        store: opened.value,
        signer: folder.value.signer,
        hashing: nodeHashing,
        logs() {
          // While somebody edits the list, what it said last goes on to hold.
          logs = folder.value.logs();
          if (logs.ok) known = logs.value;
          return known;
        },
        now: () => Math.floor(Date.now() / 1000),
      });
      try {
        return ok(await serveLocally((request) => app.fetch(request), port, host));
      } catch (error) {
        if (!(error instanceof Error && 'code' in error)) throw error;
        return err(witnessFault('WITNESS_PORT', `serving the witness on port ${port}: ${String(error.code)}`));
      }
    },
    close: async () => store?.close(),
  };
}
