import { describe, expect, test } from 'vitest';
import { calibratedPosterior } from './calibrated-posterior.ts';

describe('calibratedPosterior', () => {
  test('who explains most of a list and leads clearly is meant; who explains little of it is doubtful, however clearly he leads', () => {
    expect(calibratedPosterior({ posterior: 1 - 1e-9, share: 0.7 })).toBeGreaterThan(0.999);
    expect(calibratedPosterior({ posterior: 0.9995, share: 0.2 })).toBeLessThan(0.8);
  });

  test('it rises with either, and is a probability at the ends', () => {
    const posteriors = [0, 1e-9, 0.1, 0.5, 0.9, 0.999, 1];
    const shares = [0, 0.05, 0.3, 0.6, 0.97, 1];
    for (const share of shares) {
      const values = posteriors.map((posterior) => calibratedPosterior({ posterior, share }));
      expect(values).toEqual([...values].sort((a, b) => a - b));
      for (const value of values) expect(value > 0 && value < 1).toBe(true);
    }
    for (const posterior of posteriors) {
      const values = shares.map((share) => calibratedPosterior({ posterior, share }));
      expect(values).toEqual([...values].sort((a, b) => a - b));
    }
  });
});
