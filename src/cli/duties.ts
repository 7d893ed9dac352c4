import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { err, ok, type Result } from '../core/result.ts';
import { calendarFeed } from '../duties/calendar-feed.ts';
import { remindersOf } from '../duties/reminder.ts';
import type { Duties } from '../model/duty.ts';
import type { Clock } from '../ports/shell.ts';
import { deriveCaseDuties } from '../workflow/derive-case-duties.ts';
import { deriveDutiesFromFacts } from '../workflow/derive-duties.ts';
import { dutyCalendar } from '../workflow/duty-calendar.ts';
import { dutiesText, reminderText } from './duty-text.ts';
import { readFacts, statedFacts } from './facts-file.ts';
import { cliFault } from './fault.ts';
import {
  callerPath,
  type GlobalOptions,
  type OpenApp,
  type OpenKnowledge,
  type Outcome,
  parsedInput,
  runVerb,
  withGlobals,
} from './shell.ts';

interface DutiesOptions extends GlobalOptions {
  readonly facts?: string;
  readonly before?: string;
  readonly calendar?: string;
  readonly reminders: boolean;
}

export function dutiesCommand(openApp: OpenApp, openKnowledge: OpenKnowledge): Command {
  return withGlobals(new Command('duties'))
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
      const [facts, before] = files.map((file, index) =>
        file?.ok === true ? parsedInput(statedFacts, file.value, `${[options.facts, options.before][index]}: `) : null,
      );
      const wrong = files.find((file) => file?.ok === false);
      if (wrong?.ok === false) await runVerb(openKnowledge, options, async () => wrong);
      else if (facts === null || facts === undefined) {
        await runVerb(openApp, options, async (app) => {
          const deps = await app.deps();
          const input = { case: caseId ?? '' };
          const duties = await deriveCaseDuties.run(input, deps);
          return duties.ok ? shown(duties.value, options, deps.clock, () => dutyCalendar.run(input, deps)) : duties;
        });
      } else {
        await runVerb(openKnowledge, options, async (knowledge) => {
          const duties = await deriveDutiesFromFacts.run({ facts, before: before ?? null }, knowledge);
          if (!duties.ok) return duties;
          const title = `Candour duties, ${duties.value.case}`;
          const feed = async () => ok(calendarFeed([duties.value], title));
          return shown(duties.value, options, knowledge.clock, feed);
        });
      }
    });
}

async function shown(
  duties: Duties,
  options: DutiesOptions,
  clock: Clock,
  feed: () => Promise<Result<string>>,
): Promise<Result<Outcome>> {
  if (options.calendar !== undefined) {
    const calendar = await feed();
    const written = calendar.ok ? writeCalendar(callerPath(options.calendar), calendar.value) : calendar;
    if (!written.ok) return written;
  }
  const reminders = remindersOf(duties.duties, clock.now());
  return ok({
    document: options.reminders ? { ...duties, reminders } : duties,
    text: options.reminders ? reminderText(reminders) : dutiesText(duties),
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
