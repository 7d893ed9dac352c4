-- purpose: the leak sample once it is linked: who is in it, and with which fields
-- grain: one row per subject of the sample
-- column subject: customer id, resolved
-- column fields: words of the vocabulary, the columns that the sample shows of this subject
CREATE TEMP TABLE disclosed (subject VARCHAR NOT NULL, fields VARCHAR[] NOT NULL)
