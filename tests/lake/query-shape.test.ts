import { parse } from 'libpg-query';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openQuerySandbox } from '../../src/adapters/duckdb/query-sandbox.ts';
import { CUSTOMER_COLUMNS, type CustomerVersion } from '../../src/model/customer-column.ts';
import { type TableMap, tableMapSchema } from '../../src/model/table-map.ts';
import type { QuerySandbox } from '../../src/ports/query-desk.ts';
import { queryShape, type Shaped } from '../../src/scope/query-shape.ts';

const MAP: TableMap = tableMapSchema.parse({
  tables: [
    {
      schema: 'crm',
      table: 'customer',
      columns: {
        id: { field: 'account-number', is: 'id' },
        mail: { field: 'email', is: 'email' },
        full_name: { field: 'name', is: 'name' },
        city: { field: 'postal-address', is: 'city' },
        created: { field: null },
      },
    },
    { database: 'shop', schema: 'crm', table: 'product', nobody: true },
    { database: 'books', schema: 'crm', table: 'ledger', nobody: true },
  ],
});
const shapeOf = async (sql: string, parameters: readonly (string | null)[] | null = null): Promise<Shaped> =>
  queryShape({ tree: await parse(sql), database: 'shop', parameters }, MAP);
const refusal = async (sql: string, parameters: readonly (string | null)[] | null = null): Promise<string> => {
  const shaped = await shapeOf(sql, parameters);
  return shaped.ok ? 'taken' : shaped.why;
};

const version = (id: string, some: Partial<CustomerVersion>): CustomerVersion => ({
  id,
  email: null,
  phone: null,
  name: null,
  address: null,
  postcode: null,
  city: null,
  country: null,
  region: null,
  language: null,
  valid_from: null,
  valid_to: null,
  ...some,
});
const AT = '2026-03-01T12:00:00.000Z';

async function sandboxOf(versions: readonly CustomerVersion[], timeLimitMs?: number): Promise<QuerySandbox> {
  async function* pages() {
    yield versions;
  }
  const opened = await openQuerySandbox(CUSTOMER_COLUMNS, pages(), timeLimitMs);
  if (opened === null) throw new Error('the sandbox holds a few versions');
  return opened;
}

let sandbox: QuerySandbox;
beforeAll(async () => {
  sandbox = await sandboxOf([
    version('1', { email: 'a@example.com', name: "Ann O'Neil", city: 'Ulm', valid_to: AT }),
    version('1', { email: 'a@example.com', name: "Ann O'Neil", city: 'Bonn', valid_from: AT }),
    version('2', { email: 'b@example.com', name: 'Bob', city: 'Köln' }),
    version('3', { name: '100% Cara' }),
    version('4', { name: 'Later', city: 'Bonn', valid_from: '2026-03-01T12:00:00.001Z' }),
  ]);
});
afterAll(() => sandbox.close());

async function idsOf(sql: string, at = AT): Promise<readonly string[] | null> {
  const shaped = await shapeOf(sql);
  if (!shaped.ok) throw new Error(shaped.why);
  return (await sandbox.run(shaped.shape, at))?.ids ?? null;
}

