import { Command } from 'commander';
import type { App } from '../app.ts';
import { ok } from '../core/result.ts';
import { type GlobalOptions, type OpenApp, runVerb, withGlobals } from './shell.ts';

export function serveCommand(openApp: OpenApp): Command {
  return withGlobals(new Command('serve'))
    .option('--port <n>', 'default: 4717, or any free one', Number)
    .addHelpText('after', '\nExample:\n  candour serve --port 8080')
    .action(async (options: GlobalOptions & { readonly port?: number }) => {
      await runVerb(openApp, options, async (app) => {
        await serveUntilStopped(app, options.port, '/');
        return ok({ document: { stopped: true }, text: 'stopped' });
      });
    });
}

/** Prints the page's address once it answers, and serves until the process is told to stop. */
export async function serveUntilStopped(app: App, port: number | undefined, path: string): Promise<void> {
  const page = await app.serve(port ?? null);
  process.stdout.write(`\nlocal page: http://localhost:${page.port}${path}\n  stop with Ctrl-C\n`);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await page.close();
}
