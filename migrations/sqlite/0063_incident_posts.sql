-- The posts that incidents are about.
-- +goose Up
CREATE TABLE IF NOT EXISTS incident_posts (
  incident_id BLOB NOT NULL,
  post_id BLOB NOT NULL,
  PRIMARY KEY (incident_id, post_id),
  FOREIGN KEY (incident_id) REFERENCES incidents (id),
  FOREIGN KEY (post_id) REFERENCES posts (id)
);
CREATE INDEX IF NOT EXISTS incident_posts_post ON incident_posts (post_id, incident_id);
