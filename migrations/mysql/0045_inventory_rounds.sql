-- Rounds in which departments confirm what they own (Art. 5b). live is 1 for the one that is open, else NULL.
-- +goose Up
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
  INDEX inventory_rounds_opened (opened_at, id),
  FOREIGN KEY (opened_by) REFERENCES staff (id),
  FOREIGN KEY (closed_by) REFERENCES staff (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
