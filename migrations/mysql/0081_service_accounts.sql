-- An identity of an external tool, which belongs to an asset and has a person who answers for it (Art. 4).
-- +goose Up
CREATE TABLE IF NOT EXISTS service_accounts (
  id BINARY(16) NOT NULL PRIMARY KEY,
  asset_id BINARY(16) NOT NULL,
  name VARCHAR(120) NOT NULL,
  purpose VARCHAR(500) NOT NULL,
  responsible_id BINARY(16) NOT NULL,
  state VARCHAR(16) NOT NULL,
  told_at BIGINT,
  version INT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  UNIQUE INDEX service_accounts_name (name),
  INDEX service_accounts_asset (asset_id),
  INDEX service_accounts_responsible (responsible_id),
  FOREIGN KEY (asset_id) REFERENCES assets (id),
  FOREIGN KEY (responsible_id) REFERENCES staff (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
