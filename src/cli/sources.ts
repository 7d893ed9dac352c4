import { Command } from 'commander';
import { ok } from '../core/result.ts';
import { loadSourcePack, sourceIds } from '../packs/source-pack.ts';
import { type GlobalOptions, type OpenApp, runVerb, withGlobals } from './shell.ts';

export function sourcesCommand(openApp: OpenApp): Command {
  return withGlobals(new Command('sources'))
    .addHelpText('after', '\nExample:\n  candour sources --json')
    .action(async (options: GlobalOptions) => {
      await runVerb(openApp, options, async (app) => {
        const sources = [];
        const unfinished: string[] = [];
        for (const id of sourceIds(app.packsFolder)) {
          const pack = loadSourcePack(app.packsFolder, id);
          if (!pack.ok && pack.error.code === 'PACK_UNFINISHED') {
            unfinished.push(id);
            continue;
          }
          if (!pack.ok) return pack;
          const { title, vendor, status, formats, fields, citation, logs } = pack.value.source;
          sources.push({
            id,
            title,
            vendor,
            status,
            formats: formats.map((form) => form.kind),
            fields,
            citation,
            logs: logs.trim(),
          });
        }
        const text = sources.map(
          ({ id, title, formats, fields }) =>
            `${id.padEnd(22)} ${title} (${formats.join(', ')})\n${' '.repeat(23)}fields: ${fields.join(', ') || 'never named'}`,
        );
        return ok({
          document: { sources, unfinished },
          text: [...text, ...unfinished.map((id) => `${id.padEnd(22)} not finished: candour check packs ${id}`)].join(
            '\n',
          ),
        });
      });
    });
}
