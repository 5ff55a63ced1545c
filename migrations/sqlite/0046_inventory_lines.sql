-- What a round found: a line per asset of the register, whose id is the asset's, and one per thing that is extra.
-- +goose Up
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
  FOREIGN KEY (department_id) REFERENCES departments (id),
  FOREIGN KEY (found_in) REFERENCES departments (id),
  FOREIGN KEY (custodian_id) REFERENCES staff (id),
  FOREIGN KEY (staff_id) REFERENCES staff (id)
);
CREATE INDEX IF NOT EXISTS inventory_lines_label ON inventory_lines (round_id, label, id);
CREATE INDEX IF NOT EXISTS inventory_lines_department ON inventory_lines (round_id, department_id, result);
CREATE INDEX IF NOT EXISTS inventory_lines_asset ON inventory_lines (asset_id);
