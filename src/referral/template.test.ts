import { describe, expect, it } from 'vitest';
import { fillTemplate } from './template.ts';

const fill = (template: string, values: Parameters<typeof fillTemplate>[2], html = false): string => {
  const filled = fillTemplate('a text', template, values, html);
  return filled.ok ? filled.value : filled.error.message;
};

describe('a text with marks', () => {
  it('repeats a section for each of a list, and sees values from outside of it', () => {
    expect(
      fill('{{#items}}{{name}} of {{case}}; {{/items}}', { items: [{ name: 'a' }, { name: 'b' }], case: 'C' }),
    ).toBe('a of C; b of C; ');
  });

  it('takes the line of a mark that stands alone with it', () => {
    expect(fill('a\n{{#yes}}\nb\n{{/yes}}\n{{^yes}}\nc\n{{/yes}}\nd\n', { yes: true })).toBe('a\nb\nd\n');
  });

  it('shows the inverse of what is false, empty or not there in number', () => {
    for (const x of [false, '', 0, []]) expect(fill('{{^x}}none{{/x}}{{#x}}some{{/x}}', { x })).toBe('none');
  });

  it('escapes values in HTML, and not the text itself', () => {
    expect(fill('<b>{{x}}</b>', { x: `<i a="b">&'` }, true)).toBe('<b>&lt;i a=&quot;b&quot;&gt;&amp;&#39;</b>');
  });

  it('does not read marks in values', () => {
    expect(fill('{{x}}', { x: '{{y}}' })).toBe('{{y}}');
  });

  it.each([
    ['{{nobody}}', 'there is no value "nobody"'],
    ['{{#x}}open', '{{#x}} is not closed'],
    ['{{/x}}', '{{/x}} closes nothing that is open'],
    ['{{x}', 'braces that are no mark'],
    ['{{list}}', '"list" is no text'],
  ])('refuses %s', (template, problem) => {
    expect(fill(template, { x: 'x', list: [] })).toContain(problem);
  });
});
