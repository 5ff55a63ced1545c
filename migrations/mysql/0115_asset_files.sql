-- +goose Up

-- Files of assets on their way into the register. done counts the rows of the present phase, which goes on from there after a stop.
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
  INDEX asset_imports_state (state, started_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};

-- The parts of a file of assets, in their order; they go when the import is done.
CREATE TABLE IF NOT EXISTS asset_import_parts (
  import_id BINARY(16) NOT NULL,
  part BIGINT NOT NULL,
  content MEDIUMBLOB NOT NULL,
  PRIMARY KEY (import_id, part),
  FOREIGN KEY (import_id) REFERENCES asset_imports (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};

-- What is wrong in a file of assets, by line and column.
CREATE TABLE IF NOT EXISTS asset_import_faults (
  id BINARY(16) NOT NULL PRIMARY KEY,
  import_id BINARY(16) NOT NULL,
  line BIGINT NOT NULL,
  column_name VARCHAR(120) NOT NULL,
  code VARCHAR(32) NOT NULL,
  message_vi VARCHAR(500) NOT NULL,
  message_en VARCHAR(500) NOT NULL,
  article VARCHAR(8) NOT NULL,
  INDEX asset_import_faults_line (import_id, line, id),
  FOREIGN KEY (import_id) REFERENCES asset_imports (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};