describe('a query over one mapped table', () => {
  test.each([
    ['SELECT mail FROM crm.customer', ['1', '2', '3']],
    ["SELECT mail FROM crm.customer WHERE city = 'Bonn'", ['1']],
    ["SELECT c.mail FROM crm.customer AS c WHERE c.city IN ('Bonn', 'Köln') AND NOT c.full_name = 'Bob'", ['1']],
    ["SELECT mail FROM crm.customer WHERE full_name LIKE '100\\% %' OR mail ILIKE 'B@%'", ['2', '3']],
    ['SELECT mail FROM crm.customer WHERE city IS NULL', ['3']],
    ['SELECT mail FROM crm.customer WHERE id = 2 ORDER BY created', ['2']],
    ["SELECT mail FROM crm.customer WHERE full_name = 'Ann O''Neil'", ['1']],
    ["SELECT mail FROM crm.customer WHERE city <> 'Bonn'", ['2']],
  ])('%s gives the rows that PostgreSQL gave', async (sql, ids) => {
    expect(await idsOf(sql)).toEqual(ids);
  });

  test('is answered by the versions that were valid at that instant, from inclusive, to exclusive', async () => {
    const inBonn = "SELECT mail FROM crm.customer WHERE city = 'Bonn'";
    expect(await idsOf(inBonn, '2026-03-01T11:59:59.999Z')).toEqual([]);
    expect(await idsOf(inBonn, AT)).toEqual(['1']);
    expect(await idsOf(inBonn, '2026-04-01T00:00:00.000Z')).toEqual(['1', '4']);
  });

  test('shows the fields of the columns that came back, all of them for a star', async () => {
    const fields = async (sql: string) => {
      const shaped = await shapeOf(sql);
      return shaped.ok ? shaped.shape.fields : shaped.why;
    };
    expect(await fields('SELECT mail, created FROM crm.customer')).toEqual(['email']);
    expect(await fields('SELECT * FROM crm.customer')).toEqual(['account-number', 'email', 'name', 'postal-address']);
  });

  test('with parameters is asked with the values that were logged', async () => {
    const of = async (sql: string, parameters: readonly (string | null)[]) => {
      const shaped = await shapeOf(sql, parameters);
      return shaped.ok ? (await sandbox.run(shaped.shape, AT))?.ids : shaped.why;
    };
    expect(await of('SELECT mail FROM crm.customer WHERE city = $1', ['Bonn'])).toEqual(['1']);
    expect(await of('SELECT mail FROM crm.customer WHERE city = $1::text OR id = $2::int', ['Köln', '3'])).toEqual([
      '2',
      '3',
    ]);
    expect(await of('SELECT mail FROM crm.customer WHERE id = ANY($1)', ['{1,"2",NULL}'])).toEqual(['1', '2']);
    expect(await of("SELECT mail FROM crm.customer WHERE id = ANY(ARRAY['3'])", [])).toEqual(['3']);
    expect(await of('PREPARE p (text) AS SELECT mail FROM crm.customer WHERE city = $1', ['Bonn'])).toEqual(['1']);
    expect(await of('SELECT mail FROM crm.customer WHERE city = $1 AND id = $2', ['Bonn'])).toBe('parameter');
    expect(await of('SELECT mail FROM crm.customer WHERE city = $1', [null])).toBe('parameter');
    expect(await of('SELECT mail FROM crm.customer WHERE id = ANY($1)', ['{{1},{2}}'])).toBe('expression');
  });

  test('that copied rows out is the same as the query', async () => {
    expect(await idsOf('COPY crm.customer (mail) TO STDOUT')).toEqual(['1', '2', '3']);
    expect(await idsOf("COPY (SELECT mail FROM crm.customer WHERE city = 'Bonn') TO '/tmp/x'")).toEqual(['1']);
    const named = await shapeOf('COPY crm.customer (mail) TO STDOUT');
    expect(named.ok && named.shape.fields).toEqual(['email']);
  });

  test('with a limit gives it, for whoever knows how many rows there were; one row for several is not countable', async () => {
    expect(await shapeOf('SELECT mail FROM crm.customer ORDER BY city LIMIT 10')).toMatchObject({
      shape: { limit: 10, countable: true },
    });
    expect(await shapeOf('SELECT mail FROM crm.customer LIMIT ALL')).toMatchObject({ shape: { limit: null } });
    expect(await shapeOf('SELECT DISTINCT city FROM crm.customer')).toMatchObject({ shape: { countable: false } });
  });

  test('says what its condition compared apart from what it returned', async () => {
    expect(await shapeOf("SELECT mail FROM crm.customer WHERE city = 'Bonn'")).toMatchObject({
      shape: { fields: ['email'], compared: ['postal-address'] },
    });
  });

  test('over tables that hold nobody’s data alone returns nobody', async () => {
    expect(await idsOf('SELECT * FROM crm.product p JOIN crm.product q ON q.id = p.id')).toEqual([]);
    expect(await idsOf("SELECT count(*) FROM crm.product WHERE kind = 'x' GROUP BY kind").catch(String)).toContain(
      'grouped',
    );
  });

  test('is held against the tables of its own database', async () => {
    expect(await refusal('SELECT * FROM crm.ledger')).toBe('unknown-table');
    expect(await refusal('SELECT * FROM shop.crm.product')).toBe('taken');
    expect(await refusal('SELECT * FROM books.crm.ledger')).toBe('unknown-table');
  });

  test('without a schema says that the search path is assumed', async () => {
    const shaped = await shapeOf('SELECT mail FROM customer');
    expect(shaped.ok ? shaped.shape.assumptions.join('; ') : '').toContain('search path');
  });
});

