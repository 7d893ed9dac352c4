-- purpose: who opened any of the customers that a trace compares, with a number: a million rows of numbers are sorted and read sooner than of names
-- grain: one row per actor
-- column actor_no: from 0, in the order of the names
CREATE TEMP TABLE roster (actor_no INTEGER NOT NULL, actor VARCHAR NOT NULL)
