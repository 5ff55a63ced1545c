-- +goose Up

-- A person has one profile that is not archived, so the key is none any more: the writers of it take turns.
DROP INDEX IF EXISTS posts_person;
CREATE INDEX IF NOT EXISTS posts_person ON posts (person_id);

-- Whether the author has left: their drafts pass on.
ALTER TABLE posts ADD COLUMN author_left INTEGER NOT NULL DEFAULT 0;
UPDATE posts SET author_left = 1 WHERE author_id IN (SELECT id FROM staff WHERE state = 'LEFT');
