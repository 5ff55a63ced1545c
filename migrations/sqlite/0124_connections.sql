-- +goose Up

-- One port of a network device holds one machine. port_key is the port as ports are compared, on the first of a machine's
-- interfaces there, else NULL. Of machines that share one already, the first to be written down has it.
ALTER TABLE asset_interfaces ADD COLUMN port_key TEXT;
UPDATE asset_interfaces SET port_key = LOWER(REPLACE(switch_port, ' ', '')) WHERE switch_id IS NOT NULL AND switch_port <> '' AND id IN
  (SELECT MIN(id) FROM asset_interfaces WHERE switch_id IS NOT NULL GROUP BY switch_id, LOWER(REPLACE(switch_port, ' ', '')));
CREATE UNIQUE INDEX IF NOT EXISTS asset_interfaces_port ON asset_interfaces (switch_id, port_key);

-- What was found connected without the Board's consent (Art. 5e): when, by whom, and in which inventory round, NULL for the
-- take-over of a new centre's stock. refused_in is the list by which the Board refused it. registered_id is the asset as which
-- what a round found was registered; found_connected marks a machine that was unplugged from where the register has none.
ALTER TABLE assets ADD COLUMN found_at INTEGER;
ALTER TABLE assets ADD COLUMN found_by BLOB;
ALTER TABLE assets ADD COLUMN found_round_id BLOB;
ALTER TABLE assets ADD COLUMN refused_in BLOB;
ALTER TABLE inventory_lines ADD COLUMN connected INTEGER NOT NULL DEFAULT 0;
ALTER TABLE inventory_lines ADD COLUMN registered_id BLOB;
ALTER TABLE infections ADD COLUMN found_connected INTEGER NOT NULL DEFAULT 0;
CREATE INDEX IF NOT EXISTS assets_found ON assets (found_at);

-- The end of the take-over of a new centre's stock: one row at most, which nothing takes away.
CREATE TABLE IF NOT EXISTS take_overs (
  id BLOB NOT NULL PRIMARY KEY,
  reason TEXT NOT NULL,
  closed_by BLOB NOT NULL,
  closed_at INTEGER NOT NULL
);

-- Lists of what was found connected, on each of which the Board decides at once.
CREATE TABLE IF NOT EXISTS connect_lists (
  id BLOB NOT NULL PRIMARY KEY,
  state TEXT NOT NULL,
  round_id BLOB,
  department_id BLOB NOT NULL,
  submitter_id BLOB NOT NULL,
  approval_id BLOB,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  closed_at INTEGER,
  FOREIGN KEY (department_id) REFERENCES departments (id)
);
CREATE INDEX IF NOT EXISTS connect_lists_created ON connect_lists (created_at, id);
CREATE INDEX IF NOT EXISTS connect_lists_department ON connect_lists (department_id);

-- Their lines, an asset each. open_asset_id is the asset while the line waits, so that it waits in one list at a time.
CREATE TABLE IF NOT EXISTS connect_lines (
  list_id BLOB NOT NULL,
  asset_id BLOB NOT NULL,
  open_asset_id BLOB,
  before_values TEXT NOT NULL,
  after_values TEXT NOT NULL,
  verdict TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (list_id, asset_id),
  FOREIGN KEY (list_id) REFERENCES connect_lists (id),
  FOREIGN KEY (asset_id) REFERENCES assets (id)
);
CREATE UNIQUE INDEX IF NOT EXISTS connect_lines_open ON connect_lines (open_asset_id);
CREATE INDEX IF NOT EXISTS connect_lines_asset ON connect_lines (asset_id);
