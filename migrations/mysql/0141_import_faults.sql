-- +goose Up

-- How many faults of each kind a file of assets has, of which the first are kept one by one; and which of its rows are wrong, a
-- bit for each. Imports from before keep all their faults.
SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE asset_imports ADD COLUMN fault_kinds TEXT', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'asset_imports' AND column_name = 'fault_kinds');
PREPARE change_it FROM @change;
EXECUTE change_it;
SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE asset_imports ADD COLUMN wrong_rows BLOB', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'asset_imports' AND column_name = 'wrong_rows');
PREPARE change_it FROM @change;
EXECUTE change_it;
