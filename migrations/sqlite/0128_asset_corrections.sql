-- +goose Up

-- Corrections of what was mistyped in the register (Art. 5d). open_asset_id is the asset until it is over, so that it has one at
-- a time; former_code is the code that it had until the correction was made, NULL where that stayed.
CREATE TABLE IF NOT EXISTS asset_corrections (
  id BLOB NOT NULL PRIMARY KEY,
  asset_id BLOB NOT NULL,
  open_asset_id BLOB,
  state TEXT NOT NULL,
  before_values TEXT NOT NULL,
  after_values TEXT NOT NULL,
  former_code TEXT,
  reason TEXT NOT NULL,
  department_id BLOB NOT NULL,
  asker_id BLOB NOT NULL,
  approval_id BLOB,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  closed_at INTEGER,
  FOREIGN KEY (asset_id) REFERENCES assets (id),
  FOREIGN KEY (department_id) REFERENCES departments (id)
);
CREATE UNIQUE INDEX IF NOT EXISTS asset_corrections_open ON asset_corrections (open_asset_id);
CREATE INDEX IF NOT EXISTS asset_corrections_asset ON asset_corrections (asset_id, created_at, id);
CREATE INDEX IF NOT EXISTS asset_corrections_former ON asset_corrections (former_code);
CREATE INDEX IF NOT EXISTS asset_corrections_created ON asset_corrections (created_at, id);
CREATE INDEX IF NOT EXISTS asset_corrections_department ON asset_corrections (department_id);
