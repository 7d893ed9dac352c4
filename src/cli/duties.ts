import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { err, ok, type Result } from '../core/result.ts';
import { calendarFeed } from '../duties/calendar-feed.ts';
import { remindersOf } from '../duties/reminder.ts';
import { factsSchema } from '../model/facts.ts';
import { deriveCaseDuties } from '../workflow/derive-case-duties.ts';
import { deriveDutiesFromFacts } from '../workflow/derive-duties.ts';
import { dutyCalendar } from '../workflow/duty-calendar.ts';
import { dutiesText, reminderText } from './duty-text.ts';
import { readFacts } from './facts-file.ts';
import { cliFault } from './fault.ts';
import { callerPath, type GlobalOptions, type OpenApp, parsedInput, runVerb, withGlobals } from './shell.ts';

interface DutiesOptions extends GlobalOptions {
  readonly facts?: string;
  readonly before?: string;
  readonly calendar?: string;
  readonly reminders: boolean;
}

export function dutiesCommand(openApp: OpenApp): Command {
  return withGlobals(new Command('duties'))
    .description('who must be told by whom, by when, under which article')
    .argument('[case]', 'a case; or --facts')
    .option('--facts <file>', 'a facts file (packs/schemas/facts.json)')
    .option(
      '--before <file>',
      'with --facts: earlier facts; the difference is shown (a case compares with its last answer)',
    )
    .option('--calendar <file.ics>', 'also writes the deadlines as an iCalendar file, with escalating alarms')
    .option('--reminders', 'prints the running clocks, the most pressing first, and how loudly each calls', false)
    .addHelpText(
      'after',
      '\nExample:\n  candour duties case-…\n  candour duties --facts facts.json --calendar duties.ics --json',
    )
    .action(async (caseId: string | undefined, options: DutiesOptions, command: Command) => {
      if ((caseId === undefined) === (options.facts === undefined))
        command.error('error: expected a case or --facts FILE');
      if (options.before !== undefined && options.facts === undefined)
        command.error('error: expected --facts FILE beside --before FILE');
      const files = [options.facts, options.before].map((file) =>
        file === undefined ? null : readFacts(callerPath(file)),
      );
      const [facts, before] = files.map((file) => (file?.ok === true ? parsedInput(factsSchema, file.value) : null));
      await runVerb(openApp, options, async (app) => {
        for (const file of files) if (file !== null && !file.ok) return file;
        const duties =
          facts === null || facts === undefined
            ? await deriveCaseDuties.run({ case: caseId ?? '' }, await app.deps())
            : await deriveDutiesFromFacts.run({ facts, before: before ?? null }, await app.deps());
        if (!duties.ok) return duties;
        if (options.calendar !== undefined) {
          const feed =
            facts === null || facts === undefined
              ? await dutyCalendar.run({ case: caseId ?? '' }, await app.deps())
              : ok(calendarFeed([{ document: duties.value, told: facts }], `Candour duties, ${duties.value.case}`));
          const written = feed.ok ? writeCalendar(callerPath(options.calendar), feed.value) : feed;
          if (!written.ok) return written;
        }
        const reminders = remindersOf(duties.value.duties, (await app.deps()).clock.now());
        return ok({
          document: options.reminders ? { ...duties.value, reminders } : duties.value,
          text: options.reminders ? reminderText(reminders) : dutiesText(duties.value),
        });
      });
    });
}

function writeCalendar(path: string, text: string): Result<null> {
  try {
    writeFileSync(path, text, { mode: 0o600 });
    return ok(null);
  } catch {
    return err(cliFault('CLI_FILE_UNWRITABLE', `writing the calendar: ${path} cannot be written`));
  }
}
