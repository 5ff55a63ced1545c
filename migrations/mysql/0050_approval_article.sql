-- The article of the regulation that a flow's decisions carry out.
-- +goose Up
ALTER TABLE approvals ADD COLUMN /*M! IF NOT EXISTS */ article VARCHAR(8) NOT NULL DEFAULT '11c';
