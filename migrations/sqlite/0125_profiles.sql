-- +goose Up

-- A person has one profile that is not archived, so the key is none any more: the writers of it take turns.
DROP INDEX IF EXISTS posts_person;
CREATE INDEX IF NOT EXISTS posts_person ON posts (person_id);
