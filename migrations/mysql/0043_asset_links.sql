-- What depends on what (Art. 2): from_id stops when to_id stops. There is no cycle.
-- +goose Up
CREATE TABLE IF NOT EXISTS asset_links (
  id BINARY(16) NOT NULL PRIMARY KEY,
  from_id BINARY(16) NOT NULL,
  to_id BINARY(16) NOT NULL,
  note VARCHAR(200) NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE INDEX asset_links_pair (from_id, to_id),
  INDEX asset_links_to (to_id, from_id),
  FOREIGN KEY (from_id) REFERENCES assets (id),
  FOREIGN KEY (to_id) REFERENCES assets (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
