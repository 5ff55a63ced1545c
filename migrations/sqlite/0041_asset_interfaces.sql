-- Network interfaces of assets (Art. 5a): read by IT alone. ip_key is the address where it belongs to one interface alone.
-- +goose Up
CREATE TABLE IF NOT EXISTS asset_interfaces (
  id BLOB NOT NULL PRIMARY KEY,
  asset_id BLOB NOT NULL,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  mac TEXT,
  ip TEXT,
  ip_key TEXT,
  vlan INTEGER NOT NULL,
  switch_id BLOB,
  switch_port TEXT NOT NULL,
  shared INTEGER NOT NULL,
  FOREIGN KEY (asset_id) REFERENCES assets (id),
  FOREIGN KEY (switch_id) REFERENCES assets (id)
);
CREATE UNIQUE INDEX IF NOT EXISTS asset_interfaces_mac ON asset_interfaces (mac);
CREATE UNIQUE INDEX IF NOT EXISTS asset_interfaces_ip ON asset_interfaces (ip_key);
CREATE INDEX IF NOT EXISTS asset_interfaces_asset ON asset_interfaces (asset_id, position);
CREATE INDEX IF NOT EXISTS asset_interfaces_address ON asset_interfaces (ip);
CREATE INDEX IF NOT EXISTS asset_interfaces_switch ON asset_interfaces (switch_id, switch_port);
