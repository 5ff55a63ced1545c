-- +goose Up

-- Rounds in which departments confirm what they own (Art. 5b). live is 1 for the one that is open, else NULL.
CREATE TABLE IF NOT EXISTS inventory_rounds (
  id BLOB NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  live INTEGER,
  due_on TEXT,
  opened_by BLOB,
  opened_at INTEGER NOT NULL,
  closed_by BLOB,
  closed_at INTEGER,
  version INTEGER NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS inventory_rounds_live ON inventory_rounds (live);
CREATE INDEX IF NOT EXISTS inventory_rounds_opened ON inventory_rounds (opened_at, id);

-- What a round found: a line per asset of the register, whose id is the asset's, and one per thing that is extra.
CREATE TABLE IF NOT EXISTS inventory_lines (
  round_id BLOB NOT NULL,
  id BLOB NOT NULL,
  asset_id BLOB,
  label TEXT NOT NULL,
  department_id BLOB NOT NULL,
  result TEXT NOT NULL,
  place TEXT NOT NULL,
  found_in BLOB,
  custodian_id BLOB,
  note TEXT NOT NULL,
  staff_id BLOB,
  at INTEGER,
  PRIMARY KEY (round_id, id),
  FOREIGN KEY (round_id) REFERENCES inventory_rounds (id),
  FOREIGN KEY (asset_id) REFERENCES assets (id),
  FOREIGN KEY (department_id) REFERENCES departments (id)
);
CREATE INDEX IF NOT EXISTS inventory_lines_label ON inventory_lines (round_id, label, id);
CREATE INDEX IF NOT EXISTS inventory_lines_department ON inventory_lines (round_id, department_id, result);
CREATE INDEX IF NOT EXISTS inventory_lines_asset ON inventory_lines (asset_id);
CREATE INDEX IF NOT EXISTS inventory_lines_owner ON inventory_lines (department_id);
