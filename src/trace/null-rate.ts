/**
 * How often an innocent actor of this volume, in this segment, would have opened a customer whom so many others opened:
 * p = 1 - exp(-rate). Popularity leaves the actor himself out, so that his own view cannot make itself expected; the
 * logarithm makes an account that opens everybody expected to open everybody (volume / customers is its value for small volumes).
 */
export function nullRate(
  volume: number,
  others: number,
  segment: { readonly customers: number; readonly pairs: number },
): number {
  const reach = Math.min(volume, segment.customers - 0.5) / segment.customers;
  const meanOthers = Math.max(0, segment.pairs - volume) / segment.customers;
  return (-Math.log1p(-Math.max(0, reach)) * (others + 0.5)) / (meanOthers + 0.5);
}
