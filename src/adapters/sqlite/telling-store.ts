import { textOf } from '../../core/bytes.ts';
import { noticesOrigin } from '../../core/note/checkpoint.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { KeptRecord } from '../../model/record.ts';
import type { EvidenceLog } from '../../ports/evidence-log.ts';
import type { RecordDraft } from '../../ports/record-store.ts';
import type { Incident, TakenMessage, TellingStore } from '../../ports/telling.ts';
import { eventDraft } from './case-store.ts';
import { stateFault } from './fault.ts';
import { faultAsResult } from './guard.ts';
import type { KeyRing } from './key-ring.ts';
import type { RecordTable } from './record-table.ts';
import type { RecordWriter } from './record-writer.ts';

export interface TellingParts {
  readonly keys: KeyRing;
  readonly table: RecordTable;
  readonly writer: RecordWriter;
  logOf(incident: string | null): EvidenceLog;
}

export function sqliteTellingStore({ keys, table, writer, logOf }: TellingParts): TellingStore {
  const isSealed = (caseId: string): boolean =>
    table.eventsOf(caseId).some(({ record }) => record.kind === 'event' && record.body.kind === 'telling-sealed');

  /** Records about a person of some kind; a person has few. */
  const about = (caseId: string, person: string, wanted: (kept: KeptRecord) => boolean): KeptRecord | null => {
    const key = keys.find(caseId, person);
    return key === null ? null : (table.underKey(key).find(wanted) ?? null);
  };
  const toldOf = (caseId: string, incident: string, person: string): KeptRecord | null =>
    about(caseId, person, (kept) => kept.record.kind === 'told' && kept.incident === incident);
  const laterOf = (caseId: string, person: string, notice: string): KeptRecord | null =>
    about(caseId, person, ({ record }) => record.kind === 'message' && record.body.notice === notice);

  /**
   * The leaf of the newest event of the case by which somebody who was told in this incident was erased; -1 where there is none. Whom it
   * concerned nobody knows any more: a person without a record of before it may be that one.
   */
  const newestErasure = (caseId: string, incident: string): number =>
    table
      .eventsOf(caseId)
      .filter(
        ({ record }) =>
          record.kind === 'event' &&
          record.body.kind === 'erased' &&
          record.body.told.some((one) => one.incident === incident),
      )
      .reduce((newest, { leaf }) => Math.max(newest, leaf), -1);

  /** An erasure leaves nothing about a person in the case: who has a record in the main log of before it was not the one. */
  const isKnownSince = (caseId: string, person: string, leaf: number): boolean =>
    about(caseId, person, (kept) => kept.incident === null && kept.leaf < leaf) !== null;

  /** Writes what is not there yet, decided under the lock, and gives what then stands for each message, in order. */
  const once = async (
    log: string | null,
    incident: Incident,
    kind: 'told' | 'message',
    messages: readonly TakenMessage[],
    standing: (message: TakenMessage) => KeptRecord | null,
  ): Promise<Result<readonly KeptRecord[]>> => {
    const written = await writer.write(log, incident.at, () => {
      if (kind === 'told' && isSealed(incident.case))
        return err(stateFault('TELLING_SEALED', `telling people in case ${incident.case}: the telling is sealed`));
      const fresh = new Map<string, RecordDraft>();
      const erasure = kind === 'told' ? newestErasure(incident.case, incident.incident) : -1;
      for (const message of messages)
        if (standing(message) === null && (erasure < 0 || isKnownSince(incident.case, message.person, erasure)))
          fresh.set(
            kind === 'told' ? message.person : `${message.person} ${message.notice}`,
            draftOf(incident, kind, message),
          );
      return ok({ drafts: [...fresh.values()] });
    });
    if (!written.ok) return written;
    return faultAsResult(() => ok(messages.flatMap((message) => standing(message) ?? [])));
  };

  return {
    origin(incident) {
      const main = logOf(null).state();
      return main.ok ? ok(noticesOrigin(main.value.origin, incident)) : main;
    },
    tell: (incident, messages) =>
      once(incident.incident, incident, 'told', messages, ({ person }) =>
        toldOf(incident.case, incident.incident, person),
      ),
    tellMore: (incident, messages) =>
      once(null, incident, 'message', messages, ({ person, notice }) => laterOf(incident.case, person, notice)),
    told: (caseId, incident, person) => faultAsResult(() => ok(toldOf(caseId, incident, person))),
    count(incident) {
      const state = logOf(incident).state();
      return state.ok ? ok(state.value.treeSize) : state;
    },
    async seal(incident, seq) {
      const log = logOf(incident.incident);
      const settled = await writer.settle(incident.incident);
      if (!settled.ok) return settled;
      let sealed = { treeSize: 0, rootHash: '' };
      const written = await writer.write(null, incident.at, () => {
        // All logs of a data directory share the writer's lock: this state does not move while it is sealed.
        const state = log.state();
        if (!state.ok) return state;
        if (table.nextSeq(incident.case) !== seq)
          return err(stateFault('CASE_CONFLICT', `sealing in ${incident.case}: it has changed since it was read`));
        const { origin, treeSize, rootHash } = state.value;
        sealed = { treeSize, rootHash };
        const body = { kind: 'telling-sealed', incident: incident.incident, ...sealed } as const;
        const { case: caseId, at, by } = incident;
        return ok({
          drafts: [eventDraft(caseId, seq, at, by, body)],
          leaves: [{ type: 'sealed', incident: incident.incident, origin, ...sealed }],
        });
      });
      return written.ok ? ok(sealed) : written;
    },
    opening: ({ incident, leaf }) =>
      faultAsResult(() => {
        const opened = table.opened(incident ?? '', leaf);
        const record = opened === null ? null : textOf(opened.bytes);
        if (opened !== null && record !== null) return ok({ nonce: opened.nonce, record });
        return err(stateFault('STATE_RECORD_DAMAGED', 'opening a record: there is none behind that leaf'));
      }),
  };
}

function draftOf(incident: Incident, kind: 'told' | 'message', message: TakenMessage): RecordDraft {
  const { notice, channel, acceptedAt, sha256, person } = message;
  const body = { incident: incident.incident, notice, channel, acceptedAt, sha256 };
  return { kind, at: incident.at, by: incident.by, case: incident.case, seq: null, about: person, body };
}
