-- purpose: customers that a trace asks the log about: the leaked ones, and unleaked ones to compare with
-- grain: one row per customer
CREATE TEMP TABLE probe (probe_no INTEGER NOT NULL, customer VARCHAR NOT NULL, leaked BOOLEAN NOT NULL)
