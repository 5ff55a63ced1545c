-- How many rows of post_facets there are of each kind, kept in the transactions that write them.
-- +goose Up
CREATE TABLE IF NOT EXISTS post_counts (
  facet VARBINARY(260) NOT NULL,
  audience VARCHAR(16) NOT NULL,
  department_id BINARY(16) NOT NULL,
  type VARCHAR(32) NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (facet, audience, department_id, type)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
INSERT IGNORE INTO post_counts SELECT facet, audience, department_id, type, COUNT(*) FROM post_facets GROUP BY facet, audience, department_id, type;
