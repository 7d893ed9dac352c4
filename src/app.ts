import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { basename, join, resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { version as duckdbVersion } from '@duckdb/node-api';
import type { z } from 'zod';
import { bagDesk } from './adapters/bag/bag-desk.ts';
import { logTrust } from './adapters/bag/log-trust.ts';
import { fsReferralStore } from './adapters/bag/referral-store.ts';
import { type DataFolder, openDataFolder } from './adapters/duckdb/data-folder.ts';
import { lakeRetention } from './adapters/duckdb/expire-batch.ts';
import { compareExposures, forgetInExposures } from './adapters/duckdb/exposure-file.ts';
import { lakeContents } from './adapters/duckdb/lake-contents.ts';
import { lakeLeaves } from './adapters/duckdb/lake-leaves.ts';
import { openLake } from './adapters/duckdb/lake-session.ts';
import { openLakeWriter } from './adapters/duckdb/lake-writer.ts';
import { loggedQueries } from './adapters/duckdb/logged-query.ts';
import { openPeopleWriter } from './adapters/duckdb/people-writer.ts';
import { proveRecord } from './adapters/duckdb/prove-record.ts';
import { proveRecords } from './adapters/duckdb/prove-records.ts';
import { openQuerySandbox } from './adapters/duckdb/query-sandbox.ts';
import { rawRecords } from './adapters/duckdb/raw-record.ts';
import { mailComposer } from './adapters/eml/mail-composer.ts';
import { readMessage } from './adapters/eml/mail-reader.ts';
import { fsCanaryFiles } from './adapters/fs/canary-file.ts';
import { fsCaseFiles } from './adapters/fs/case-file.ts';
import { readCompany, writeCompany } from './adapters/fs/company-file.ts';
import { fsInspector } from './adapters/fs/data-inspector.ts';
import { cosignersOf, readEvidenceSettings, readWitnessPolicy } from './adapters/fs/evidence-file.ts';
import { fsIntake } from './adapters/fs/intake.ts';
import { readLeak } from './adapters/fs/leak-file.ts';
import { masterKey } from './adapters/fs/master-key.ts';
import { fsOutbox } from './adapters/fs/outbox.ts';
import { fsOutboxInspector } from './adapters/fs/outbox-inspector.ts';
import { fsOutboxReader } from './adapters/fs/outbox-reader.ts';
import { fsPackShelf } from './adapters/fs/pack-shelf.ts';
import { fsPackageDesk } from './adapters/fs/package-desk.ts';
import { freshKey, randomIds, stderrProgress, systemClock } from './adapters/fs/shell.ts';
import { readTables } from './adapters/fs/table-file.ts';
import { type LocalServer, serveLocally } from './adapters/http/local-server.ts';
import { openEvidenceLog } from './adapters/log/evidence-log.ts';
import { parseStatement } from './adapters/postgres/parse-statement.ts';
import { dataOutlet } from './adapters/simulation/data-outlet.ts';
import { folderOutlet } from './adapters/simulation/folder-outlet.ts';
import { sqliteBatchSecrets } from './adapters/sqlite/batch-secret.ts';
import { openState } from './adapters/sqlite/state.ts';
import { stateProblem } from './adapters/sqlite/state-check.ts';
import { holdsKeys, type StateStore, sqliteStateStore } from './adapters/sqlite/state-store.ts';
import { writerLock } from './adapters/sqlite/writer-lock.ts';
import { timestampFault } from './adapters/timestamp/fault.ts';
import { type AuthorityParts, askForStamp, stampCheckpoint } from './adapters/timestamp/stamp-checkpoint.ts';
import { cosignedFile } from './adapters/witness/cosigned-file.ts';
import { watchedLog } from './adapters/witness/watched-log.ts';
import { postCheckpoint } from './adapters/witness/witness-client.ts';
import { utf8 } from './core/bytes.ts';
import { FaultError } from './core/fault.ts';
import { sha256Hex } from './core/hash.ts';
import { nodeHashing } from './core/node-hashing.ts';
import { noticesOrigin } from './core/note/checkpoint.ts';
import { parseVerifierKey } from './core/note/verifier-key.ts';
import { err, ok, type Result } from './core/result.ts';
import { homeFolder, openKnowledge } from './knowledge.ts';
import type { AdoptableLog } from './ports/evidence-log.ts';
import type { Intake } from './ports/intake.ts';
import type { Lake } from './ports/lake.ts';
import type { LakeRetention } from './ports/lake-retention.ts';
import type { PackShelf } from './ports/pack-shelf.ts';
import type { LoggedQuery, QueryDesk } from './ports/query-desk.ts';
import type { ProveRecord } from './ports/record-prover.ts';
import type { Clock, Ids, Progress } from './ports/shell.ts';
import type { StampedCheckpoint } from './ports/stamped-checkpoint.ts';
import type { WitnessedLog } from './ports/witnessed-log.ts';
import type { Truth } from './testing/company/truth.ts';
import { consoleApp } from './web/console/app.ts';
import { renderReport } from './web/console/report/render-report.ts';
import { type AdoptedLogs, adoptLog } from './workflow/adopt-log.ts';
import { checkPacks, type PacksCheck } from './workflow/check-packs.ts';
import { type ReadSample, unnamedEntry } from './workflow/check-source-pack.ts';
import type { Deps } from './workflow/deps.ts';
import { type DoctorReport, examine } from './workflow/doctor.ts';
import { dutyCalendar } from './workflow/duty-calendar.ts';
import { type IngestDeps, ingestLog } from './workflow/ingest-log.ts';
import { keepExport } from './workflow/keep-export.ts';
import { listCases } from './workflow/list-cases.ts';
import { readOutbox } from './workflow/read-outbox.ts';
import { reportCase } from './workflow/report-case.ts';
import { simulateCompany, type simulateInput } from './workflow/simulate-company.ts';
import { type PeopleDeps, takePeople } from './workflow/take-people.ts';

/** Everything wired to one data directory; parts open when they are first asked for. */
export interface App {
  readonly folder: DataFolder;
  readonly packsFolder: string;
  readonly packShelf: PackShelf;
  readonly ingest: IngestDeps;
  readonly people: PeopleDeps;
  readonly lake: Lake;
  readonly retention: LakeRetention;
  readonly proveRecord: ProveRecord;
  readonly queries: QueryDesk;
  /**
   * The evidence log, opened when first asked for; `origin` names a new one, null: a random name. Errors: `LOG_KEY`, `LOG_ORIGIN` (it
   * was begun under another name).
   */
  log(origin?: string | null): Result<WitnessedLog>;
  /**
   * What the actions reach; opens the state and the log, and finishes what killed processes left. Throws FaultError when they cannot be
   * opened.
   */
  deps(): Promise<Deps>;
  checkPacks(only: readonly string[] | null): Promise<PacksCheck>;
  /** Looks at the installation and the data directory; `deep` reads every file. `nodeProblem`: what is wrong with this Node. */
  doctor(deep: boolean, nodeProblem: string | null): Promise<DoctorReport>;
  /** Into a folder of files, or (`out` null) straight into the data directory. */
  simulate(input: z.input<typeof simulateInput>, out: string | null): Promise<Result<Truth>>;
  /** Writes the report of a case as one HTML file, mode 0600. */
  writeReport(caseId: string, path: string): Promise<Result<{ readonly path: string; readonly bytes: number }>>;
  /** Serves the local page on 127.0.0.1; `port` null: 4717, or any free one. */
  serve(port: number | null): Promise<LocalServer>;
  /** Goes on with logs of which `state/` forgot what was decided; see the action. */
  adoptLog(alone: boolean): Promise<Result<AdoptedLogs>>;
  /** Has the newest checkpoint dated by the authority that evidence.yml names. Errors: `TIMESTAMP_*`, those of the log. */
  timestamp(): Promise<Result<StampedCheckpoint>>;
  close(): Promise<void>;
}

/** What a test or the demo may put in the place of the real things. */
export interface AppParts {
  readonly progress?: Progress;
  readonly clock?: Clock;
  readonly ids?: Ids;
  /** Size of the evidence log's tree as of which the lake is read; default: what it is when it is read. */
  readonly asOf?: number;
  /** Instead of the packs that are shipped. */
  readonly packsFolder?: string;
}

const sqlFolder = join(homeFolder, 'sql');

/** A commit takes well under a second; a minute of waiting means that something is wrong. */
const LOCK_TIMEOUT_MS = 60_000;
/** A witness that is slower is asked again later; nothing waits for it. */
const WITNESS_TIMEOUT_MS = 5000;
const AUTHORITY_TIMEOUT_MS = 20_000;

/** The composition root: the one place that knows every adapter. */
export function openApp(data: string, parts: AppParts = {}): App {
  const { progress = stderrProgress(process.stderr), clock = systemClock, ids = randomIds } = parts;
  const { packsFolder, laws, holidays } = openKnowledge(parts.packsFolder, clock);
  const folder = openDataFolder(data);
  const intake = fsIntake(process.stdin, process.cwd());
  const now = (): string => clock.now();
  const lock = writerLock(join(folder.state, 'lock.sqlite'));
  const withLock = <T>(work: () => Promise<Result<T>>): Promise<Result<T>> => lock.whileHeld(LOCK_TIMEOUT_MS, work);
  let state: DatabaseSync | null = null;
  let evidence: WitnessedLog | null = null;
  let opening: Promise<Deps> | null = null;
  const noticesLogs = new Map<string, WitnessedLog>();

  const log = (origin: string | null = null): Result<WitnessedLog> => {
    if (evidence !== null && origin === null) return ok(evidence);
    const opened = openEvidenceLog({
      folder: join(folder.root, 'log'),
      staging: join(folder.state, 'staged', 'main'),
      decisionPath: join(folder.state, 'log.sqlite'),
      log: 'main',
      keyPath: join(folder.root, 'keys', 'log.key'),
      origin,
      witnesses: cosignersOf(folder.root),
      withLock,
    });
    if (!opened.ok) return opened;
    const watched = watch(opened.value, join(folder.root, 'log'));
    if (watched.ok) evidence ??= watched.value;
    return watched;
  };

  /** The log under the eyes of the witnesses that the data directory names. */
  const watch = (inner: AdoptableLog, logFolder: string): Result<WitnessedLog> => {
    const policy = readWitnessPolicy(folder.root);
    if (!policy.ok) return policy;
    const settings = readEvidenceSettings(folder.root);
    if (!settings.ok) return settings;
    const verifier = parseVerifierKey(readFileSync(join(logFolder, 'vkey'), 'utf8').trim(), nodeHashing);
    if (!verifier.ok) return verifier;
    const { quorum, everySeconds } = settings.value.witnesses;
    return ok(
      watchedLog({
        log: inner,
        verifier: verifier.value,
        policy: policy.value,
        quorum,
        everyMs: everySeconds * 1000,
        hashing: nodeHashing,
        post: postCheckpoint(nodeHashing, WITNESS_TIMEOUT_MS),
        file: cosignedFile(join(logFolder, 'cosigned'), join(folder.state, 'staged', 'cosigned', basename(logFolder))),
        now: () => performance.now(),
        later(ms, work) {
          const timer = setTimeout(work, ms).unref();
          return () => clearTimeout(timer);
        },
        warn: ({ witness, answer, why }) =>
          process.stderr.write(
            `witness ${witness}: ${answer}${why === null ? '' : ` (${why})`}; receipts may say "not cosigned yet"\n`,
          ),
      }),
    );
  };

  const opened = <T>(result: Result<T>): T => {
    if (!result.ok) throw new FaultError(result.error);
    return result.value;
  };
  /** The main log, or the notices log of an incident: a log of its own under the main log's key and the same writer's lock. */
  const logOf = (incident: string | null): WitnessedLog => {
    const main = opened(log());
    if (incident === null) return main;
    const known = noticesLogs.get(incident);
    if (known !== undefined) return known;
    const place = join(folder.root, 'log', 'notices', incident);
    const unwatched = opened(
      openEvidenceLog({
        folder: place,
        staging: join(folder.state, 'staged', incident),
        decisionPath: join(folder.state, 'log.sqlite'),
        log: incident,
        keyPath: join(folder.root, 'keys', 'log.key'),
        mainFolder: join(folder.root, 'log'),
        origin: noticesOrigin(opened(main.state()).origin, incident),
        witnesses: cosignersOf(folder.root),
        withLock,
      }),
    );
    const notices = opened(watch(unwatched, place));
    noticesLogs.set(incident, notices);
    return notices;
  };

  /** The time-stamp authority that evidence.yml names; null: none. */
  const authorityParts = (): Result<(AuthorityParts & { readonly qualified: boolean }) | null> => {
    const settings = readEvidenceSettings(folder.root);
    if (!settings.ok) return settings;
    const { timestamps } = settings.value;
    if (timestamps === undefined) return ok(null);
    const { url, roots, qualified } = timestamps;
    return ok({ url, rootsPath: resolve(folder.root, roots), timeoutMs: AUTHORITY_TIMEOUT_MS, qualified });
  };

  const leaves = lakeLeaves(folder, log);
  const lake = openLake({
    folder,
    sqlFolder,
    leaves,
    ...(parts.asOf === undefined ? {} : { asOf: parts.asOf }),
    // Without a state there is no register; making one to read nothing from it would be a write.
    canaryAddresses: async () =>
      existsSync(join(folder.state, 'candour.sqlite'))
        ? opened((await deps()).records.codebooks()).flatMap(({ canaries }) => canaries.flatMap(({ emails }) => emails))
        : [],
  });
  const openedState = (): DatabaseSync => {
    state ??= opened(openState({ path: join(folder.state, 'candour.sqlite'), sqlFolder }));
    return state;
  };
  const secrets = sqliteBatchSecrets(openedState);

  const ingest: IngestDeps = {
    packsFolder,
    progress,
    intake,
    openWriter: () =>
      openLakeWriter({ folder, leaves, secrets, now, freshBatch: () => ids.fresh('b'), capacity: 1_100_000 }),
  };
  const people: PeopleDeps = {
    progress,
    intake,
    openPeopleWriter: () => openPeopleWriter({ folder, sqlFolder, leaves, now }),
  };

  const caseFolder = (caseId: string): string => {
    const path = join(folder.state, 'case', caseId);
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return path;
  };

  const queries: QueryDesk = {
    logged: (pack, batch, entries) => loggedQueries(folder, leaves, pack, batch, entries),
    parse: parseStatement,
    sandbox: openQuerySandbox,
  };

  const openStores = async (): Promise<StateStore> => {
    const database = openedState();
    const master = opened(masterKey(join(folder.root, 'keys', 'master.key'), holdsKeys(database)));
    const stores = opened(sqliteStateStore({ database, master, hashing: nodeHashing, logOf }));
    opened(await stores.settle());
    return stores;
  };
  const openDeps = async (): Promise<Deps> => {
    const { cases, findings, records, telling } = await openStores();
    return {
      clock,
      ids,
      progress,
      lake,
      packsFolder,
      laws,
      cases,
      findings,
      records,
      telling,
      noticesLog: (incident) => logOf(incident),
      files: fsCaseFiles(caseFolder, forgetInExposures),
      canaryFiles: fsCanaryFiles,
      freshKey,
      readLeak,
      holidays,
      company: () => readCompany(folder.company),
      writeCompany: (text) => writeCompany(folder.company, text),
      composer: mailComposer,
      outbox: fsOutbox,
      outboxInspector: fsOutboxInspector,
      packages: fsPackageDesk,
      operator: userInfo().username,
      caseFolder,
      rawRecords: rawRecords(folder, leaves),
      queries,
      compareExposures: (before, after) => compareExposures(join(folder.tmp, `spill.${process.pid}`), before, after),
      tables: () => readTables(join(folder.root, 'tables.yml')),
      evidence: {
        log,
        trust: () => logTrust(folder.root),
        async stamp(note) {
          const authority = authorityParts();
          if (!authority.ok) return authority;
          if (authority.value === null) return ok(null);
          const stamp = await askForStamp(utf8(note), authority.value);
          return stamp.ok ? ok({ ...stamp.value, qualified: authority.value.qualified }) : stamp;
        },
        proveRecords: (batch, recordNos) => proveRecords({ folder, leaves, secrets }, batch, recordNos),
      },
      referrals: fsReferralStore(caseFolder),
      bagDesk: bagDesk({ keyPath: join(folder.root, 'keys', 'custody.key'), sqlFolder, home: homeFolder }),
    };
  };
  const deps = (): Promise<Deps> => {
    opening ??= openDeps().catch((error: unknown) => {
      opening = null;
      throw error;
    });
    return opening;
  };

  return {
    folder,
    packsFolder,
    packShelf: fsPackShelf(packsFolder),
    ingest,
    people,
    lake,
    queries,
    retention: lakeRetention({ folder, leaves, secrets, now }),
    proveRecord: (batch, recordNo) => proveRecord({ folder, leaves, secrets }, batch, recordNo),
    log,
    deps,
    checkPacks: (only) => checkPacks(packsFolder, only, sampleReader(packsFolder), holidays),
    doctor: (deep, nodeProblem) =>
      examine(deep, {
        inspector: fsInspector(folder.root),
        async contents() {
          const view = await leaves.view();
          return view.ok ? lakeContents(folder, view.value) : view;
        },
        packsFolder,
        versions: {
          node: process.versions.node,
          duckdb: duckdbVersion(),
          sqlite: process.versions['sqlite'] ?? 'unknown',
        },
        keyEngine: `duckdb-${duckdbVersion()}`,
        nodeProblem,
        async tryLock() {
          const held = await lock.acquire(0);
          if (held.ok) held.value.release();
          else if (held.error.code !== 'STATE_LOCKED') return held;
          return ok(held.ok ? 'free' : 'held');
        },
        stateProblem: (all) => stateProblem(join(folder.state, 'candour.sqlite'), all),
      }),
    async simulate(input, out) {
      const outlet =
        out === null
          ? dataOutlet(folder.root, {
              ingest: (stream) =>
                ingestLog(
                  { source: 'candour', paths: ['-'] },
                  { ...ingest, intake: { open: async () => ok([stream]) } satisfies Intake },
                ),
              people: (kind, path) => takePeople({ kind, paths: [path] }, people),
            })
          : folderOutlet(out);
      return simulateCompany(input, { progress, outlet });
    },
    async writeReport(caseId, path) {
      const reached = await deps();
      const report = await reportCase.run({ case: caseId }, reached);
      if (!report.ok) return report;
      const html = renderReport(report.value);
      const exported = await keepExport({ what: 'report', case: caseId, sha256: sha256Hex(html) }, reached);
      if (!exported.ok) return exported;
      writeFileSync(path, html, { mode: 0o600 });
      return ok({ path, bytes: Buffer.byteLength(html) });
    },
    serve(port) {
      const page = consoleApp({
        cases: async () => listCases.run({}, await deps()),
        report: async (caseId) => reportCase.run({ case: caseId }, await deps()),
        calendar: async (caseId) => dutyCalendar.run({ case: caseId }, await deps()),
        outbox: (caseId) => readOutbox(caseId, fsOutboxReader(caseFolder(caseId), readMessage), deps),
      });
      return serveLocally((request) => page.fetch(request), port);
    },
    async adoptLog(alone) {
      const notices = join(folder.root, 'log', 'notices');
      return adoptLog.run(
        { alone },
        {
          clock,
          log: (incident) => (incident === null ? log() : ok(logOf(incident))),
          incidents: () => (existsSync(notices) ? readdirSync(notices).sort() : []),
        },
      );
    },
    async timestamp() {
      const authority = authorityParts();
      if (!authority.ok) return authority;
      if (authority.value === null)
        return err(timestampFault('TIMESTAMP_NOT_SET', 'asking for a time stamp: evidence.yml names no authority'));
      const main = log();
      const newest = main.ok ? main.value.state() : main;
      if (!newest.ok) return newest;
      return stampCheckpoint(newest.value, { folder: join(folder.root, 'timestamp'), ...authority.value });
    },
    close: async () => {
      for (const one of [evidence, ...noticesLogs.values()]) await one?.close();
      evidence = null;
      noticesLogs.clear();
      opening = null;
      state?.close();
      state = null;
    },
  };
}

/** A sample goes through the real way in, into a lake of its own that is gone afterwards. */
const sampleReader =
  (packsFolder: string): ReadSample =>
  async (pack, path) => {
    const scratch = mkdtempSync(join(tmpdir(), 'candour-check-'));
    const app = openApp(scratch, { progress: { step: () => ({ at: () => {}, end: () => {} }) }, packsFolder });
    try {
      const books = await ingestLog({ source: pack.source.id, paths: [path] }, app.ingest);
      if (!books.ok) return books;
      const session = await app.lake.open();
      if (!session.ok) return session;
      const accesses = await session.value.rows('check-access');
      await session.value.close();
      const queries: LoggedQuery[] = [];
      for (const { id } of books.value.batches) {
        const logged = await app.queries.logged(pack, id, accesses.flatMap(unnamedEntry));
        if (!logged.ok) return logged;
        queries.push(...logged.value);
      }
      return ok({ books: books.value, accesses, queries });
    } finally {
      await app.close();
      rmSync(scratch, { recursive: true, force: true });
    }
  };
