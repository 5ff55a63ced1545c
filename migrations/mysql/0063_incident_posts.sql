-- The posts that incidents are about.
-- +goose Up
CREATE TABLE IF NOT EXISTS incident_posts (
  incident_id BINARY(16) NOT NULL,
  post_id BINARY(16) NOT NULL,
  PRIMARY KEY (incident_id, post_id),
  INDEX incident_posts_post (post_id, incident_id),
  FOREIGN KEY (incident_id) REFERENCES incidents (id),
  FOREIGN KEY (post_id) REFERENCES posts (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
