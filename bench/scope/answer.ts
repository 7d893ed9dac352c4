/** What both contenders must agree on, as one line of text each. */
export const scopeAnswer = (counts: {
  readonly persons: number;
  readonly byCountry: Readonly<Record<string, number>>;
  readonly byController: Readonly<Record<string, number>>;
  readonly byField: Readonly<Record<string, number>>;
}): Readonly<Record<string, string | number>> => ({
  persons: counts.persons,
  byCountry: line(counts.byCountry),
  byController: line(counts.byController),
  byField: line(counts.byField),
});

const line = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${name}=${count}`)
    .sort()
    .join(' ');
