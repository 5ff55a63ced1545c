-- An identity of an external tool, which belongs to an asset and has a person who answers for it (Art. 4).
-- +goose Up
CREATE TABLE IF NOT EXISTS service_accounts (
  id BLOB NOT NULL PRIMARY KEY,
  asset_id BLOB NOT NULL,
  name TEXT NOT NULL,
  purpose TEXT NOT NULL,
  responsible_id BLOB NOT NULL,
  state TEXT NOT NULL,
  told_at INTEGER,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  FOREIGN KEY (asset_id) REFERENCES assets (id),
  FOREIGN KEY (responsible_id) REFERENCES staff (id)
);
CREATE UNIQUE INDEX IF NOT EXISTS service_accounts_name ON service_accounts (name);
CREATE INDEX IF NOT EXISTS service_accounts_asset ON service_accounts (asset_id);
CREATE INDEX IF NOT EXISTS service_accounts_responsible ON service_accounts (responsible_id);
