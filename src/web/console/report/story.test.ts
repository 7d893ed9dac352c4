import { describe, expect, test } from 'vitest';
import type { Scope } from '../../../model/exposure.ts';
import type { Trace } from '../../../model/trace.ts';
import { inventedFinding, inventedScope, inventedTrace } from '../../../testing/case/invented-case.ts';
import { inventedReport } from '../../../testing/case/invented-report.ts';
import type { FactBase } from '../../../workflow/fact-base.ts';
import { story } from './story.ts';

const told = (change: Partial<FactBase>): readonly string[] => {
  const report = inventedReport();
  return story({ ...report, base: { ...report.base, ...change } });
};
const scoped = (change: Partial<Scope>): readonly string[] => told({ scope: { ...inventedScope, ...change } });
const traced = (change: Partial<Trace>): readonly string[] => told({ trace: { ...inventedTrace, ...change } });

describe('who is affected', () => {
  test('is counted by place and by basis, and adds up', () => {
    expect(scoped({ gaps: [] })[1]).toBe(
      '3,147 people in six countries (United Kingdom 1,204, Canada 612, Germany 538, others 784, country not known 9) are affected: 226 who are on the list and 2,921 more whose records were opened; three legal entities answer for their data.',
    );
    expect(1204 + 612 + 538 + 784 + 9).toBe(inventedScope.persons);
  });

  test('had records opened, and no more, when nothing was found outside', () => {
    const scope = {
      ...inventedScope,
      gaps: [],
      byBasis: { disclosed: 0, accessed: 3147, reconstructed: 0, possible: 0 },
    };
    const text = told({ trace: null, scope }).join(' ');
    expect(text).toContain('had their records opened in the time looked at, for whatever purpose');
    expect(text).not.toMatch(/affected|exposed|leak/i);
  });

  test('is a least number where the logs have gaps', () => {
    expect(scoped({})[1]).toMatch(/^At least 3,147 people /);
  });

  test('is unknown, not zero, where accesses name nobody', () => {
    const sentence = scoped({ persons: 0, byCountry: {}, byController: {} })[1];
    expect(sentence).toContain('unknown');
    expect(sentence).not.toContain('0 ');
  });

  test('is nobody only where the logs are whole', () => {
    expect(scoped({ persons: 0, byCountry: {}, byController: {}, gaps: [] })[1]).toContain('No access');
  });
});

describe('what was exposed', () => {
  test('is said of everyone and of some', () => {
    expect(scoped({ untouched: ['password'] })[2]).toBe(
      'Exposed were the email address and name of everyone and the phone number of 18; the logs show that password was not touched.',
    );
  });

  test('is not called untouched where that cannot be shown', () => {
    expect(scoped({ untouched: [] })[2]).toContain('what was not touched cannot be shown');
  });
});

describe('who did it', () => {
  test('is never more than where the log points, and a person decides', () => {
    const sentences = traced({});
    expect(sentences[0]).toContain('the log points at one account, e-0412');
    expect(sentences[3]).toContain('that is for a person to decide, with the owner heard');
    expect(sentences.join(' ')).not.toMatch(/guilty|culprit|thief|stole|leaked by/i);
  });

  test.each(['not-in-this-log', 'not-enough-data', 'cannot-separate'] as const)(
    'is nobody when the trace says %s, whatever a finding said before',
    (verdict) => {
      const sentences = told({
        trace: { ...inventedTrace, verdict, named: [], window: null },
        finding: inventedFinding,
      });
      expect(sentences.join(' ')).not.toContain('e-0412');
      expect(sentences[3]).toContain('Nobody is named');
    },
  );

  test('without a trace is only what a finding saw', () => {
    const sentences = told({ trace: null });
    expect(sentences[0]).toBe(
      'On 11 March 2026 the account e-0412 opened the records of 431 people, for 412 of whom no ticket, order or other tie explains it.',
    );
    expect(sentences[3]).toContain('no proof of anything');
    expect(told({ trace: null, finding: null })[3]).toContain('nothing is said about anyone');
  });

  test('of a slow finding counts each person once', () => {
    const finding = { ...inventedFinding, kind: 'slow' as const, subjects: 9000, unexplained: 120 };
    const [first = ''] = told({ trace: null, finding });
    expect(first).toContain('the records of 120 people for whom no ticket');
    expect(first).not.toContain('9,000');
  });

  test('of several accounts is judged by the weakest evidence', () => {
    const named = [
      { actor: 'e-1', eValue: 1e13, posterior: 0.9 },
      { actor: 'e-2', eValue: 2e3, posterior: 0.9 },
    ];
    const sentences = traced({ verdict: 'several', named });
    expect(sentences[0]).toContain('two accounts: e-1 and e-2');
    expect(sentences[3]).toContain('at most once in a thousand times, and the rule');
  });
});
