-- The assets that incidents are about.
-- +goose Up
CREATE TABLE IF NOT EXISTS incident_assets (
  incident_id BINARY(16) NOT NULL,
  asset_id BINARY(16) NOT NULL,
  PRIMARY KEY (incident_id, asset_id),
  INDEX incident_assets_asset (asset_id, incident_id),
  FOREIGN KEY (incident_id) REFERENCES incidents (id),
  FOREIGN KEY (asset_id) REFERENCES assets (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
