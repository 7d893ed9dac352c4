import { Command } from 'commander';
import { ok } from '../core/result.ts';
import { type ReferralMade, referCase, referralInput } from '../workflow/refer-case.ts';
import { callerPath, type GlobalOptions, type OpenApp, parsedInput, runVerb, withGlobals } from './shell.ts';

interface ReferralOptions extends GlobalOptions {
  readonly out: string;
  readonly to?: string;
  readonly approvedBy?: string;
  readonly victimsKey: readonly string[];
  readonly new: boolean;
  readonly timestamp: boolean;
  readonly unpacked: boolean;
}

export function referralCommand(openApp: OpenApp): Command {
  return withGlobals(new Command('referral'))
    .argument('<case>')
    .requiredOption('--out <dir>', 'folder for the bag')
    .option('--to <office>', 'to whom it goes')
    .option('--approved-by <login>', 'the second person who releases it; without one the bag is marked as a draft')
    .option(
      '--victims-key <age1…>',
      'age public key of the recipient: adds the list of people, encrypted; repeat for more',
      more,
      [],
    )
    .option('--new', 'a new referral, also where nothing changed since the last one', false)
    .option('--no-timestamp', 'without a time stamp, where the authority in evidence.yml does not answer')
    .option('--unpacked', 'write the folder beside the ZIP too', false)
    .addHelpText(
      'after',
      "\nExample:\n  candour referral case-… --out ./handover --to 'Example Police, Cyber Unit'\n  candour referral case-… --out ./handover --approved-by grace",
    )
    .action(async (caseId: string, options: ReferralOptions) => {
      const { to, approvedBy } = options;
      const input = parsedInput(referralInput, {
        case: caseId,
        out: callerPath(options.out),
        to,
        approvedBy,
        victimsKeys: options.victimsKey,
        fresh: options.new,
        unpacked: options.unpacked,
        timestamp: options.timestamp,
      });
      await runVerb(openApp, options, async (app) => {
        const made = await referCase.run(input, await app.deps());
        return made.ok ? ok({ document: made.value, text: textOf(made.value) }) : made;
      });
    });
}

const more = (key: string, before: readonly string[]): readonly string[] => [...before, key];

function textOf(made: ReferralMade): string {
  return [
    `${made.bag}: ${made.files} files, ${made.bytes} bytes${made.again ? ', the same as before' : ''}`,
    `  SHA-256 ${made.sha256}`,
    `  ${made.exhibits} exhibits, ${made.records} original records, ${made.victims === 0 ? 'no list of people' : `${made.victims} people in the encrypted list`}`,
    `  payload SHA-256 ${made.payloadSha256}`,
    `  custody key SHA-256 ${made.custodyKeyId}`,
    made.stampedAt === null ? '  no time stamp' : `  time stamp of ${made.stampedAt}`,
    made.approvedBy === null
      ? '  a draft: let a second person look at it, then run again with --approved-by'
      : `  approved by ${made.approvedBy}`,
    '  Tell the recipient these numbers by another way than the bag.',
  ].join('\n');
}
