-- +goose Up

-- Lists of posts by type.
CREATE INDEX IF NOT EXISTS posts_type ON posts (type, id);
