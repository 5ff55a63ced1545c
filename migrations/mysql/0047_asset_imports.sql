-- Files of assets on their way into the register. done counts the rows of the present phase, which goes on from there after a stop.
-- +goose Up
CREATE TABLE IF NOT EXISTS asset_imports (
  id BINARY(16) NOT NULL PRIMARY KEY,
  file_name VARCHAR(200) NOT NULL,
  state VARCHAR(16) NOT NULL,
  parts BIGINT NOT NULL,
  bytes BIGINT NOT NULL,
  started_by BINARY(16) NOT NULL,
  account_id BINARY(16),
  started_at BIGINT NOT NULL,
  finished_at BIGINT,
  row_count BIGINT NOT NULL,
  done BIGINT NOT NULL,
  bad_rows BIGINT NOT NULL,
  created BIGINT NOT NULL,
  updated BIGINT NOT NULL,
  unchanged BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  failure_vi VARCHAR(500) NOT NULL,
  failure_en VARCHAR(500) NOT NULL,
  version BIGINT NOT NULL,
  INDEX asset_imports_started (started_at, id),
  INDEX asset_imports_state (state, started_at),
  FOREIGN KEY (started_by) REFERENCES staff (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
