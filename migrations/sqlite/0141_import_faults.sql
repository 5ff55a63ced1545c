-- +goose Up

-- How many faults of each kind a file of assets has; the first of them are kept one by one. Imports from before kept them all.
ALTER TABLE asset_imports ADD COLUMN fault_kinds TEXT;
