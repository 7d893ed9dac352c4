/** What a column of a leaked table can mean to linking. */
export type SampleColumn =
  | 'id'
  | 'email'
  | 'phone'
  | 'name'
  | 'first-name'
  | 'last-name'
  | 'address'
  | 'postcode'
  | 'country'
  | 'digest';

const WORDS: Readonly<Record<SampleColumn, readonly string[]>> = {
  id: [
    'id',
    'customerid',
    'customer',
    'customerno',
    'customernumber',
    'clientid',
    'userid',
    'accountid',
    'subject',
    'uid',
  ],
  email: [
    'email',
    'emailaddress',
    'mail',
    'emails',
    'courriel',
    'customeremail',
    'useremail',
    'emailadresse',
    'correo',
  ],
  phone: ['phone', 'phonenumber', 'tel', 'telephone', 'mobile', 'mobilephone', 'cell', 'msisdn', 'telefon', 'handy'],
  name: ['name', 'fullname', 'customername', 'displayname', 'contact', 'nom', 'nomcomplet'],
  'first-name': ['firstname', 'givenname', 'forename', 'first', 'vorname', 'prenom'],
  'last-name': ['lastname', 'surname', 'familyname', 'last', 'nachname', 'nomdefamille'],
  address: [
    'address',
    'street',
    'streetaddress',
    'address1',
    'addressline1',
    'postaladdress',
    'adresse',
    'strasse',
    'rue',
  ],
  postcode: ['postcode', 'postalcode', 'zip', 'zipcode', 'plz', 'codepostal', 'postal'],
  country: ['country', 'countrycode', 'land', 'pays'],
  digest: [
    'hash',
    'hashed',
    'md5',
    'sha1',
    'sha256',
    'sha512',
    'emailhash',
    'hashedemail',
    'emailmd5',
    'md5email',
    'emailsha1',
    'sha1email',
    'emailsha256',
    'sha256email',
    'hem',
    'phonehash',
    'hashedphone',
    'phonesha256',
    'phonemd5',
  ],
};

const byWord = new Map(
  Object.entries(WORDS).flatMap(([column, words]) => words.map((word) => [word, column as SampleColumn] as const)),
);

/** The column that a heading names, whatever its case, accents, blanks and signs; null when it names none that links. */
export const sampleColumn = (heading: string): SampleColumn | null =>
  byWord.get(
    heading
      .normalize('NFD')
      .toLowerCase()
      .replace(/[^a-z0-9]/g, ''),
  ) ?? null;
