import { Command } from 'commander';
import { openApp } from '../app.ts';
import { openWitness } from '../witness.ts';
import { canaryCommand } from './canary.ts';
import { caseCommand } from './case.ts';
import { checkCommand } from './check.ts';
import { demoCommand } from './demo.ts';
import { detectCommand, findingsCommand } from './detect.ts';
import { doctorCommand } from './doctor.ts';
import { dutiesCommand } from './duties.ts';
import { eraseCommand } from './erase.ts';
import { expireCommand } from './expire.ts';
import { explainCommand } from './explain.ts';
import { filingsCommand } from './filings.ts';
import { ingestCommand } from './ingest.ts';
import { initCommand } from './init.ts';
import { laterCommands } from './later.ts';
import { lawsCommand } from './laws.ts';
import { logCommand } from './log.ts';
import { newCommand } from './new.ts';
import { noticesCommand } from './notices.ts';
import { peopleCommand } from './people.ts';
import { receiptCommand } from './receipt.ts';
import { referralCommand } from './referral.ts';
import { scopeCommand } from './scope.ts';
import { serveCommand } from './serve.ts';
import { EXIT } from './shell.ts';
import { simulateCommand } from './simulate.ts';
import { sourcesCommand } from './sources.ts';
import { timestampCommand } from './timestamp.ts';
import { traceCommand } from './trace.ts';
import { verifyCommand } from './verify.ts';
import { witnessCommand } from './witness.ts';

// What Candour writes is for its owner alone: files 0600, folders 0700, also those that the engine makes.
process.umask(0o077);

const program = new Command('candour')
  .description('From raw access logs to every affected person, truthfully told, with evidence at each step.')
  .version('0.1.0')
  .showHelpAfterError('(see --help)')
  .configureOutput({ writeOut: (text) => process.stdout.write(text), writeErr: (text) => process.stderr.write(text) });

for (const command of [
  demoCommand(openApp),
  ingestCommand(openApp),
  peopleCommand(openApp),
  expireCommand(openApp),
  detectCommand(openApp),
  findingsCommand(openApp),
  explainCommand(openApp),
  caseCommand(openApp),
  traceCommand(openApp),
  scopeCommand(openApp),
  dutiesCommand(openApp),
  lawsCommand(openApp),
  filingsCommand(openApp),
  noticesCommand(openApp),
  eraseCommand(openApp),
  referralCommand(openApp),
  initCommand(openApp),
  sourcesCommand(openApp),
  checkCommand(openApp),
  newCommand(openApp),
  doctorCommand(openApp),
  simulateCommand(openApp),
  canaryCommand(openApp),
  serveCommand(openApp),
  receiptCommand(openApp),
  timestampCommand(openApp),
  verifyCommand(),
  logCommand(openApp),
  witnessCommand(openWitness, openApp),
  ...laterCommands(),
])
  program.addCommand(command);
exitWith(program);

/** commander exits 1 on bad usage; the command line promises 2. */
function exitWith(command: Command): void {
  command.exitOverride((error) => process.exit(error.exitCode === 0 ? EXIT.done : EXIT.usage));
  for (const sub of command.commands) exitWith(sub);
}

await program.parseAsync();
