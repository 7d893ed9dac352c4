interface Named {
  readonly controllers: readonly string[];
  readonly tenants: readonly string[];
}

/** `company.yml` to fill in: an entry for each controller and tenant, every value that only the company knows left empty. */
export function companyTemplate({ controllers, tenants }: Named): string {
  return `# Who answers for the customers' data, and how they sign. Notices are refused until every value below is filled in.
name: ""
${controllers.length === 0 ? '' : `controllers:\n${controllers.map(entry).join('')}`}${tenants.length === 0 ? '' : `${PLATFORM}tenants:\n${tenants.map(tenant).join('')}`}`;
}

/** For a company that handles data for others (docs/how-to/tenants.md). */
const PLATFORM = `platform: # as which the company handles its tenants' data
  id: platform
  name: "" # legal name, as it signs
  country: "" # where it is established, ISO 3166-1: GB
  address: "" # on one line
  email: "" # messages to tenants come from here
  privacyContact: "" # whom a tenant can ask: e-mail or telephone
`;

const tenant = (id: string): string => `  - id: ${JSON.stringify(id)} # as in the customers column "tenant"
    name: "" # legal name
    country: "" # where it is established
    email: "" # where it wants to hear of a breach
`;

// JSON's strings are YAML's, whatever the id holds.
const entry = (id: string): string => `  - id: ${JSON.stringify(id)} # as in the customers column "controller"
    name: "" # legal name, as it signs
    country: "" # where it is established, ISO 3166-1: GB
    # region: "" # state or province, where authorities are regional: BY
    address: "" # on one line
    email: "" # notices come from here
    privacyContact: "" # whom a person can ask: e-mail or telephone
    website: "" # on the company's own domain, where a notice can be checked: https://…
    # dpo: "" # data protection officer, where there is one
    # leadAuthority: "" # id of an authority in packs/laws, where one-stop-shop applies: ie-dpc
    # representatives: # where a law wants one (GDPR Art. 27, UK GDPR Art. 27, Swiss FADP Art. 14), one a jurisdiction
    #   - { country: DE, name: "", address: "", contact: "" }
    # parentCompany: "" # who owns it, or false when nobody does; some laws ask for it in the notice
    # sectors: [] # which of these it is, [] for none: health-provider, bank, telecom-provider, listed-company … (packs/schemas/company.json)
`;
