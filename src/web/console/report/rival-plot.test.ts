import { expect, test } from 'vitest';
import { rivalPlot } from './rival-plot.ts';

test('the accounts next in line stand beside the named one, with numbers and no names', () => {
  const html = String(rivalPlot({ actor: 'e-0001', rivals: { own: 12.3, needed: 4.8, others: [1.25, -0.6] } }));
  expect(html.match(/e-\d{4}/g)).toEqual(['e-0001', 'e-0001']);
  expect(html.match(/<tr><th scope="row">/g)).toHaveLength(4);
  for (const shown of ['12.3', '4.8', '1.3', '−0.6', 'width="0.0"', 'width="100.0"']) expect(html).toContain(shown);
});

test('a trace of before it was kept draws nothing, and a hostile account name stays text', () => {
  expect(rivalPlot({ actor: 'e-0001' })).toBeNull();
  expect(String(rivalPlot({ actor: '<script>', rivals: { own: 1, needed: 1, others: [] } }))).not.toContain('<script>');
});
