import { hexOf } from '../../core/bytes.ts';
import type { Hashing } from '../../core/hashing.ts';
import { merkleFault } from '../../core/merkle/fault.ts';
import { openCheckpoint } from '../../core/note/checkpoint.ts';
import { meetsQuorum, type Policy } from '../../core/note/policy.ts';
import { formatNote, parseNote } from '../../core/note/signed-note.ts';
import type { VerifierKey } from '../../core/note/verifier-key.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { AdoptableLog, HeldLog, LogState } from '../../ports/evidence-log.ts';
import type { CosignStatus, WitnessAnswer, WitnessedLog } from '../../ports/witnessed-log.ts';
import { type Asked, askWitnesses } from './ask-witnesses.ts';
import { witnessFault } from './fault.ts';
import type { PostCheckpoint } from './witness-client.ts';

/** Where the newest cosigned checkpoint is kept, beside the log's own. */
export interface CosignedFile {
  read(): string | null;
  /** At once and durably. */
  write(note: string): void;
}

export interface WatchedLogParts {
  readonly log: AdoptableLog;
  /** The log's own key. */
  readonly verifier: VerifierKey;
  readonly policy: Policy;
  readonly quorum: 'wanted' | 'required';
  readonly everyMs: number;
  readonly hashing: Hashing;
  readonly post: PostCheckpoint;
  readonly file: CosignedFile;
  /** Milliseconds of any clock that does not go back. */
  now(): number;
  /** Runs `work` after some time unless the process has ended by then; gives what cancels it. */
  later(ms: number, work: () => void): () => void;
  /** Told when witnesses do not answer as they should; at most once for each witness and answer. */
  warn(answer: WitnessAnswer): void;
}

