-- purpose: the customers of a trace in the order of their ids, with their segments
-- grain: one row per customer
-- column customer_no: from 1
-- column shuffled: from 0 to 2^32, a fixed shuffle of customer_no (multiplication by a prime), the same on every engine and no pattern of the ids:
-- whoever has shuffled * n < 2^32 is one in n, and one in 2n are among these
CREATE TEMP TABLE place (customer VARCHAR NOT NULL, segment VARCHAR NOT NULL, customer_no INTEGER NOT NULL, shuffled BIGINT NOT NULL)
