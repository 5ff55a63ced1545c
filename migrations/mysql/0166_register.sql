-- +goose Up

-- What the register is sorted and searched by. Names are sorted as they are until the asset is next saved.
SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE assets ADD COLUMN sort_name VARCHAR(240) NOT NULL DEFAULT ''''', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'assets' AND column_name = 'sort_name');
PREPARE change_it FROM @change;
EXECUTE change_it;
UPDATE assets SET sort_name = LOWER(LEFT(name, 240)) WHERE sort_name = '';
SET @change = (SELECT IF(COUNT(*) = 0, 'CREATE INDEX assets_name ON assets (sort_name, id)', 'DO 0')
  FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'assets' AND index_name = 'assets_name');
PREPARE change_it FROM @change;
EXECUTE change_it;
SET @change = (SELECT IF(COUNT(*) = 0, 'CREATE INDEX assets_warranty ON assets (warranty_until, id)', 'DO 0')
  FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'assets' AND index_name = 'assets_warranty');
PREPARE change_it FROM @change;
EXECUTE change_it;
SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE asset_licences ADD COLUMN product_key VARCHAR(200) NOT NULL DEFAULT ''''', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'asset_licences' AND column_name = 'product_key');
PREPARE change_it FROM @change;
EXECUTE change_it;
SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE asset_licences ADD COLUMN sought_key VARCHAR(200) NOT NULL DEFAULT ''''', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'asset_licences' AND column_name = 'sought_key');
PREPARE change_it FROM @change;
EXECUTE change_it;
UPDATE asset_licences SET product_key = LOWER(product), sought_key = UPPER(REPLACE(REPLACE(licence_key, ' ', ''), '-', '')) WHERE product_key = '';
SET @change = (SELECT IF(COUNT(*) = 0, 'CREATE INDEX asset_licences_product ON asset_licences (product_key)', 'DO 0')
  FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'asset_licences' AND index_name = 'asset_licences_product');
PREPARE change_it FROM @change;
EXECUTE change_it;
SET @change = (SELECT IF(COUNT(*) = 0, 'CREATE INDEX asset_licences_key ON asset_licences (sought_key)', 'DO 0')
  FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'asset_licences' AND index_name = 'asset_licences_key');
PREPARE change_it FROM @change;
EXECUTE change_it;

-- The warranties of whose end people were told: once each.
CREATE TABLE IF NOT EXISTS warranty_notices (
  asset_id BINARY(16) NOT NULL,
  warranty_until VARCHAR(10) NOT NULL,
  PRIMARY KEY (asset_id, warranty_until),
  FOREIGN KEY (asset_id) REFERENCES assets (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};
