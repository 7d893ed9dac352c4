import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { ok } from '../core/result.ts';
import type { NoticeBook } from '../model/notice.ts';
import { approveNotices } from '../workflow/approve-notices.ts';
import { draftNoticesInput, draftNoticesOfCase } from '../workflow/draft-notices-action.ts';
import { issueReceipt } from '../workflow/issue-receipt.ts';
import { noticeStatus } from '../workflow/notice-status.ts';
import { sealTelling } from '../workflow/tell-person.ts';
import { notThereYet } from './later.ts';
import { callerPath, type GlobalOptions, type OpenApp, parsedInput, runVerb, withGlobals } from './shell.ts';

export function noticesCommand(openApp: OpenApp): Command {
  const command = new Command('notices').addHelpText(
    'after',
    '\nExample:\n  candour notices draft case-…\n  candour notices status case-… --json',
  );

  withGlobals(command.command('draft'))
    .description('write one .eml per affected person into the case’s outbox; nothing is sent')
    .argument('<case>')
    .option('--notice <id>', 'a kind of notice of packs/notices (`candour new notice`)', 'person-email')
    .addHelpText('after', '\nExample:\n  candour notices draft case-…')
    .action(async (caseId: string, options: GlobalOptions & { readonly notice: string }) => {
      const input = parsedInput(draftNoticesInput, { case: caseId, notice: options.notice });
      await runVerb(openApp, options, async (app) => {
        const deps = await app.deps();
        const book = await draftNoticesOfCase.run(input, deps);
        if (!book.ok) return book;
        const faults = book.value.faults.map(
          (fault) => `  not fit to send: ${fault.message} (${fault.persons.toLocaleString('en')} persons)`,
        );
        return ok({
          document: book.value,
          text: [textOf(book.value), ...faults, `  outbox: ${join(deps.caseFolder(caseId), 'outbox')}`].join('\n'),
          wanting: !book.value.balanced,
        });
      });
    });

  withGlobals(command.command('status'))
    .description('the book: every affected person in exactly one state')
    .argument('<case>')
    .addHelpText('after', '\nExample:\n  candour notices status case-… --json')
    .action(async (caseId: string, options: GlobalOptions) => {
      await runVerb(openApp, options, async (app) => {
        const book = await noticeStatus.run({ case: caseId }, await app.deps());
        if (!book.ok) return book;
        const { approval } = book.value;
        const approved =
          approval === null
            ? 'not approved'
            : `approved by ${approval.approvedBy}, ${approval.messages.toLocaleString('en')} messages`;
        return ok({
          document: book.value,
          text: `${textOf(book.value)}\n  ${approved}`,
          wanting: !book.value.balanced,
        });
      });
    });

  withGlobals(command.command('receipt'))
    .description('write the receipt of a person who was told: OUT.tlog-proof, and OUT.json, which opens it')
    .argument('<case>')
    .requiredOption('--subject <id>', 'customer id')
    .requiredOption('--out <name>', 'path of the two files, without ending')
    .addHelpText('after', '\nExample:\n  candour notices receipt case-… --subject c-001234 --out receipt')
    .action(async (caseId: string, options: GlobalOptions & { readonly subject: string; readonly out: string }) => {
      await runVerb(openApp, options, async (app) => {
        const receipt = await issueReceipt.run({ case: caseId, subject: options.subject }, await app.deps());
        if (!receipt.ok) return receipt;
        const { text, opening, ...made } = receipt.value;
        const [proofPath, openingPath] = ['tlog-proof', 'json'].map((end) => `${callerPath(options.out)}.${end}`);
        writeFileSync(proofPath ?? '', text, { mode: 0o600 });
        writeFileSync(openingPath ?? '', opening, { mode: 0o600 });
        return ok({
          document: { ...made, proof: proofPath, opening: openingPath },
          text: `${proofPath}: person ${made.index + 1} of ${made.treeSize}, ${made.cosigned ? 'cosigned' : 'not cosigned yet'}`,
        });
      });
    });

  withGlobals(command.command('seal'))
    .description('say for good how many people were told: nobody is told in this case afterwards')
    .argument('<case>')
    .addHelpText('after', '\nExample:\n  candour notices seal case-… --json')
    .action(async (caseId: string, options: GlobalOptions) => {
      await runVerb(openApp, options, async (app) => {
        const sealed = await sealTelling.run({ case: caseId }, await app.deps());
        if (!sealed.ok) return sealed;
        const { told, incident, rootHash } = sealed.value;
        return ok({
          document: { case: caseId, ...sealed.value },
          text: `${told.toLocaleString('en')} people told, sealed: log/notices/${incident}, root ${rootHash}`,
        });
      });
    });

  withGlobals(command.command('approve'))
    .description('a second person lets the latest draft go: every message is held against the records first')
    .argument('<case>')
    .requiredOption('--approved-by <login>', 'the second person, who has looked at the notices')
    .addHelpText('after', '\nExample:\n  candour notices approve case-… --approved-by grace')
    .action(async (caseId: string, options: GlobalOptions & { readonly approvedBy: string }) => {
      await runVerb(openApp, options, async (app) => {
        const approved = await approveNotices.run({ case: caseId, approvedBy: options.approvedBy }, await app.deps());
        if (!approved.ok) return approved;
        const { approvedBy, messages, persons } = approved.value;
        return ok({
          document: { case: caseId, ...approved.value },
          text: `approved by ${approvedBy}: ${messages.toLocaleString('en')} messages; ${persons.toLocaleString('en')} persons are in the outbox. Nothing is sent.`,
        });
      });
    });

  for (const verb of ['lint', 'preview', 'send'])
    command.addCommand(notThereYet(verb, verb === 'send' ? 'delivery' : 'notices in depth'));
  return command;
}

const textOf = (book: NoticeBook): string =>
  [
    `${book.affected.toLocaleString('en')} persons affected = ${
      Object.entries(book.perState)
        .filter(([, n]) => n > 0)
        .map(([state, n]) => `${state} ${n.toLocaleString('en')}`)
        .join(' + ') || '0'
    }${book.balanced ? '' : ': the book does not balance'}`,
    ...book.variants.map(
      (variant) => `  ${variant.id} (${variant.regime}, ${variant.language}): ${variant.persons.toLocaleString('en')}`,
    ),
  ].join('\n');
