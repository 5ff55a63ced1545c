-- +goose Up

-- Licences of assets. Their keys are read by IT alone.
CREATE TABLE IF NOT EXISTS asset_licences (
  id BINARY(16) NOT NULL PRIMARY KEY,
  asset_id BINARY(16) NOT NULL,
  product VARCHAR(200) NOT NULL,
  licence_key VARCHAR(200) NOT NULL,
  expires_on VARCHAR(10),
  created_at BIGINT NOT NULL,
  INDEX asset_licences_asset (asset_id, product),
  INDEX asset_licences_expiry (expires_on),
  FOREIGN KEY (asset_id) REFERENCES assets (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};
