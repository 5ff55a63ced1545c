-- The history of assets: a line per change. Lines that are technical are read by IT alone (Art. 5a).
-- +goose Up
CREATE TABLE IF NOT EXISTS asset_events (
  id BLOB NOT NULL PRIMARY KEY,
  asset_id BLOB NOT NULL,
  action TEXT NOT NULL,
  field TEXT NOT NULL,
  before_text TEXT NOT NULL,
  after_text TEXT NOT NULL,
  technical INTEGER NOT NULL,
  article TEXT NOT NULL,
  cause_kind TEXT NOT NULL,
  cause_id BLOB,
  staff_id BLOB,
  service_account_id BLOB,
  at INTEGER NOT NULL,
  FOREIGN KEY (asset_id) REFERENCES assets (id)
);
CREATE INDEX IF NOT EXISTS asset_events_asset ON asset_events (asset_id, at, id);
