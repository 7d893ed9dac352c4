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

export type Certainty = 'known' | 'confirmed' | 'in part' | 'likely' | 'unknown';

/** A word, not a colour alone. */
export const badge = (certainty: Certainty): Markup =>
  markup`<span class="badge ${certainty.replace(' ', '-')}">${certainty}</span>`;

export interface Answer {
  readonly question: string;
  readonly certainty: Certainty | null;
  readonly answer: string;
  /** What the answer rests on. */
  readonly evidence?: string;
}

/** Questions with their answers, side by side where there is room. */
export const answerList = (answers: readonly Answer[]): Markup =>
  markup`<dl class="answers">${answers.map(
    ({ question, certainty, answer, evidence = '' }) =>
      markup`<div><dt><span>${question}</span> ${certainty === null ? null : badge(certainty)}</dt><dd>${answer}${evidence === '' ? null : markup` <span class="rests">${evidence}</span>`}</dd></div>`,
  )}</dl>`;
