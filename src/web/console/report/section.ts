import { type Markup, markup } from '../markup.ts';

/** A titled part of the report that other parts can point at. */
export const section = (id: string, title: string, body: Markup): Markup => markup`
<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${body}
</section>`;

/** What stands where a step was not done yet; `command` is how to do it. */
export const notYet = (text: string, command: string): Markup =>
  markup`<p class="not-yet">${text} <code>${command}</code></p>`;

export type Certainty = 'known' | 'in part' | 'likely' | 'unknown';

/** A word, not a colour alone. */
export const badge = (certainty: Certainty): Markup =>
  markup`<span class="badge ${certainty.replace(' ', '-')}">${certainty}</span>`;
