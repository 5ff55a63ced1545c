-- +goose Up

-- What each transaction left of the rows that the audit log digests (Art. 6b). audit_id is the event whose MAC covers the
-- entry; ordinal is the row's version, 0 where it has none. digest_version is the number of the list of columns that the
-- digest covers, 0 where the row is gone. redaction is what stands in for erased text.
CREATE TABLE IF NOT EXISTS audit_digests (
  table_name VARCHAR(40) NOT NULL,
  row_key VARBINARY(48) NOT NULL,
  ordinal BIGINT NOT NULL,
  audit_id BINARY(16) NOT NULL,
  digest_version INT NOT NULL,
  digest BINARY(32),
  redaction BLOB,
  PRIMARY KEY (table_name, row_key, ordinal, audit_id),
  INDEX audit_digests_event (audit_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};
