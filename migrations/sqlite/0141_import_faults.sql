-- +goose Up

-- How many faults of each kind a file of assets has, of which the first are kept one by one; and which of its rows are wrong, a
-- bit for each. Imports from before keep all their faults.
ALTER TABLE asset_imports ADD COLUMN fault_kinds TEXT;
ALTER TABLE asset_imports ADD COLUMN wrong_rows BLOB;
