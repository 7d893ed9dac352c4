import type { LawPackText } from '../packs/law-pack.ts';

/** The smallest law that uses every part of the schema: in the land XA, whoever sells data tells the office within two days. */
export const exampleLaw: LawPackText = {
  'law.yml': `
id: example-law
title: An invented law
status: draft
about: An invented law for tests.
zone: UTC
sources:
  s1: { text: 'Invented Act, s. 1', url: 'https://example.com/act', confidence: low }
covers: { countries: here }
lists:
  here: [{ from: 2020-01-01, sources: [s1], words: [XA] }]
conditions:
  peopleHere:
    - { from: 2020-01-01, sources: [s1], when: country in here, holds: The people live in XA., fails: The people live elsewhere. }
  dataSold:
    - { from: 2020-01-01, sources: [s1], when: sold, holds: The data was sold., fails: The data was not sold. }
applies: [{ from: 2020-01-01, sources: [s1], when: peopleHere }]
duties:
  - id: authority
    title: Tell the office
    to: { kind: authority, choose: fixed, authority: xa-office }
    when: [{ from: 2020-01-01, sources: [s1], group: dataSold }]
    deadline:
      - from: 2020-01-01
        sources: [s1]
        start: awareness
        length: 2
        unit: day
        calendar: every-day
        end: end-of-day
        words: Within two days.
    content: [{ from: 2020-01-01, sources: [s1], keys: [nature] }]
`,
  'authority.yml': `
authorities:
  - { id: xa-office, name: Office, country: XA, zone: UTC, url: 'https://example.com', from: 2020-01-01, confidence: low }
`,
  'case.yml': `
base: { controllers: [{ id: acme, name: Example, country: XA }] }
cases:
  - name: sold
    facts: { sold: true, groups: [{ controller: acme, country: XA, fields: [email], persons: 3 }] }
    expect: { authority: { verdict: required, recipient: 'authority:xa-office', because: [was sold], persons: 3 } }
  - name: kept
    facts: { sold: false, groups: [{ controller: acme, country: XA, fields: [email], persons: 3 }] }
    expect: { authority: not-required }
  - name: elsewhere
    facts: { sold: true, groups: [{ controller: acme, country: XB, fields: [email], persons: 3 }] }
    expect: { authority: none }
`,
};
