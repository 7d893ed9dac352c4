import { readFileSync } from 'node:fs';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { expect, test } from 'vitest';
import { companySchema } from '../../model/company.ts';
import { COMPANY } from './controller.ts';
import { COUNTRIES, PLACE_WEIGHTS, PLACES } from './country.ts';
import { phoneNumber } from './customer-record.ts';
import { personName } from './person-name.ts';

test('customers live in the countries of the demo, California among the regions, and the weights are per cent', () => {
  const codes = COUNTRIES.map(({ code }) => code);
  for (const code of ['GB', 'CA', 'DE', 'FR', 'US', 'JP']) expect(codes).toContain(code);
  expect(PLACES.some(({ country, region }) => country.code === 'US' && region.code === 'CA')).toBe(true);
  expect(PLACE_WEIGHTS.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(100, 9);
});

test('no two places share a region code, so that a region alone is a segment', () => {
  expect(new Set(PLACES.map(({ region }) => region.code)).size).toBe(PLACES.length);
});

test('every country has a controller that the company declares, and every controller a country', () => {
  const declared = companySchema.parse(COMPANY).controllers.map(({ id }) => id);
  expect(new Set(COUNTRIES.map(({ controller }) => controller))).toEqual(new Set(declared));
});

test('the lead authority is one that the European law pack knows', () => {
  const authorities = readFileSync(new URL('../../../packs/laws/eu-gdpr/authority.yml', import.meta.url), 'utf8');
  const lead = COMPANY.controllers.find(({ id }) => id === 'example-eu')?.leadAuthority;
  expect(authorities).toContain(`id: ${lead}\n`);
});

test.each(COUNTRIES.map((country) => [country.code, country] as const))(
  'numbers of %s have the length of that country, and only where the regulator keeps some for fiction are they valid',
  (code, { phones }) => {
    for (const rank of [0, 1, 57, -1]) {
      const number = parsePhoneNumberFromString(phoneNumber(phones, rank));
      expect([number?.isPossible(), number?.countryCallingCode]).toEqual([
        true,
        { GB: '44', US: '1', CA: '1', DE: '49', FR: '33', JP: '81', IE: '353', NL: '31', ES: '34', IT: '39', AU: '61' }[
          code
        ],
      ]);
      if (!phones.reserved) expect(number?.isValid()).toBe(false);
    }
  },
);

test('a number belongs to one rank until the plan is used up', () => {
  const plan = COUNTRIES.find(({ code }) => code === 'US')?.phones ?? { prefixes: [], digits: 0, reserved: false };
  const all = plan.prefixes.length * 100;
  const numbers = Array.from({ length: all }, (_, rank) => phoneNumber(plan, rank));
  expect(new Set(numbers).size).toBe(all);
  expect(phoneNumber(plan, all)).toBe(numbers[0]);
  expect(phoneNumber(plan, -1)).toBe(numbers[all - 1]);
});

test('names have a spelling for e-mail addresses in every language', () => {
  for (const { region } of PLACES) {
    for (let key = 0; key < 200; key += 1) expect(personName(region.language, key).local).toMatch(/^[a-z]+\.[a-z]+$/);
  }
});
