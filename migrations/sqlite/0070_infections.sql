-- Suspected infections and what was done about them (Art. 7c). open_asset_id is the asset until it is over, so that it has one at a time.
-- +goose Up
CREATE TABLE IF NOT EXISTS infections (
  id BLOB NOT NULL PRIMARY KEY,
  asset_id BLOB NOT NULL,
  open_asset_id BLOB,
  incident_id BLOB NOT NULL,
  origin TEXT NOT NULL,
  confirmed INTEGER NOT NULL,
  description TEXT NOT NULL,
  reporter_id BLOB,
  service_account_id BLOB,
  stage TEXT NOT NULL,
  state_before TEXT NOT NULL,
  connected_before INTEGER NOT NULL,
  suspected_at INTEGER NOT NULL,
  isolated_at INTEGER,
  unplugged_by BLOB,
  switch_id BLOB,
  switch_port TEXT NOT NULL,
  cleaned_at INTEGER,
  cleaning TEXT NOT NULL,
  rescan_id BLOB,
  rescanned_at INTEGER,
  reconnected_at INTEGER,
  outcome TEXT NOT NULL,
  version INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  FOREIGN KEY (asset_id) REFERENCES assets (id)
);
CREATE UNIQUE INDEX IF NOT EXISTS infections_open ON infections (open_asset_id);
CREATE INDEX IF NOT EXISTS infections_newest ON infections (suspected_at, id);
CREATE INDEX IF NOT EXISTS infections_asset ON infections (asset_id, suspected_at, id);
CREATE INDEX IF NOT EXISTS infections_stage ON infections (stage, suspected_at, id);
