-- Where the salts of a batch's records come from: 32 random bytes, destroyed with the batch when it expires.
CREATE TABLE batch_secret (
  batch TEXT PRIMARY KEY,
  secret BLOB NOT NULL CHECK (length(secret) = 32)
) STRICT;
