/** Where the invented customers live, who answers for them and how they are written to. */
export interface Country {
  /** ISO 3166-1 alpha-2. */
  readonly code: string;
  /** Per cent of the customers. */
  readonly weight: number;
  /** Id of the controller; CONTROLLERS in controller.ts says why. */
  readonly controller: 'example-uk' | 'example-ca' | 'example-eu';
  readonly regions: readonly Region[];
  /** `12 High Street` or `Hauptstraße 12`. */
  readonly houseNumber: 'first' | 'last';
  readonly phones: PhonePlan;
}

export interface Region {
  /** ISO 3166-2 without the country: `CA` is California where the country is US. No two countries here share one. */
  readonly code: string;
  /** Weight within the country. */
  readonly weight: number;
  readonly city: string;
  /** `#` a digit, `@` a letter. */
  readonly postcode: string;
  /** BCP 47. */
  readonly language: string;
}

export interface PhonePlan {
  /** Beginnings of numbers, each followed by `digits` more. */
  readonly prefixes: readonly string[];
  readonly digits: number;
  /** True when the regulator keeps these numbers for fiction; false: the country keeps none; these are possible by length and no number of its plan. */
  readonly reserved: boolean;
}

const region = (code: string, weight: number, city: string, postcode: string, language: string): Region => ({
  code,
  weight,
  city,
  postcode,
  language,
});

// Ofcom, "Telephone numbers for use in TV and radio drama programmes": a thousand numbers a city.
const OFCOM =
  '20 7946 0|113 496 0|114 496 0|115 496 0|116 496 0|117 496 0|118 496 0|121 496 0|131 496 0|141 496 0|151 496 0|161 496 0|191 498 0|29 2018 0|28 9649 6|1632 960 |7700 900 ';
// 555-0100 to 555-0199 are kept for fiction in every area code (ATIS-0300115, 555 NXX assignment guidelines).
const US_AREAS =
  '212|213|214|305|310|312|323|347|408|415|425|469|510|512|619|626|646|702|714|718|737|786|818|917|925|929';
const CA_AREAS = '204|236|250|289|343|365|403|416|418|431|437|438|450|506|514|519|579|581|587|604|613|647';

const nanp = (areas: string): PhonePlan => ({
  prefixes: areas.split('|').map((area) => `+1 ${area} 555 01`),
  digits: 2,
  reserved: true,
});

