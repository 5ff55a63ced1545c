-- +goose Up

-- Assets that wait to be handed over, and who looked after them: they left, or went to another department (Art. 5b).
CREATE TABLE IF NOT EXISTS asset_handovers (
  asset_id BINARY(16) NOT NULL PRIMARY KEY,
  staff_id BINARY(16) NOT NULL,
  at BIGINT NOT NULL,
  INDEX asset_handovers_staff (staff_id, asset_id),
  FOREIGN KEY (asset_id) REFERENCES assets (id),
  FOREIGN KEY (staff_id) REFERENCES staff (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};
