-- +goose Up

-- The register of IT assets (Art. 2, 5b). assets_listed serves the order by code and id, which MariaDB does not take from the
-- unique index. serial_key is NULL where there is no serial.
CREATE TABLE IF NOT EXISTS assets (
  id BINARY(16) NOT NULL PRIMARY KEY,
  code VARCHAR(32) NOT NULL,
  name VARCHAR(200) NOT NULL,
  kind VARCHAR(24) NOT NULL,
  manufacturer VARCHAR(120) NOT NULL,
  model VARCHAR(120) NOT NULL,
  serial VARCHAR(64) NOT NULL,
  serial_key VARCHAR(64),
  department_id BINARY(16) NOT NULL,
  custodian_id BINARY(16),
  place VARCHAR(200) NOT NULL,
  purchased_on VARCHAR(10),
  warranty_until VARCHAR(10),
  state VARCHAR(16) NOT NULL,
  state_before_quarantine VARCHAR(16) NOT NULL,
  connected TINYINT NOT NULL,
  remarks VARCHAR(2000) NOT NULL,
  source VARCHAR(16) NOT NULL,
  confirmed_at BIGINT,
  confirmed_by BINARY(16),
  search VARCHAR(2000) NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  UNIQUE INDEX assets_code (code),
  UNIQUE INDEX assets_serial (serial_key),
  INDEX assets_listed (code, id),
  INDEX assets_department (department_id, code, id),
  INDEX assets_custodian (custodian_id),
  INDEX assets_kind (kind, code, id),
  INDEX assets_state (state, code, id),
  FOREIGN KEY (department_id) REFERENCES departments (id),
  FOREIGN KEY (custodian_id) REFERENCES staff (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};

-- Network interfaces of assets (Art. 5a): read by IT alone. ip_key is the address where it belongs to one interface alone.
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
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};

-- What depends on what (Art. 2): from_id stops when to_id stops. There is no cycle.
CREATE TABLE IF NOT EXISTS asset_links (
  id BINARY(16) NOT NULL PRIMARY KEY,
  from_id BINARY(16) NOT NULL,
  to_id BINARY(16) NOT NULL,
  note VARCHAR(200) NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE INDEX asset_links_pair (from_id, to_id),
  INDEX asset_links_to (to_id, from_id),
  FOREIGN KEY (from_id) REFERENCES assets (id),
  FOREIGN KEY (to_id) REFERENCES assets (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};

-- The history of assets: a line per change. Lines that are technical are read by IT alone (Art. 5a).
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
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};