export const COUNTRIES: readonly Country[] = [
  {
    code: 'GB',
    weight: 24,
    controller: 'example-uk',
    houseNumber: 'first',
    regions: [
      region('ENG', 78, 'London', 'N## #@@', 'en-GB'),
      region('SCT', 11, 'Edinburgh', 'EH## #@@', 'en-GB'),
      region('WLS', 7, 'Cardiff', 'CF## #@@', 'en-GB'),
      region('NIR', 4, 'Belfast', 'BT## #@@', 'en-GB'),
    ],
    phones: { prefixes: OFCOM.split('|').map((area) => `+44 ${area}`), digits: 3, reserved: true },
  },
  {
    code: 'US',
    weight: 22,
    controller: 'example-ca',
    houseNumber: 'first',
    regions: [
      region('CA', 34, 'Los Angeles', '900##', 'en-US'),
      region('NY', 22, 'New York', '100##', 'en-US'),
      region('TX', 20, 'Austin', '787##', 'en-US'),
      region('FL', 14, 'Miami', '331##', 'en-US'),
      region('WA', 10, 'Seattle', '981##', 'en-US'),
    ],
    phones: nanp(US_AREAS),
  },
  {
    code: 'CA',
    weight: 14,
    controller: 'example-ca',
    houseNumber: 'first',
    regions: [
      region('ON', 50, 'Toronto', 'M#@ #@#', 'en-CA'),
      region('QC', 30, 'Montréal', 'H#@ #@#', 'fr-CA'),
      region('BC', 20, 'Vancouver', 'V#@ #@#', 'en-CA'),
    ],
    phones: nanp(CA_AREAS),
  },
  {
    code: 'DE',
    weight: 12,
    controller: 'example-eu',
    houseNumber: 'last',
    regions: [
      region('NW', 40, 'Köln', '50###', 'de'),
      region('BY', 30, 'München', '80###', 'de'),
      region('BE', 18, 'Berlin', '10###', 'de'),
      region('HH', 12, 'Hamburg', '20###', 'de'),
    ],
    // Bundesnetzagentur, Mitteilung 148/2021 (Amtsblatt 7/2021): five blocks of a thousand "Drama Numbers".
    phones: {
      prefixes: ['+49 30 23125 ', '+49 69 90009 ', '+49 40 66969 ', '+49 221 4710 ', '+49 89 99998 '],
      digits: 3,
      reserved: true,
    },
  },
  {
    code: 'FR',
    weight: 10,
    controller: 'example-eu',
    houseNumber: 'first',
    regions: [
      region('IDF', 50, 'Paris', '750##', 'fr'),
      region('ARA', 28, 'Lyon', '690##', 'fr'),
      region('PAC', 22, 'Marseille', '130##', 'fr'),
    ],
    // Arcep's numbering plan (decision 2018-0881) keeps these blocks of ten thousand for audiovisual works.
    phones: {
      prefixes: ['+33 1 99 00 ', '+33 2 61 91 ', '+33 3 53 01 ', '+33 4 65 71 ', '+33 5 36 49 ', '+33 6 39 98 '],
      digits: 4,
      reserved: true,
    },
  },
  {
    code: 'JP',
    weight: 6,
    controller: 'example-uk',
    houseNumber: 'first',
    regions: [region('13', 65, '東京', '100-####', 'ja'), region('27', 35, '大阪', '530-####', 'ja')],
    phones: { prefixes: ['+81 3 0000 '], digits: 4, reserved: false },
  },
  {
    code: 'IE',
    weight: 3,
    controller: 'example-eu',
    houseNumber: 'first',
    regions: [region('D', 70, 'Dublin', 'D## @#@#', 'en-IE'), region('CO', 30, 'Cork', 'T## @#@#', 'en-IE')],
    phones: { prefixes: ['+353 30 000 '], digits: 4, reserved: false },
  },
  {
    code: 'NL',
    weight: 3,
    controller: 'example-eu',
    houseNumber: 'last',
    regions: [region('NH', 55, 'Amsterdam', '10## @@', 'nl'), region('ZH', 45, 'Rotterdam', '30## @@', 'nl')],
    phones: { prefixes: ['+31 19 000 '], digits: 4, reserved: false },
  },
  {
    code: 'ES',
    weight: 2,
    controller: 'example-eu',
    houseNumber: 'last',
    regions: [region('MD', 60, 'Madrid', '280##', 'es'), region('CT', 40, 'Barcelona', '080##', 'es')],
    phones: { prefixes: ['+34 100 00'], digits: 4, reserved: false },
  },
  {
    code: 'IT',
    weight: 2,
    controller: 'example-eu',
    houseNumber: 'last',
    regions: [region('62', 55, 'Roma', '001##', 'it'), region('25', 45, 'Milano', '201##', 'it')],
    phones: { prefixes: ['+39 20 0000 '], digits: 4, reserved: false },
  },
  {
    code: 'AU',
    weight: 2,
    controller: 'example-uk',
    houseNumber: 'first',
    regions: [region('NSW', 60, 'Sydney', '20##', 'en-AU'), region('VIC', 40, 'Melbourne', '30##', 'en-AU')],
    phones: { prefixes: ['+61 6 0000 '], digits: 4, reserved: false },
  },
];

/** A region with the number it has in the company's tables, and its country's. */
export interface Place {
  readonly country: Country;
  readonly countryNo: number;
  readonly region: Region;
}

/** Every region of every country, in a fixed order: a customer's place is a number into this list. */
export const PLACES: readonly Place[] = COUNTRIES.flatMap((country, countryNo) =>
  country.regions.map((part) => ({ country, countryNo, region: part })),
);

/** Weights of PLACES, in per cent of all customers. */
export const PLACE_WEIGHTS: readonly number[] = PLACES.map(({ country, region: part }) => {
  const all = country.regions.reduce((sum, other) => sum + other.weight, 0);
  return (country.weight * part.weight) / all;
});
