-- Network interfaces of assets (Art. 5a): read by IT alone. ip_key is the address where it belongs to one interface alone.
-- +goose Up
CREATE TABLE IF NOT EXISTS asset_interfaces (
  id BINARY(16) NOT NULL PRIMARY KEY,
  asset_id BINARY(16) NOT NULL,
  position BIGINT NOT NULL,
  name VARCHAR(60) NOT NULL,
  mac VARCHAR(17),
  ip VARCHAR(45),
  ip_key VARCHAR(45),
  vlan BIGINT NOT NULL,
  switch_id BINARY(16),
  switch_port VARCHAR(32) NOT NULL,
  shared TINYINT NOT NULL,
  UNIQUE INDEX asset_interfaces_mac (mac),
  UNIQUE INDEX asset_interfaces_ip (ip_key),
  INDEX asset_interfaces_asset (asset_id, position),
  INDEX asset_interfaces_address (ip),
  INDEX asset_interfaces_switch (switch_id, switch_port),
  FOREIGN KEY (asset_id) REFERENCES assets (id),
  FOREIGN KEY (switch_id) REFERENCES assets (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
