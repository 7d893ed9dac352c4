import type { Command } from 'commander';
import type { Knowledge } from '../knowledge.ts';
import type { Witness } from '../witness.ts';
import type { OpenApp } from './shell.ts';

const openApp: OpenApp = async (data, parts) => (await import('../app.ts')).openApp(data, parts);
const openKnowledge = async (): Promise<Knowledge> => (await import('../knowledge.ts')).openKnowledge();
const openWitness = async (data: string): Promise<Witness> => (await import('../witness.ts')).openWitness(data);

/** A verb: its name, what it is for in a line, and the command, which is loaded only when it is the one that is asked for. */
type ListedCommand = readonly [name: string, summary: string, load: () => Promise<Command>];

/** In the order of `candour --help`. */
export const COMMANDS: readonly ListedCommand[] = [
  [
    'demo',
    'a seeded company, a leak, the whole way, and the answers beside the truth',
    async () => (await import('./demo.ts')).demoCommand(openApp),
  ],
  [
    'ingest',
    'read a log into the lake: files, directories, globs or - for stdin; plain, gzip or zstd',
    async () => (await import('./ingest.ts')).ingestCommand(openApp),
  ],
  [
    'people',
    'take customers, workforce or ties: CSV with a header, NDJSON, a JSON array, or Parquet',
    async () => (await import('./people.ts')).peopleCommand(openApp),
  ],
  [
    'expire',
    'destroy batches of the lake that are older than the retention period; without --yes only say which',
    async () => (await import('./expire.ts')).expireCommand(openApp),
  ],
  [
    'detect',
    'find accesses that nothing explains, against the actor’s own past and the team',
    async () => (await import('./detect.ts')).detectCommand(openApp),
  ],
  [
    'findings',
    'list what detection reported, most surprising first',
    async () => (await import('./detect.ts')).findingsCommand(openApp),
  ],
  [
    'explain',
    'say what on record explains an actor’s accesses to a person',
    async () => (await import('./explain.ts')).explainCommand(openApp),
  ],
  ['case', 'open, look at, add to and close cases', async () => (await import('./case.ts')).caseCommand(openApp)],
  [
    'trace',
    'who leaked this list, how sure, and when; or that the log cannot tell',
    async () => (await import('./trace.ts')).traceCommand(openApp),
  ],
  [
    'scope',
    'who is affected, which fields, with what certainty, and what was not touched',
    async () => (await import('./scope.ts')).scopeCommand(openApp),
  ],
  [
    'duties',
    'who must be told by whom, by when, under which article',
    async () => (await import('./duties.ts')).dutiesCommand(openApp, openKnowledge),
  ],
  [
    'laws',
    'the laws that Candour knows: list them, or read one',
    async () => (await import('./laws.ts')).lawsCommand(openKnowledge),
  ],
  [
    'filings',
    "authorities' forms and the register of breaches, filled from the facts",
    async () => (await import('./filings.ts')).filingsCommand(openApp),
  ],
  [
    'notices',
    'draft a case’s notices and see how they stand',
    async () => (await import('./notices.ts')).noticesCommand(openApp),
  ],
  [
    'tenants',
    'for each tenant of the company: what it needs to tell its own customers, and only that',
    async () => (await import('./tenants.ts')).tenantsCommand(openApp),
  ],
  [
    'erase',
    'destroy what cases hold about a person; leaves and proofs stay, the lake and the people files too',
    async () => (await import('./erase.ts')).eraseCommand(openApp),
  ],
  [
    'referral',
    'pack the evidence of a case for police or a prosecutor: one ZIP that anybody can check',
    async () => (await import('./referral.ts')).referralCommand(openApp),
  ],
  [
    'init',
    'make a data directory and a company.yml to fill in, one entry for each controller of the customers on file',
    async () => (await import('./init.ts')).initCommand(openApp),
  ],
  [
    'sources',
    'list the logs that can be read, with the vendor, the forms and what each can show',
    async () => (await import('./sources.ts')).sourcesCommand(openApp),
  ],
  [
    'check',
    'run the cases of every pack: samples of sources, cases of laws, rules and notices',
    async () => (await import('./check.ts')).checkCommand(openApp),
  ],
  [
    'new',
    'write the skeleton of a pack, with what belongs in each place',
    async () => (await import('./new.ts')).newCommand(openApp),
  ],
  [
    'doctor',
    'look at the installation and the data directory, and say what to do about what is wrong; changes nothing',
    async () => (await import('./doctor.ts')).doctorCommand(openApp),
  ],
  [
    'simulate',
    'a seeded company, months of accesses, a leak, and the truth to score answers against',
    async () => (await import('./simulate.ts')).simulateCommand(openApp),
  ],
  [
    'canary',
    'made-up customers whose appearance outside says who saw them',
    async () => (await import('./canary.ts')).canaryCommand(openApp),
  ],
  [
    'serve',
    'serve the cases, reports and drafted notices on a local page (127.0.0.1 only)',
    async () => (await import('./serve.ts')).serveCommand(openApp),
  ],
  [
    'receipt',
    'write the receipt of an entry of the evidence log: a .tlog-proof file, which `candour verify` and the browser page check',
    async () => (await import('./receipt.ts')).receiptCommand(openApp),
  ],
  [
    'timestamp',
    'have the newest state of the evidence log dated by the time-stamp authority in evidence.yml (RFC 3161)',
    async () => (await import('./timestamp.ts')).timestampCommand(openApp),
  ],
  [
    'verify',
    'verify a data directory, a receipt (.tlog-proof) or a referral bag (ZIP or folder), offline; writes nothing',
    async () => (await import('./verify.ts')).verifyCommand(),
  ],
  [
    'log',
    'the evidence log itself: take it up again after state/ was lost',
    async () => (await import('./log.ts')).logCommand(openApp),
  ],
  [
    'witness',
    'watch the evidence log of another organisation, and cosign that it only ever grows (C2SP tlog-witness)',
    async () => (await import('./witness.ts')).witnessCommand(openWitness, openApp),
  ],
];
