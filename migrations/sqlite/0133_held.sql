-- +goose Up

-- Counts the transactions that rested on the row: what is locked alone holds on one node of a cluster.
ALTER TABLE accounts ADD COLUMN held INTEGER NOT NULL DEFAULT 0;
ALTER TABLE service_accounts ADD COLUMN held INTEGER NOT NULL DEFAULT 0;
ALTER TABLE inventory_rounds ADD COLUMN held INTEGER NOT NULL DEFAULT 0;
ALTER TABLE staff ADD COLUMN held INTEGER NOT NULL DEFAULT 0;
ALTER TABLE assets ADD COLUMN held INTEGER NOT NULL DEFAULT 0;
