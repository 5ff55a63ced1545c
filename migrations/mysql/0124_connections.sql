-- +goose Up

-- One port of a network device holds one machine. port_key is the port as ports are compared, on the first of a machine's
-- interfaces there, else NULL. Of machines that share one already, the first to be written down has it.
SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE asset_interfaces ADD COLUMN port_key VARCHAR(32)', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'asset_interfaces' AND column_name = 'port_key');
PREPARE change_it FROM @change;
EXECUTE change_it;
UPDATE asset_interfaces n JOIN (SELECT MIN(id) AS id FROM asset_interfaces WHERE switch_id IS NOT NULL GROUP BY switch_id, LOWER(REPLACE(switch_port, ' ', ''))) f ON f.id = n.id
  SET n.port_key = LOWER(REPLACE(n.switch_port, ' ', '')) WHERE n.switch_port <> '';
SET @change = (SELECT IF(COUNT(*) = 0, 'CREATE UNIQUE INDEX asset_interfaces_port ON asset_interfaces (switch_id, port_key)', 'DO 0')
  FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'asset_interfaces' AND index_name = 'asset_interfaces_port');
PREPARE change_it FROM @change;
EXECUTE change_it;

-- What was found connected without the Board's consent (Art. 5e): when, by whom, and in which inventory round, NULL for the
-- take-over of a new centre's stock. refused_in is the list by which the Board refused it. registered_id is the asset as which
-- what a round found was registered; found_connected marks a machine that was unplugged from where the register has none.
SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE assets ADD COLUMN found_at BIGINT', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'assets' AND column_name = 'found_at');
PREPARE change_it FROM @change;
EXECUTE change_it;
SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE assets ADD COLUMN found_by BINARY(16)', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'assets' AND column_name = 'found_by');
PREPARE change_it FROM @change;
EXECUTE change_it;
SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE assets ADD COLUMN found_round_id BINARY(16)', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'assets' AND column_name = 'found_round_id');
PREPARE change_it FROM @change;
EXECUTE change_it;
SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE assets ADD COLUMN refused_in BINARY(16)', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'assets' AND column_name = 'refused_in');
PREPARE change_it FROM @change;
EXECUTE change_it;
SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE inventory_lines ADD COLUMN connected TINYINT NOT NULL DEFAULT 0', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'inventory_lines' AND column_name = 'connected');
PREPARE change_it FROM @change;
EXECUTE change_it;
SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE inventory_lines ADD COLUMN registered_id BINARY(16)', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'inventory_lines' AND column_name = 'registered_id');
PREPARE change_it FROM @change;
EXECUTE change_it;
SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE infections ADD COLUMN found_connected TINYINT NOT NULL DEFAULT 0', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'infections' AND column_name = 'found_connected');
PREPARE change_it FROM @change;
EXECUTE change_it;
SET @change = (SELECT IF(COUNT(*) = 0, 'CREATE INDEX assets_found ON assets (found_at)', 'DO 0')
  FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'assets' AND index_name = 'assets_found');
PREPARE change_it FROM @change;
EXECUTE change_it;

-- The end of the take-over of a new centre's stock: one row at most, which nothing takes away.
CREATE TABLE IF NOT EXISTS take_overs (
  id BINARY(16) NOT NULL PRIMARY KEY,
  reason VARCHAR(500) NOT NULL,
  closed_by BINARY(16) NOT NULL,
  closed_at BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};

-- Lists of what was found connected, on each of which the Board decides at once.
CREATE TABLE IF NOT EXISTS connect_lists (
  id BINARY(16) NOT NULL PRIMARY KEY,
  state VARCHAR(16) NOT NULL,
  round_id BINARY(16),
  department_id BINARY(16) NOT NULL,
  submitter_id BINARY(16) NOT NULL,
  approval_id BINARY(16),
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  closed_at BIGINT,
  INDEX connect_lists_created (created_at, id),
  INDEX connect_lists_department (department_id),
  FOREIGN KEY (department_id) REFERENCES departments (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};

-- Their lines, an asset each. open_asset_id is the asset while the line waits, so that it waits in one list at a time.
CREATE TABLE IF NOT EXISTS connect_lines (
  list_id BINARY(16) NOT NULL,
  asset_id BINARY(16) NOT NULL,
  open_asset_id BINARY(16),
  before_values MEDIUMTEXT NOT NULL,
  after_values MEDIUMTEXT NOT NULL,
  verdict VARCHAR(16) NOT NULL,
  reason VARCHAR(500) NOT NULL,
  PRIMARY KEY (list_id, asset_id),
  UNIQUE INDEX connect_lines_open (open_asset_id),
  INDEX connect_lines_asset (asset_id),
  FOREIGN KEY (list_id) REFERENCES connect_lists (id),
  FOREIGN KEY (asset_id) REFERENCES assets (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};
