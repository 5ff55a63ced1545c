-- What depends on what (Art. 2): from_id stops when to_id stops. There is no cycle.
-- +goose Up
CREATE TABLE IF NOT EXISTS asset_links (
  id BLOB NOT NULL PRIMARY KEY,
  from_id BLOB NOT NULL,
  to_id BLOB NOT NULL,
  note TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  FOREIGN KEY (from_id) REFERENCES assets (id),
  FOREIGN KEY (to_id) REFERENCES assets (id)
);
CREATE UNIQUE INDEX IF NOT EXISTS asset_links_pair ON asset_links (from_id, to_id);
CREATE INDEX IF NOT EXISTS asset_links_to ON asset_links (to_id, from_id);
