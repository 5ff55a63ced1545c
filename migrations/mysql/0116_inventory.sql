-- +goose Up

-- Rounds in which departments confirm what they own (Art. 5b). live is 1 for the one that is open, else NULL.
CREATE TABLE IF NOT EXISTS inventory_rounds (
  id BINARY(16) NOT NULL PRIMARY KEY,
  name VARCHAR(120) NOT NULL,
  live TINYINT,
  due_on VARCHAR(10),
  opened_by BINARY(16),
  opened_at BIGINT NOT NULL,
  closed_by BINARY(16),
  closed_at BIGINT,
  version BIGINT NOT NULL,
  UNIQUE INDEX inventory_rounds_live (live),
  INDEX inventory_rounds_opened (opened_at, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};

-- What a round found: a line per asset of the register, whose id is the asset's, and one per thing that is extra.
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
  INDEX inventory_lines_owner (department_id),
  FOREIGN KEY (round_id) REFERENCES inventory_rounds (id),
  FOREIGN KEY (asset_id) REFERENCES assets (id),
  FOREIGN KEY (department_id) REFERENCES departments (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};
