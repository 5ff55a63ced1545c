-- The history of assets: a line per change. Lines that are technical are read by IT alone (Art. 5a).
-- +goose Up
CREATE TABLE IF NOT EXISTS asset_events (
  id BINARY(16) NOT NULL PRIMARY KEY,
  asset_id BINARY(16) NOT NULL,
  action VARCHAR(24) NOT NULL,
  field VARCHAR(24) NOT NULL,
  before_text TEXT NOT NULL,
  after_text TEXT NOT NULL,
  technical TINYINT NOT NULL,
  article VARCHAR(8) NOT NULL,
  cause_kind VARCHAR(24) NOT NULL,
  cause_id BINARY(16),
  staff_id BINARY(16),
  service_account_id BINARY(16),
  at BIGINT NOT NULL,
  INDEX asset_events_asset (asset_id, at, id),
  FOREIGN KEY (asset_id) REFERENCES assets (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
