import { type Block, type Heading, inlineList, type NoticePage } from './notice-page.ts';

/** The page as plain text, lines unbroken (the reader's client wraps them), ends with a line feed. */
export function renderText(page: NoticePage): string {
  const parts: string[] = [headingText(page.title, '=')];
  for (const section of page.sections) {
    if (section.heading !== null) parts.push(headingText(section.heading, '-'));
    parts.push(...section.blocks.map((block) => blockText(page, block)));
  }
  return `${parts.join('\n\n')}\n`;
}

function headingText(heading: Heading, line: string): string {
  const [first, second] =
    heading.statutory === null ? [heading.own ?? '', null] : [heading.statutory.text, heading.own];
  const underlined = `${first}\n${line.repeat(Array.from(first).length)}`;
  return second === null ? underlined : `${underlined}\n${second}`;
}

function blockText(page: NoticePage, block: Block): string {
  const head = block.label === null ? block.text : `${block.label} ${block.text}`;
  if (block.list.length === 0) return head;
  if (block.layout === 'inline') return `${head} ${inlineList(page, block.list)}.`;
  const items = block.list.map((item, n) => (block.layout === 'numbers' ? `${n + 1}. ${item}` : `- ${item}`));
  return [head, ...items].join('\n');
}
