/**
 * Public holidays of a place in a year, as days `YYYY-MM-DD` on the place's own calendar. `place`: a country, or a country and its
 * part, as in ISO 3166 (`US`, `US-VT`). Undefined when nobody knows the holidays of that place: they are never taken as none.
 */
export type Holidays = (place: string, year: number) => ReadonlySet<string> | undefined;
