-- The relations over people files that lake statements read, made once per session from the newest imports; a kind that
-- was never imported is an empty relation with the same columns. $customers, $workforce, $ties: a SELECT of the file's rows.
-- What takes seconds over millions of customers has a file of its own, named like its relation: made when a statement first asks for it.

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

-- Every spelling of a customer that is not the id: what a log or a list may write instead.
CREATE TEMP VIEW customer_spelling AS
SELECT id, alias FROM (
  SELECT id, email AS alias FROM customers
  UNION ALL SELECT id, email_norm FROM customers WHERE email_norm IS DISTINCT FROM email
  UNION ALL SELECT id, phone FROM customers
  UNION ALL SELECT id, phone_norm FROM customers WHERE phone_norm IS DISTINCT FROM phone)
WHERE alias <> id;

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