describe('what cannot be said', () => {
  test.each([
    ['SELECT mail FROM crm.customer WHERE city = $1', 'parameter'],
    ["SELECT mail FROM crm.customer WHERE lower(city) = 'bonn'", 'function'],
    ['SELECT count(*) FROM crm.customer', 'function'],
    ['SELECT mail FROM crm.orders', 'unknown-table'],
    ['SELECT mail FROM shop.customer', 'unknown-table'],
    ['SELECT mail FROM other.crm.customer', 'unknown-table'],
    ['SELECT c.mail FROM crm.customer c JOIN crm.orders o ON o.id = c.id', 'several-tables'],
    ['SELECT c.mail FROM crm.customer c, crm.orders', 'several-tables'],
    ['SELECT mail FROM crm.customer LIMIT 10 OFFSET 5', 'limited'],
    ['SELECT DISTINCT ON (city) mail FROM crm.customer', 'limited'],
    ['SELECT mail FROM crm.customer ORDER BY city FETCH FIRST 3 ROWS WITH TIES', 'limited'],
    ['SELECT mail FROM crm.customer TABLESAMPLE SYSTEM (10)', 'limited'],
    ['DECLARE c CURSOR FOR SELECT mail FROM crm.customer', 'cursor'],
    ["SELECT mail FROM crm.customer WHERE city = ''", 'empty-text'],
    ["SELECT mail FROM crm.customer WHERE id = '07'::int", 'expression'],
    ['SELECT mail FROM ONLY crm.customer', 'expression'],
    ['SELECT mail FROM crm.product p, crm.customer c', 'several-tables'],
    ['SELECT (SELECT mail FROM crm.customer) FROM crm.product', 'subquery'],
    ['SELECT mail_of(id) FROM crm.product', 'function'],
    ['SELECT a.x FROM crm.product a WHERE EXISTS (SELECT 1 FROM crm.customer)', 'subquery'],
    ['COPY (SELECT mail FROM crm.customer LIMIT 5 OFFSET 5) TO STDOUT', 'limited'],
    ['SELECT city FROM crm.customer GROUP BY city', 'grouped'],
    ["SELECT mail FROM crm.customer WHERE full_name > 'M'", 'order-of-text'],
    ["SELECT mail FROM crm.customer WHERE full_name BETWEEN 'A' AND 'M'", 'order-of-text'],
    ["SELECT mail FROM crm.customer WHERE created = '2026-01-01'", 'unknown-column'],
    ['SELECT secret FROM crm.customer', 'unknown-column'],
    ['SELECT mail || city FROM crm.customer', 'expression'],
    ['SELECT mail FROM crm.customer WHERE id IN (SELECT id FROM crm.vip)', 'subquery'],
    ['WITH x AS (SELECT 1) SELECT mail FROM crm.customer', 'subquery'],
    ['SELECT mail FROM (SELECT * FROM crm.customer) t', 'subquery'],
  ])('%s: %s', async (sql, why) => {
    expect(await refusal(sql)).toBe(why);
  });
});

describe('hostile queries', () => {
  test.each([
    'SELECT mail FROM crm.customer; DROP TABLE c',
    'DELETE FROM crm.customer',
    "COPY crm.customer FROM PROGRAM 'id'",
    'COPY (DELETE FROM crm.customer RETURNING mail) TO STDOUT',
    'PREPARE p AS DELETE FROM crm.customer',
    'SELECT mail INTO x FROM crm.customer',
    'SELECT mail FROM crm.customer FOR UPDATE',
    'SELECT mail FROM crm.customer UNION SELECT mail FROM crm.customer',
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM pg_read_file('/etc/passwd')",
    'SELECT * FROM "/etc/passwd"',
    "SELECT mail FROM crm.customer WHERE city OPERATOR(public.=) 'x'",
    "SELECT mail FROM crm.customer WHERE __proto__ = 'x'",
    "ATTACH 'x.db'",
    'VALUES (1)',
    'SELECT 1',
  ])('%s is refused, or does not parse', async (sql) => {
    const refused = await refusal(sql).catch(() => 'does not parse');
    expect(refused).not.toBe('taken');
  });

  test('a value never becomes part of the condition', async () => {
    const shaped = await shapeOf("SELECT mail FROM crm.customer WHERE city = 'x'') OR 1=1; DROP TABLE c --'");
    expect(shaped.ok && shaped.shape).toMatchObject({ where: 'city = $1', values: ["x') OR 1=1; DROP TABLE c --"] });
  });

  test('a tree that is none is refused', () => {
    for (const tree of [
      null,
      {},
      { stmts: [{}] },
      { stmts: [{ stmt: { SelectStmt: { op: 'SETOP_NONE' } } }] },
      [],
      'x',
    ])
      expect(queryShape({ tree, database: null, parameters: null }, MAP).ok).toBe(false);
  });
});

describe('the sandbox', () => {
  const run = async (where: string): Promise<readonly string[] | null> =>
    (await sandbox.run({ where, values: [] }, AT))?.ids ?? null;

  test.each([
    "id IN (SELECT content FROM read_text('/etc/hostname'))",
    "id IN (FROM read_csv('/etc/passwd'))",
    "id IN (SELECT 'x' FROM 'http://192.0.2.1/x.parquet')",
    "getenv('HOME') = 'x'",
    'true); DROP TABLE version; SELECT (1',
  ])('even a condition that no shape can have reaches nothing: %s', async (where) => {
    await expect(run(where)).rejects.toThrow();
    expect(await run('true')).toEqual(['1', '2', '3']);
  });

  test('ends a query that takes too long, and goes on', async () => {
    const many = Array.from({ length: 400 }, (_, n) => version(`c-${n}`, { name: 'x' }));
    const slow = await sandboxOf(many, 400);
    const endless = '(SELECT count(*) FROM version a, version b, version c, version d, version e) > 0';
    expect(await slow.run({ where: endless, values: [] }, AT)).toBeNull();
    expect(await slow.run({ where: "id = 'c-1'", values: [] }, AT)).toEqual({ ids: ['c-1'], rows: 1 });
    slow.close();
  });
});
