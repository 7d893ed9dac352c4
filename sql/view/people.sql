-- The relations over people files that lake statements read, made once per session from the newest imports; a kind that
-- was never imported is an empty relation with the same columns. $customers, $workforce, $ties: a SELECT of the file's rows.

-- Made-up customers (canaries) are no customers: they are known by their addresses ($canaries: a list) whatever id the CRM gave them.
CREATE TEMP TABLE canary AS
WITH address AS (SELECT unnest($canaries) AS email)
SELECT DISTINCT c.id AS subject, a.email FROM address a JOIN ($customers) c ON c.email_norm = a.email
UNION
SELECT email, email FROM address;

CREATE TEMP VIEW customers AS
SELECT id, email, phone, name, address, postcode, city, country, region, language, controller, tenant,
  valid_from, valid_to, email_norm, phone_norm, name_norm, address_norm
FROM ($customers) ANTI JOIN canary ON subject = id;

-- What the company's own tables hold: canaries too, so that a query run again returns as many rows as it did. Whoever lists people leaves them out.
CREATE TEMP VIEW customer_version AS
SELECT id, email, phone, name, address, postcode, city, country, region, language, valid_from, valid_to FROM ($customers);

-- Most customers have one version; only the rest are sorted.
CREATE TEMP TABLE customer_current AS
WITH several AS (SELECT id FROM customers GROUP BY id HAVING count(*) > 1)
SELECT * FROM customers ANTI JOIN several USING (id)
UNION ALL
(SELECT * FROM customers SEMI JOIN several USING (id)
QUALIFY row_number() OVER (PARTITION BY id ORDER BY valid_from DESC NULLS LAST, valid_to DESC NULLS FIRST) = 1);

CREATE TEMP VIEW workforce AS
SELECT actor, name, team, manager, role, region, accounts, employed_from, employed_to FROM ($workforce);

CREATE TEMP VIEW ties AS
SELECT kind, id, actor, team, subject, held_from, held_to FROM ($ties);

-- An account that two people had is nobody's alone: it stands for itself.
CREATE TEMP TABLE actor_alias AS
SELECT account, min(actor) AS actor
FROM (SELECT actor, unnest(accounts) AS account FROM workforce)
WHERE account <> actor
GROUP BY account HAVING min(actor) = max(actor);

-- What a log may write instead of a customer's id; a spelling that two customers share resolves to neither.
CREATE TEMP TABLE subject_alias AS
SELECT alias, min(id) AS customer
FROM (
  SELECT id, email AS alias FROM customers
  UNION ALL SELECT id, email_norm FROM customers WHERE email_norm IS DISTINCT FROM email
  UNION ALL SELECT id, phone FROM customers
  UNION ALL SELECT id, phone_norm FROM customers WHERE phone_norm IS DISTINCT FROM phone)
WHERE alias IS NOT NULL AND alias <> id
GROUP BY alias HAVING min(id) = max(id);
