import type { Company } from '../../model/company.ts';

/**
 * Three legal entities, after the events of DESIGN.md section 1: the Canadian one sells in the Americas, so that people
 * in California hear from Toronto; the Berlin one sells in the Union; the British one, the oldest, kept the rest of the
 * world, Japan and Australia among it.
 */
export const COMPANY: Company = {
  name: 'Example Shop',
  controllers: [
    {
      id: 'example-uk',
      name: 'Example Shop UK Ltd',
      country: 'GB',
      address: '1 Example Street, London N1 0ZZ, United Kingdom',
      email: 'privacy@uk.shop.example.com',
      privacyContact: 'privacy@uk.shop.example.com',
      website: 'https://uk.shop.example.com',
      sectors: [],
      dpo: 'Data Protection Officer, dpo@uk.shop.example.com',
    },
    {
      id: 'example-ca',
      name: 'Example Shop Canada Inc.',
      country: 'CA',
      address: '1 Example Avenue, Toronto ON M0A 0A0, Canada',
      email: 'privacy@ca.shop.example.com',
      privacyContact: 'privacy@ca.shop.example.com',
      website: 'https://ca.shop.example.com',
      sectors: [],
    },
    {
      id: 'example-eu',
      name: 'Example Shop Europe GmbH',
      country: 'DE',
      address: 'Beispielstraße 1, 10000 Berlin, Germany',
      email: 'privacy@eu.shop.example.com',
      privacyContact: 'privacy@eu.shop.example.com',
      website: 'https://eu.shop.example.com',
      sectors: [],
      dpo: 'Datenschutzbeauftragte, dpo@eu.shop.example.com',
      leadAuthority: 'de-be-blnbdi',
    },
  ],
};
