-- +goose Up

-- How many changes of a post only those see who may read a draft of it (Art. 11c): the version of the website section and the Board does
-- not count them.
ALTER TABLE posts ADD COLUMN hidden_changes INTEGER NOT NULL DEFAULT 0;
