-- +goose Up

-- What the register is sorted and searched by. Names are sorted as they are until the asset is next saved.
ALTER TABLE assets ADD COLUMN sort_name TEXT NOT NULL DEFAULT '';
UPDATE assets SET sort_name = LOWER(name);
CREATE INDEX IF NOT EXISTS assets_name ON assets (sort_name, id);
CREATE INDEX IF NOT EXISTS assets_warranty ON assets (warranty_until, id);
ALTER TABLE asset_licences ADD COLUMN product_key TEXT NOT NULL DEFAULT '';
ALTER TABLE asset_licences ADD COLUMN sought_key TEXT NOT NULL DEFAULT '';
UPDATE asset_licences SET product_key = LOWER(product), sought_key = UPPER(REPLACE(REPLACE(licence_key, ' ', ''), '-', ''));
CREATE INDEX IF NOT EXISTS asset_licences_product ON asset_licences (product_key);
CREATE INDEX IF NOT EXISTS asset_licences_key ON asset_licences (sought_key);

-- The warranties of whose end people were told: once each.
CREATE TABLE IF NOT EXISTS warranty_notices (
  asset_id BLOB NOT NULL,
  warranty_until TEXT NOT NULL,
  PRIMARY KEY (asset_id, warranty_until),
  FOREIGN KEY (asset_id) REFERENCES assets (id)
);
