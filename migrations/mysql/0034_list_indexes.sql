-- The directory of one department is read by name; an index by state only tempts planners into sorting. Own posts are
-- found by who submitted them too.
-- +goose Up
DROP INDEX /*M! IF EXISTS */ staff_department ON staff;
CREATE INDEX /*M! IF NOT EXISTS */ posts_submitter ON posts (submitter_id, updated_at);
CREATE INDEX /*M! IF NOT EXISTS */ posts_author_newest ON posts (author_id, published_at, id);
