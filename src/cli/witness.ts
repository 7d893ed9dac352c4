import { Command } from 'commander';
import { ok } from '../core/result.ts';
import type { CosignStatus } from '../ports/witnessed-log.ts';
import type { Witness } from '../witness.ts';
import { type GlobalOptions, type OpenApp, runVerb, withGlobals } from './shell.ts';

interface WitnessOptions {
  readonly data: string;
  readonly json: boolean;
}

type OpenWitness = (data: string) => Promise<Witness>;

const withWitness = (command: Command): Command =>
  command
    .option('--data <dir>', "the witness's own folder: its key, its list of logs, its memory", './candour-witness')
    .option('--json', 'one JSON document on stdout, all else on stderr', false);

/** Run by another organisation than the one whose log it watches: who holds both keys can rewrite both. */
export function witnessCommand(openWitness: OpenWitness, openApp: OpenApp): Command {
  const command = new Command('witness').addHelpText(
    'after',
    '\nExample:\n  candour witness init witness.example.com/candour --data ./candour-witness\n  candour witness add-log "$(cat log/vkey)"\n  candour witness serve --port 4718',
  );
  for (const sub of [
    initOf(openWitness),
    addLogOf(openWitness),
    serveOf(openWitness),
    statusOf(openWitness),
    askOf(openApp),
  ])
    command.addCommand(sub);
  return command;
}

const initOf = (openWitness: OpenWitness): Command =>
  withWitness(new Command('init'))
    .description('make a witness: a key under NAME, by which logs and readers know it')
    .argument('<name>', 'an address without its scheme, for example witness.example.com/candour')
    .addHelpText('after', '\nExample:\n  candour witness init witness.example.com/candour --data ./candour-witness')
    .action(async (name: string, options: WitnessOptions) => {
      await runVerb(openWitness, options, async (witness) => {
        const made = witness.make(name);
        if (!made.ok) return made;
        const { vkey } = made.value;
        return ok({
          document: { vkey },
          text: `${vkey}\n  give this line to whose log you watch; witness.key is your secret, and must not be on their machines`,
        });
      });
    });

const addLogOf = (openWitness: OpenWitness): Command =>
  withWitness(new Command('add-log'))
    .description('watch the log with this verifier key, and the notices logs that belong to it; takes effect at once')
    .argument('<vkey>', 'the line in log/vkey of the data directory, received from its owner')
    .addHelpText('after', '\nExample:\n  candour witness add-log "$(cat vkey)" --data ./candour-witness')
    .action(async (vkey: string, options: WitnessOptions) => {
      await runVerb(openWitness, options, async (witness) => {
        const added = witness.addLog(vkey.trim());
        if (!added.ok) return added;
        return ok({ document: { origin: added.value.name, id: added.value.id }, text: `watching ${added.value.name}` });
      });
    });

const statusOf = (openWitness: OpenWitness): Command =>
  withWitness(new Command('status'))
    .description('the logs that are watched, and the largest state of each that was cosigned')
    .addHelpText('after', '\nExample:\n  candour witness status --json')
    .action(async (options: WitnessOptions) => {
      await runVerb(openWitness, options, async (witness) => {
        const status = witness.status();
        if (!status.ok) return status;
        const { vkey, logs } = status.value;
        const lines = logs.map(({ origin, treeSize, cosignedAt }) =>
          treeSize === null ? `${origin}: nothing yet` : `${origin}: ${entries(treeSize)}, ${cosignedAt}`,
        );
        return ok({ document: { vkey, logs }, text: [vkey, ...lines].join('\n') });
      });
    });

const serveOf = (openWitness: OpenWitness): Command =>
  withWitness(new Command('serve'))
    .description('answer logs (POST /add-checkpoint) and monitors (GET /<sha256 of the origin>/checkpoint)')
    .option('--port <n>', '0: any free one', Number, 4718)
    .option('--host <address>', 'where to listen; put a proxy with TLS before anything but loopback', '127.0.0.1')
    .addHelpText('after', '\nExample:\n  candour witness serve --data ./candour-witness --port 4718')
    .action(async (options: WitnessOptions & { readonly port: number; readonly host: string }) => {
      await runVerb(openWitness, options, async (witness) => {
        const running = await witness.serve(options.host, options.port);
        if (!running.ok) return running;
        process.stderr.write(`witness: http://${options.host}:${running.value.port}\n  stop with Ctrl-C\n`);
        await new Promise<void>((resolve) => {
          process.once('SIGINT', resolve);
          process.once('SIGTERM', resolve);
        });
        await running.value.close();
        return ok({ document: { stopped: true }, text: 'stopped' });
      });
    });

const askOf = (openApp: OpenApp): Command =>
  withGlobals(new Command('ask'))
    .description(
      "as the owner of a log: ask the witnesses in the data directory's witness.policy to cosign its newest state",
    )
    .addHelpText('after', '\nExample:\n  candour witness ask --data ./candour-data --json')
    .action(async (options: GlobalOptions) => {
      await runVerb(openApp, options, async (app) => {
        const log = app.log();
        const status = log.ok ? await log.value.ask() : log;
        if (!status.ok) return status;
        const { state, cosigned, answers } = status.value;
        const document = {
          origin: state.origin,
          treeSize: state.treeSize,
          rootHash: state.rootHash,
          cosigned,
          witnesses: answers,
        };
        return ok({ document, text: askText(status.value), wanting: cosigned === 'not-yet' });
      });
    });

const entries = (n: number): string => `${n} ${n === 1 ? 'entry' : 'entries'}`;

const COSIGNED: Readonly<Record<CosignStatus['cosigned'], string>> = {
  yes: 'cosigned as the policy asks',
  'not-yet': 'not cosigned yet: entries are in the log all the same, and receipts say so',
  'not-asked': 'the policy asks for no witness: receipts prove nothing against the holder of the key',
};

const askText = ({ state, cosigned, answers }: CosignStatus): string =>
  [
    `${state.origin}, ${entries(state.treeSize)}: ${COSIGNED[cosigned]}`,
    ...answers.map(
      ({ witness, answer, size, why }) =>
        `  ${witness}: ${answer}${size === null ? '' : `, size ${size}`}${why === null ? '' : ` (${why})`}`,
    ),
  ].join('\n');
