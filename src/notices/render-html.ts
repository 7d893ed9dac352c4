import { type Block, type Heading, inlineList, type NoticePage } from './notice-page.ts';

// No colour is set but the grey of the rules (4.5:1 on white, 4.6:1 on black): the reader's light or dark theme stays.
// Styles are inline because many webmail clients drop <style>; sizes are in em of 16 px (California asks for 10 pt or more).
const STYLE = {
  page: 'max-width:38em;margin:0 auto;padding:1em;font:16px/1.5 system-ui,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif;overflow-wrap:break-word',
  title: 'font-size:1.5em;line-height:1.25;margin:0 0 1em',
  heading: 'font-size:1.2em;line-height:1.3;margin:2em 0 .75em;padding-top:.75em;border-top:1px solid #767676',
  paragraph: 'margin:.75em 0',
  lead: 'margin:0;padding:0 0 .5em .75em;border-left:4px solid #767676;font-size:1.1em',
  label: 'font-weight:bold',
  list: 'margin:.75em 0;padding-left:1.5em',
  item: 'margin:0 0 .35em',
} as const;

/**
 * The page as one HTML document: a single column that fits a telephone, headings in order, the language on the element that
 * mail clients keep. No link, picture, script or remote resource; clients are asked not to make links of their own.
 */
export function renderHtml(page: NoticePage): string {
  const title = page.title.statutory?.text ?? page.title.own ?? '';
  const body = [
    headingHtml('h1', page.title, STYLE.title),
    ...page.sections.flatMap((section) => [
      ...(section.heading === null ? [] : [headingHtml('h2', section.heading, STYLE.heading)]),
      ...section.blocks.map((block) => blockHtml(page, block)),
    ]),
  ];
  const language = escapeHtml(page.language);
  return `<!doctype html>
<html lang="${language}" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no">
<title>${escapeHtml(title)}</title>
</head>
<body style="margin:0">
<div role="main" lang="${language}" style="${STYLE.page}">
${body.join('\n')}
</div>
</body>
</html>
`;
}

/** Safe as text and inside double quotes; line feeds become line breaks. */
export const escapeHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
    .replaceAll('\n', '<br>');

function headingHtml(level: 'h1' | 'h2', heading: Heading, style: string): string {
  const { statutory, own } = heading;
  if (statutory === null) return `<${level} style="${style}">${escapeHtml(own ?? '')}</${level}>`;
  const verbatim = `<${level} lang="${escapeHtml(statutory.language)}" style="${style}">${escapeHtml(statutory.text)}</${level}>`;
  return own === null ? verbatim : `${verbatim}\n<p style="${STYLE.paragraph};${STYLE.label}">${escapeHtml(own)}</p>`;
}

function blockHtml(page: NoticePage, block: Block): string {
  const label = block.label === null ? '' : `<strong style="${STYLE.label}">${escapeHtml(block.label)}</strong> `;
  if (block.layout === 'inline' && block.list.length > 0) {
    return paragraph(block, `${label}${escapeHtml(`${block.text} ${inlineList(page, block.list)}.`)}`);
  }
  const head = paragraph(block, `${label}${escapeHtml(block.text)}`);
  if (block.list.length === 0) return head;
  const tag = block.layout === 'numbers' ? 'ol' : 'ul';
  const items = block.list.map((item) => `<li style="${STYLE.item}">${escapeHtml(item)}</li>`);
  return `${head}\n<${tag} style="${STYLE.list}">\n${items.join('\n')}\n</${tag}>`;
}

const paragraph = (block: Block, inner: string): string =>
  `<p style="${block.lead ? STYLE.lead : STYLE.paragraph}">${inner}</p>`;
