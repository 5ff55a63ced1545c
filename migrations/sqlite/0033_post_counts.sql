-- How many rows of post_facets there are of each kind, kept in the transactions that write them.
-- +goose Up
CREATE TABLE IF NOT EXISTS post_counts (
  facet BLOB NOT NULL,
  audience TEXT NOT NULL,
  department_id BLOB NOT NULL,
  type TEXT NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (facet, audience, department_id, type)
) WITHOUT ROWID;
INSERT OR IGNORE INTO post_counts SELECT facet, audience, department_id, type, COUNT(*) FROM post_facets GROUP BY facet, audience, department_id, type;
