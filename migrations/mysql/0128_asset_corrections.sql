-- +goose Up

-- Corrections of what was mistyped in the register (Art. 5d). open_asset_id is the asset until it is over, so that it has one at
-- a time; former_code is the code that it had until the correction was made, NULL where that stayed.
CREATE TABLE IF NOT EXISTS asset_corrections (
  id BINARY(16) NOT NULL PRIMARY KEY,
  asset_id BINARY(16) NOT NULL,
  open_asset_id BINARY(16),
  state VARCHAR(16) NOT NULL,
  before_values MEDIUMTEXT NOT NULL,
  after_values MEDIUMTEXT NOT NULL,
  former_code VARCHAR(32),
  reason VARCHAR(500) NOT NULL,
  department_id BINARY(16) NOT NULL,
  asker_id BINARY(16) NOT NULL,
  approval_id BINARY(16),
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  closed_at BIGINT,
  UNIQUE INDEX asset_corrections_open (open_asset_id),
  INDEX asset_corrections_asset (asset_id, created_at, id),
  INDEX asset_corrections_former (former_code),
  INDEX asset_corrections_created (created_at, id),
  INDEX asset_corrections_department (department_id),
  FOREIGN KEY (asset_id) REFERENCES assets (id),
  FOREIGN KEY (department_id) REFERENCES departments (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};
