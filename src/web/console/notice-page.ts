import type { CaseSummary } from '../../model/case.ts';
import type { DraftedMessage } from '../../ports/outbox-reader.ts';
import { markup } from './markup.ts';
import { page } from './page.ts';

/** One notice as it would be received: its HTML in a frame that can do nothing, its text beside it. */
export const noticePage = (one: CaseSummary, notice: string, message: DraftedMessage): string =>
  page(
    'Notice',
    markup`<nav class="page wide" aria-label="Local page"><a href="/case/${one.case}/notices">Drafted notices</a> · <a href="/case/${one.case}">Report</a></nav>
<header class="page wide"><p class="kicker">Draft ${notice}, not sent</p><h1>${message.subject}</h1>
<p>From ${message.from}<br>To ${message.to}</p></header>
<main class="wide"><div class="pair">
<section aria-labelledby="as-mail"><h2 id="as-mail">As mail programs show it</h2><iframe sandbox title="The notice as HTML" src="/case/${one.case}/notices/${notice}/html"></iframe></section>
<section aria-labelledby="as-text"><h2 id="as-text">As plain text</h2><pre tabindex="0" role="group" aria-labelledby="as-text">${message.text}</pre></section>
</div></main>`,
  );
