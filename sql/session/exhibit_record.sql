-- purpose: the records that a referral hands over
-- grain: one row per record
-- column record_no: the record's number in the batch's raw file
CREATE TEMP TABLE exhibit_record (batch VARCHAR NOT NULL, record_no INTEGER NOT NULL)
