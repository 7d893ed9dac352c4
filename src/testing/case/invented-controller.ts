import type { Controller } from '../../model/company.ts';

/** A made-up company in the United States, as a company file names it. */
export const inventedController: Controller = {
  id: 'shop',
  name: 'Example Inc',
  country: 'US',
  address: '1 Example Avenue, Springfield',
  email: 'privacy@us.example.com',
  privacyContact: 'privacy@us.example.com',
  website: 'https://www.example.com',
};
