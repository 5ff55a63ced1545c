-- The orders in which lists of posts are read. published_at is 0 where a post never was on the site, so that it sorts
-- and compares without NULL. What stands after M! is read by MariaDB alone: on MySQL a start that was cut right after
-- one of these statements wants that index dropped by hand.
-- +goose Up
UPDATE posts SET published_at = 0 WHERE published_at IS NULL;
CREATE INDEX /*M! IF NOT EXISTS */ posts_newest ON posts (published_at, id);
CREATE INDEX /*M! IF NOT EXISTS */ posts_newest_type ON posts (type, published_at, id);
CREATE INDEX /*M! IF NOT EXISTS */ posts_newest_department ON posts (department_id, published_at, id);
CREATE INDEX /*M! IF NOT EXISTS */ posts_public_department ON posts (department_id, publication, audience, published_at, id);
CREATE INDEX /*M! IF NOT EXISTS */ posts_public_title ON posts (publication, audience, sort_title, id);
CREATE INDEX /*M! IF NOT EXISTS */ posts_title ON posts (sort_title, id);
CREATE INDEX /*M! IF NOT EXISTS */ posts_deadline ON posts (closes_at, id);
