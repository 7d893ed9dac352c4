/** Values in ascending order that come and go; `insert` and `remove` move at most `size` numbers. */
export interface SortedValues {
  readonly size: () => number;
  insert(value: number): void;
  /** Replaces the set; n log n. */
  fill(from: Iterable<number>): void;
  /** Removes one occurrence; the value must be there. */
  remove(value: number): void;
  clear(): void;
  /** The middle value, of an even number the mean of the middle two; the set must not be empty. */
  median(): number;
  /** The p-quantile, 0 ≤ p ≤ 1, by linear interpolation between order statistics; the set must not be empty. */
  quantile(p: number): number;
  /** Median of the absolute deviations from the median; linear in size. */
  mad(): number;
}

export function sortedValues(): SortedValues {
  let values = new Float64Array(64);
  let size = 0;
  const at = (index: number): number => values[index] ?? Number.NaN;
  /** First position whose value is not below `value`. */
  const place = (value: number): number => {
    let [low, high] = [0, size];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (at(middle) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const median = (): number => (at((size - 1) >> 1) + at(size >> 1)) / 2;
  return {
    size: () => size,
    insert(value) {
      if (size === values.length) {
        const bigger = new Float64Array(Math.max(64, size * 2));
        bigger.set(values);
        values = bigger;
      }
      const index = place(value);
      values.copyWithin(index + 1, index, size);
      values[index] = value;
      size += 1;
    },
    remove(value) {
      const index = place(value);
      if (at(index) !== value || index >= size) throw new Error('removing a value that is not there');
      values.copyWithin(index, index + 1, size);
      size -= 1;
    },
    fill(from) {
      values = Float64Array.from(from).sort();
      size = values.length;
    },
    clear() {
      size = 0;
    },
    median,
    quantile(p) {
      const position = (size - 1) * p;
      const below = Math.floor(position);
      const low = at(below);
      return below + 1 < size ? low + (at(below + 1) - low) * (position - below) : low;
    },
    mad() {
      // Deviations grow away from the median on both sides, so walking outwards meets them in ascending order.
      const middle = median();
      let right = place(middle);
      let left = right - 1;
      const next = (): number => {
        const below = left >= 0 ? middle - at(left) : Number.POSITIVE_INFINITY;
        const above = right < size ? at(right) - middle : Number.POSITIVE_INFINITY;
        if (below <= above) left -= 1;
        else right += 1;
        return Math.min(below, above);
      };
      let [low, high] = [0, 0];
      for (let i = 0; i <= size >> 1; i += 1) {
        const deviation = next();
        if (i === (size - 1) >> 1) low = deviation;
        high = deviation;
      }
      return (low + high) / 2;
    },
  };
}

/** How far the MAD of a normal distribution stands below its standard deviation: 1 / Φ⁻¹(3/4). */
const MAD_TO_DEVIATION = 1.4826;

/** The least spread a baseline is credited with, so that a constant past (MAD 0) does not make every change infinite. */
export interface SpreadFloor {
  readonly floor: number;
  /** As a share of the median. */
  readonly floorShare: number;
}

/** What was expected, and how much it usually strays. */
export interface Baseline {
  readonly median: number;
  readonly mad: number;
}

/** Of a set that is not empty; linear in its size. */
export const baselineOf = (values: SortedValues): Baseline => ({ median: values.median(), mad: values.mad() });

/** Robust standard deviations above the median, negative below: (value − median) / max(1.4826 · MAD, floors). */
export function deviationFrom(baseline: Baseline, value: number, floor: SpreadFloor): number {
  const least = Math.max(floor.floor, floor.floorShare * baseline.median);
  return (value - baseline.median) / Math.max(MAD_TO_DEVIATION * baseline.mad, least);
}
