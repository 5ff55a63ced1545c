-- What a round found: a line per asset of the register, whose id is the asset's, and one per thing that is extra.
-- +goose Up
CREATE TABLE IF NOT EXISTS inventory_lines (
  round_id BINARY(16) NOT NULL,
  id BINARY(16) NOT NULL,
  asset_id BINARY(16),
  label VARCHAR(200) NOT NULL,
  department_id BINARY(16) NOT NULL,
  result VARCHAR(16) NOT NULL,
  place VARCHAR(200) NOT NULL,
  found_in BINARY(16),
  custodian_id BINARY(16),
  note VARCHAR(500) NOT NULL,
  staff_id BINARY(16),
  at BIGINT,
  PRIMARY KEY (round_id, id),
  INDEX inventory_lines_label (round_id, label, id),
  INDEX inventory_lines_department (round_id, department_id, result),
  INDEX inventory_lines_asset (asset_id),
  FOREIGN KEY (round_id) REFERENCES inventory_rounds (id),
  FOREIGN KEY (asset_id) REFERENCES assets (id),
  FOREIGN KEY (department_id) REFERENCES departments (id),
  FOREIGN KEY (found_in) REFERENCES departments (id),
  FOREIGN KEY (custodian_id) REFERENCES staff (id),
  FOREIGN KEY (staff_id) REFERENCES staff (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
