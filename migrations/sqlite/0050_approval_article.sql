-- The article of the regulation that a flow's decisions carry out.
-- +goose Up
ALTER TABLE approvals ADD COLUMN article TEXT NOT NULL DEFAULT '11c';
