-- The assets that incidents are about.
-- +goose Up
CREATE TABLE IF NOT EXISTS incident_assets (
  incident_id BLOB NOT NULL,
  asset_id BLOB NOT NULL,
  PRIMARY KEY (incident_id, asset_id),
  FOREIGN KEY (incident_id) REFERENCES incidents (id),
  FOREIGN KEY (asset_id) REFERENCES assets (id)
);
CREATE INDEX IF NOT EXISTS incident_assets_asset ON incident_assets (asset_id, incident_id);
