import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MemoryLake, memoryLake } from './memory-lake.ts';

let lake: MemoryLake;
beforeAll(async () => {
  lake = await memoryLake();
  await lake.load('exposure', [
    { subject: 'b', basis: 'possible', fields: [], fields_complete: null },
    { subject: 'a', basis: 'disclosed', fields: ['email', 'name'], fields_complete: true },
    { subject: 'as-logged', basis: 'accessed', fields: ['email'], fields_complete: false },
  ]);
  for (const id of ['a', 'b', 'c']) {
    await lake.insert('customer_current', [{ id, email: `${id}@example.com`, controller: 'example-uk' }]);
  }
});
afterAll(() => lake.close());

describe('notice-recipient', () => {
  it('gives everybody exposed once, and nobody else', async () => {
    const rows = await lake.rows('notice-recipient');
    expect(rows.map(({ subject, basis, fields }) => [subject, basis, fields])).toEqual([
      ['a', 'disclosed', ['email', 'name']],
      ['as-logged', 'accessed', ['email']],
      ['b', 'possible', []],
    ]);
  });

  it('calls fields complete only where that is stated', async () => {
    const rows = await lake.rows('notice-recipient');
    expect(rows.map(({ fields_complete }) => fields_complete)).toEqual([true, false, false]);
  });

  it('joins the record of those who are customers, and keeps those who are not', async () => {
    const rows = await lake.rows('notice-recipient');
    expect(rows.map(({ known, email, controller }) => [known, email, controller])).toEqual([
      [true, 'a@example.com', 'example-uk'],
      [false, null, null],
      [true, 'b@example.com', 'example-uk'],
    ]);
  });

  it('agrees with the count of people affected', async () => {
    expect(await lake.rows('notice-affected')).toEqual([{ persons: 3n }]);
  });
});