/** See the port. Cosignatures are collected behind the appends, one asking at a time, and once more when the log is closed. */
export function watchedLog(parts: WatchedLogParts): WitnessedLog {
  const { log, verifier, policy, hashing, file } = parts;
  const witnesses = policy.witnesses.map(({ key }) => key);
  const sizes = new Map<string, number>();
  const warned = new Set<string>();
  let askedAt = Number.NEGATIVE_INFINITY;
  let cancel: (() => void) | null = null;
  let asking: Promise<Result<CosignStatus>> | null = null;
  let broken: Result<never> | null = null;

  const cosigned = (): Result<LogState | null> => {
    const note = file.read();
    if (note === null) return ok(null);
    const opened = openCheckpoint(note, [verifier], witnesses, hashing);
    if (!opened.ok) return opened;
    const { origin, size, rootHash } = opened.value.checkpoint;
    // The policy may ask for more than it did when this was cosigned.
    if (!meetsQuorum(policy, new Set(opened.value.cosignedBy.map(({ key }) => key)))) return ok(null);
    return ok({ origin, treeSize: size, rootHash: hexOf(rootHash), note });
  };

  /** Adds the new lines to those of the published note, and keeps the result where the quorum is met. */
  const keep = ({ state, signatures }: Asked): Promise<Result<boolean>> =>
    log.whileHeld(async (held) => {
      const current = held.state();
      const asked = parseNote(state.note);
      const base = parseNote(current.treeSize === state.treeSize ? current.note : state.note);
      if (!asked.ok || !base.ok || asked.value.text !== base.value.text)
        return err(witnessFault('LOG_FORKED', 'keeping cosignatures: the log has another state of this size'));
      const fresh = new Set(signatures.map(({ name, id }) => `${name}+${id}`));
      const others = base.value.signatures.filter(({ name, id }) => !fresh.has(`${name}+${id}`));
      const note = formatNote({ text: base.value.text, signatures: [...others, ...signatures] });
      const opened = openCheckpoint(note, [verifier], witnesses, hashing);
      if (!opened.ok) return opened;
      const met = meetsQuorum(policy, new Set(opened.value.cosignedBy.map(({ key }) => key)));
      const before = met ? cosigned() : ok(null);
      if (met && (!before.ok || (before.value?.treeSize ?? -1) <= state.treeSize)) file.write(note);
      if (current.treeSize === state.treeSize && signatures.length > 0) {
        const published = await held.publishCosigned(note);
        if (!published.ok) return published;
      }
      return ok(met);
    });

  const askNow = async (): Promise<Result<CosignStatus>> => {
    const { post } = parts;
    askedAt = parts.now();
    const begun = log.state();
    if (!begun.ok) return begun;
    if (begun.value.note === '') {
      // A log that was never begun is begun, so that a witness can say whether it knows it.
      const made = await log.whileHeld(async () => ok(undefined));
      if (!made.ok) return made;
    }
    const asked = await askWitnesses({
      policy,
      post,
      sizes,
      state: () => log.state(),
      consistencyProof: (from, to) => log.consistencyProof(from, to),
    });
    if (!asked.ok) return asked;
    for (const answer of asked.value.answers) {
      const key = `${answer.witness} ${answer.answer}`;
      if (!['cosigned', 'overtaken', 'ahead', 'forked'].includes(answer.answer) && !warned.has(key)) parts.warn(answer);
      warned.add(key);
    }
    const against = contradiction(asked.value.answers);
    if (against !== null) {
      broken = against;
      return against;
    }
    const met = asked.value.signatures.length > 0 ? await keep(asked.value) : ok(policy.quorum === null);
    if (!met.ok) return met;
    const { state, answers } = asked.value;
    return ok({ state, answers, cosigned: policy.quorum === null ? 'not-asked' : met.value ? 'yes' : 'not-yet' });
  };

  /** One asking at a time: who comes while one runs gets the next. */
  const ask = async (): Promise<Result<CosignStatus>> => {
    while (asking !== null) await asking;
    asking = askNow();
    try {
      return await asking;
    } finally {
      asking = null;
    }
  };

  let started: Promise<Result<void>> | null = null;
  const start = (): Promise<Result<void>> => {
    started ??= (async () => {
      const status = await ask();
      return status.ok ? ok(undefined) : status;
    })().then((result) => {
      // What another process was in the way of may work the next time; a contradiction stays.
      if (!result.ok) started = null;
      return result;
    });
    return started;
  };

  /** Before anything is written. */
  const mayWrite = async (): Promise<Result<void>> => {
    if (policy.witnesses.length === 0) return ok(undefined);
    if (broken !== null) return broken;
    const begun = await start();
    if (!begun.ok) return begun;
    if (parts.quorum === 'wanted' || policy.quorum === null) return ok(undefined);
    const state = log.state();
    if (!state.ok) return state;
    const kept = cosigned();
    if (kept.ok && kept.value?.treeSize === state.value.treeSize) return ok(undefined);
    const status = await ask();
    if (!status.ok) return status;
    if (status.value.cosigned === 'yes') return ok(undefined);
    return err(
      witnessFault(
        'LOG_NOT_COSIGNED',
        `writing to the log: the state of size ${state.value.treeSize} lacks the quorum, which evidence.yml requires`,
      ),
    );
  };

  /** Witnesses are the only ones who can say whether what is published is the newest. What they sign now is asked for again later. */
  const askBeforeAdopting = async (alone: boolean): Promise<Result<void>> => {
    if (policy.witnesses.length === 0) return ok(undefined);
    const asked = await askWitnesses({
      policy,
      post: parts.post,
      sizes,
      state: () => log.state(),
      consistencyProof: (from, to) => log.consistencyProof(from, to),
    });
    if (!asked.ok) return asked;
    const { answers } = asked.value;
    const against = contradiction(answers);
    if (against !== null) return against;
    const cosigners = policy.witnesses.filter(({ name }) =>
      answers.some(({ witness, answer }) => witness === name && answer === 'cosigned'),
    );
    if (alone || meetsQuorum(policy, new Set(cosigners.map(({ key }) => key)))) return ok(undefined);
    return err(
      witnessFault('LOG_NOT_COSIGNED', 'adopting the log: too few witnesses answered that they know no newer state'),
    );
  };

  const askLater = (): void => {
    if (cancel !== null || policy.witnesses.length === 0) return;
    cancel = parts.later(Math.max(0, askedAt + parts.everyMs - parts.now()), () => {
      cancel = null;
      // Nobody waits for it: what throws, above all a failed sync of what was cosigned, ends the process.
      void ask();
    });
  };

  return {
    ...log,
    state: () => log.state(),
    cosigned,
    ask,
    async adopt(adoption) {
      const known = await askBeforeAdopting(adoption.alone);
      return known.ok ? log.adopt(adoption) : known;
    },
    async append(entries) {
      const may = await mayWrite();
      if (!may.ok) return may;
      const appended = await log.append(entries);
      if (appended.ok) askLater();
      return appended;
    },
    async whileHeld<T>(work: (held: HeldLog) => Promise<Result<T>>) {
      const may = await mayWrite();
      if (!may.ok) return may;
      const done = await log.whileHeld(work);
      askLater();
      return done;
    },
    async close() {
      cancel?.();
      while (asking !== null) await asking;
      // Only a process that wrote asks again: reading must not wait for anybody.
      if (started !== null && broken === null && !(await isCosigned())) await ask();
      await log.close();
    },
  };

  async function isCosigned(): Promise<boolean> {
    const [state, kept] = [log.state(), cosigned()];
    return state.ok && kept.ok && kept.value?.treeSize === state.value.treeSize;
  }
}

/** What a witness has seen that cannot be squared with this directory; null where all agree. */
function contradiction(answers: readonly WitnessAnswer[]): Result<never> | null {
  const against = answers.find(({ answer }) => answer === 'ahead' || answer === 'forked');
  if (against === undefined) return null;
  const { witness, answer, size } = against;
  return answer === 'ahead'
    ? err(
        merkleFault(
          'LOG_AHEAD',
          `asking the witness ${witness}: it has cosigned size ${size ?? 'unknown'}, more than is here`,
        ),
      )
    : err(
        witnessFault(
          'LOG_FORKED',
          `asking the witness ${witness}: it has cosigned another log of size ${size ?? 'unknown'}`,
        ),
      );
}
