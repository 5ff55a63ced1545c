-- +goose Up

-- What each transaction left of the rows that the audit log digests (Art. 6b). audit_id is the event whose MAC covers the
-- entry; ordinal is the row's version, 0 where it has none. digest_version is the number of the list of columns that the
-- digest covers, 0 where the row is gone. redaction is what stands in for erased text.
CREATE TABLE IF NOT EXISTS audit_digests (
  table_name TEXT NOT NULL,
  row_key BLOB NOT NULL,
  ordinal INTEGER NOT NULL,
  audit_id BLOB NOT NULL,
  digest_version INTEGER NOT NULL,
  digest BLOB,
  redaction BLOB,
  PRIMARY KEY (table_name, row_key, ordinal, audit_id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS audit_digests_event ON audit_digests (audit_id);
