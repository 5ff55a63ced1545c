-- What IT was told of overdue duties: once per asset, duty and period.
-- +goose Up
CREATE TABLE IF NOT EXISTS protection_notices (
  asset_id BINARY(16) NOT NULL,
  duty VARCHAR(16) NOT NULL,
  period_at BIGINT NOT NULL,
  PRIMARY KEY (asset_id, duty, period_at),
  FOREIGN KEY (asset_id) REFERENCES assets (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
