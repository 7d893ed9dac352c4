import type { LawDuty } from '../packs/law-text.ts';
import { versionOn } from './law-version.ts';

type Substitute = NonNullable<LawDuty['substitute']>[number];

/** What a law says on `day` about form, channels, substitute notice, language and record of a duty, in sentences. */
export function formOf(
  duty: LawDuty,
  day: string,
): { readonly words: readonly string[]; readonly sources: readonly string[] } {
  const on = <V extends { readonly from: string; readonly to?: string | undefined }>(versions?: readonly V[]) =>
    versionOn(versions ?? [], day);
  const [form, channels, substitute] = [on(duty.form), on(duty.channels), on(duty.substitute)];
  const [language, keep] = [on(duty.language), on(duty.keep)];
  return {
    words: [
      ...(form?.words ?? []),
      ...(channels === undefined ? [] : [`Channels: ${listed(channels.allowed)}.`, ...said(channels.words)]),
      ...(substitute === undefined ? [] : [substituteWords(substitute), ...said(substitute.words)]),
      ...said(language?.words),
      ...said(keep?.words),
    ],
    sources: [form, channels, substitute, language, keep].flatMap((value) => value?.sources ?? []),
  };
}

const NUMBER = new Intl.NumberFormat('en');

function substituteWords({ costOver, currency, personsOver, noContact, channels }: Substitute): string {
  const grounds = [
    ...(costOver === undefined
      ? []
      : [`direct notice would cost more than ${NUMBER.format(costOver)} ${currency ?? ''}`]),
    ...(personsOver === undefined ? [] : [`more than ${NUMBER.format(personsOver)} people are to be told`]),
    ...(noContact ? ['contact data is lacking'] : []),
  ].map((ground) => ground.trimEnd());
  return `Substitute notice by ${listed(channels)} when ${grounds.join(', or when ')}.`;
}

const listed = (channels: readonly string[]): string => channels.map((word) => word.replaceAll('-', ' ')).join(', ');

const said = (words: string | undefined): readonly string[] => (words === undefined ? [] : [words]);
