-- What IT was told of overdue duties: once per asset, duty and period.
-- +goose Up
CREATE TABLE IF NOT EXISTS protection_notices (
  asset_id BLOB NOT NULL,
  duty TEXT NOT NULL,
  period_at INTEGER NOT NULL,
  PRIMARY KEY (asset_id, duty, period_at),
  FOREIGN KEY (asset_id) REFERENCES assets (id)
);
