-- purpose: the people of a case's scope, for notices and duties
-- grain: one row per person
-- column subject: customer id, resolved; as logged when no customer has it
-- column basis: the strongest of disclosed, accessed, reconstructed, possible
-- column fields: union over the person's bases; empty means not known
-- column fields_complete: false when an access does not say which fields it showed, so that `fields` may lack some; null = not stated
CREATE TEMP TABLE exposure (subject VARCHAR NOT NULL, basis VARCHAR NOT NULL, fields VARCHAR[] NOT NULL, fields_complete BOOLEAN)
