import type { TraceDetail } from '../../../model/trace.ts';
import { type Markup, markup } from '../markup.ts';

/**
 * The named account's evidence beside what a name needs and what those next in line have, in powers of ten: whether it stands out is for the
 * reader to see. The others have no names, for nobody below the threshold has one.
 */
export function rivalPlot({ actor, rivals }: Pick<TraceDetail, 'actor' | 'rivals'>): Markup | null {
  if (rivals === undefined) return null;
  const lines = [
    { label: actor, value: rivals.own },
    { label: 'needed for a name', value: rivals.needed },
    ...rivals.others.map((value, i) => ({ label: `another account, ${i + 1} in line`, value })),
  ];
  const most = Math.max(1, ...lines.map(({ value }) => value));
  return markup`<table class="bars">
<caption>The evidence against ${actor} beside that against the accounts next in line, each taken alone, in powers of ten</caption>
<thead><tr><th scope="col">Account</th><th scope="col" class="number">Powers of ten</th><th aria-hidden="true"></th></tr></thead>
<tbody>${lines.map(
    ({ label, value }) => markup`
<tr><th scope="row">${label}</th><td class="number">${value.toFixed(1).replace('-', '−')}</td><td aria-hidden="true"><svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none"><rect width="${((Math.max(0, value) / most) * 100).toFixed(1)}" height="10"/></svg></td></tr>`,
  )}
</tbody></table>
<p class="small">Below 0 the list speaks against an account. ${rivals.others.length === 0 ? 'No other account opened any of these customers.' : 'Who they are is shown to nobody: they did not reach what a name needs, or what they opened is explained by the account that is named.'}</p>`;
}
