-- +goose Up

-- How many changes of an asset IT alone sees (Art. 5a): the version of those who may change the rest does not count them.
ALTER TABLE assets ADD COLUMN hidden_changes INTEGER NOT NULL DEFAULT 0;
