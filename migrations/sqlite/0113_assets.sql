-- +goose Up

-- The register of IT assets (Art. 2, 5b). assets_listed serves the order by code and id, which MariaDB does not take from the
-- unique index. serial_key is NULL where there is no serial.
CREATE TABLE IF NOT EXISTS assets (
  id BLOB NOT NULL PRIMARY KEY,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  manufacturer TEXT NOT NULL,
  model TEXT NOT NULL,
  serial TEXT NOT NULL,
  serial_key TEXT,
  department_id BLOB NOT NULL,
  custodian_id BLOB,
  place TEXT NOT NULL,
  purchased_on TEXT,
  warranty_until TEXT,
  state TEXT NOT NULL,
  state_before_quarantine TEXT NOT NULL,
  connected INTEGER NOT NULL,
  remarks TEXT NOT NULL,
  source TEXT NOT NULL,
  confirmed_at INTEGER,
  confirmed_by BLOB,
  search TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  FOREIGN KEY (department_id) REFERENCES departments (id),
  FOREIGN KEY (custodian_id) REFERENCES staff (id)
);
CREATE UNIQUE INDEX IF NOT EXISTS assets_code ON assets (code);
CREATE UNIQUE INDEX IF NOT EXISTS assets_serial ON assets (serial_key);
CREATE INDEX IF NOT EXISTS assets_department ON assets (department_id, code, id);
CREATE INDEX IF NOT EXISTS assets_custodian ON assets (custodian_id);
CREATE INDEX IF NOT EXISTS assets_kind ON assets (kind, code, id);
CREATE INDEX IF NOT EXISTS assets_state ON assets (state, code, id);
CREATE INDEX IF NOT EXISTS assets_listed ON assets (code, id);

-- Network interfaces of assets (Art. 5a): read by IT alone. ip_key is the address where it belongs to one interface alone.
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

-- What depends on what (Art. 2): from_id stops when to_id stops. There is no cycle.
CREATE TABLE IF NOT EXISTS asset_links (
  id BLOB NOT NULL PRIMARY KEY,
  from_id BLOB NOT NULL,
  to_id BLOB NOT NULL,
  note TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  FOREIGN KEY (from_id) REFERENCES assets (id),
  FOREIGN KEY (to_id) REFERENCES assets (id)
);
CREATE UNIQUE INDEX IF NOT EXISTS asset_links_pair ON asset_links (from_id, to_id);
CREATE INDEX IF NOT EXISTS asset_links_to ON asset_links (to_id, from_id);

-- The history of assets: a line per change. Lines that are technical are read by IT alone (Art. 5a).
CREATE TABLE IF NOT EXISTS asset_events (
  id BLOB NOT NULL PRIMARY KEY,
  asset_id BLOB NOT NULL,
  action TEXT NOT NULL,
  field TEXT NOT NULL,
  before_text TEXT NOT NULL,
  after_text TEXT NOT NULL,
  technical INTEGER NOT NULL,
  article TEXT NOT NULL,
  cause_kind TEXT NOT NULL,
  cause_id BLOB,
  staff_id BLOB,
  service_account_id BLOB,
  at INTEGER NOT NULL,
  FOREIGN KEY (asset_id) REFERENCES assets (id)
);
CREATE INDEX IF NOT EXISTS asset_events_asset ON asset_events (asset_id, at, id);
