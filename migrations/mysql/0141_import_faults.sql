-- +goose Up

-- How many faults of each kind a file of assets has; the first of them are kept one by one. Imports from before kept them all.
SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE asset_imports ADD COLUMN fault_kinds TEXT', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'asset_imports' AND column_name = 'fault_kinds');
PREPARE change_it FROM @change;
EXECUTE change_it;
