import { Command } from 'commander';
import { ok } from '../core/result.ts';
import { QUARANTINE_CODES } from '../ingest/quarantine-code.ts';
import { type IngestBooks, ingestLog } from '../workflow/ingest-log.ts';
import { callerPath, type GlobalOptions, type OpenApp, runVerb, wholeNumber, withGlobals } from './shell.ts';

interface IngestOptions extends GlobalOptions {
  readonly replay: boolean;
  readonly strict: boolean;
  readonly batchRecords?: number;
}

export function ingestCommand(openApp: OpenApp): Command {
  return withGlobals(new Command('ingest'))
    .argument('<source>', 'a source pack: see `candour sources`')
    .argument('[paths...]', 'files, directories, quoted globs, or -')
    .option('--replay', 'take quarantined records of this source again, after its pack was mended', false)
    .option('--strict', 'exit 1 when any record was quarantined', false)
    .option('--batch-records <n>', 'seal a batch after this many records; default a million or 256 MiB', wholeNumber)
    .addHelpText(
      'after',
      "\nExample:\n  candour ingest aws-cloudtrail ./logs '/var/log/trail/*.json.gz'\n  zcat app.log.gz | candour ingest candour -",
    )
    .action(async (source: string, paths: readonly string[], options: IngestOptions, command: Command) => {
      if (paths.length === 0 && !options.replay)
        command.error('error: expected at least one path, or --replay', { exitCode: 2 });
      if (paths.length > 0 && options.replay)
        command.error(
          `error: --replay takes what is in quarantine again and reads no path; expected none, got ${paths.length}`,
          { exitCode: 2 },
        );
      const startedAt = performance.now();
      await runVerb(openApp, options, async (app) => {
        const books = await ingestLog(
          {
            source,
            paths: paths.map(callerPath),
            replay: options.replay,
            ...(options.batchRecords === undefined ? {} : { batchRecords: options.batchRecords }),
          },
          app.ingest,
        );
        if (!books.ok) return books;
        const seconds = Math.round(performance.now() - startedAt) / 1000;
        return ok({
          document: { ...books.value, reasons: books.value.reasons.map(explained), seconds },
          text: textOf(books.value, seconds),
          wanting: options.strict && books.value.rows.quarantined > 0,
        });
      });
    });
}

/** A reason with what the code means; of a word outside the vocabulary the code says it all. */
const explained = (
  reason: IngestBooks['reasons'][number],
): IngestBooks['reasons'][number] & { readonly meaning: string } => ({
  ...reason,
  meaning: REASONS[reason.code] ?? reason.code,
});
const REASONS: Readonly<Record<string, string>> = {
  ...QUARANTINE_CODES,
  'id-reused': 'an event id seen before with other bytes; kept',
  'field-unknown': 'a field outside the vocabulary; kept as `other`',
};

const n = (value: number): string => value.toLocaleString('en');

function textOf(books: IngestBooks, seconds: number): string {
  const { read, accepted, duplicate, quarantined } = books.rows;
  const lines = [
    `records read ${n(read)} = accepted ${n(accepted)} + duplicates ${n(duplicate)} + quarantined ${n(quarantined)}`,
    `${n(books.accesses)} accesses in ${n(books.batches.length)} ${books.batches.length === 1 ? 'batch' : 'batches'}, ${(books.bytes / 1e6).toFixed(1)} MB, ${seconds.toFixed(1)} s`,
    ...books.reasons.map(explained).map(({ code, count, meaning }) => `  ${code}: ${n(count)} (${meaning})`),
  ];
  return lines.join('\n');
}
