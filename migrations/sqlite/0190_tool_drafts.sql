-- +goose Up

-- The department for which a token drafts posts, as a director consented to it.
ALTER TABLE tokens ADD COLUMN draft_department_id BLOB;

-- The tool that drafted a post, and the one that saved a revision. Until a person takes the draft over it has no author, so the
-- columns of people may be empty: a constraint that is dropped changes no row, only the text of the schema.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'author_id BLOB NOT NULL', 'author_id BLOB') WHERE type = 'table' AND name = 'posts';
UPDATE sqlite_schema SET sql = replace(sql, 'editor_id BLOB NOT NULL', 'editor_id BLOB') WHERE type = 'table' AND name = 'revisions';
PRAGMA writable_schema = RESET;
ALTER TABLE posts ADD COLUMN service_account_id BLOB;
ALTER TABLE revisions ADD COLUMN service_account_id BLOB;
