-- +goose Up

-- Assets that wait to be handed over, and who looked after them: they left, or went to another department (Art. 5b).
CREATE TABLE IF NOT EXISTS asset_handovers (
  asset_id BLOB NOT NULL PRIMARY KEY,
  staff_id BLOB NOT NULL,
  at INTEGER NOT NULL,
  FOREIGN KEY (asset_id) REFERENCES assets (id),
  FOREIGN KEY (staff_id) REFERENCES staff (id)
);
CREATE INDEX IF NOT EXISTS asset_handovers_staff ON asset_handovers (staff_id, asset_id);
