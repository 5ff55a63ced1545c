-- What published posts are found by: one row for each category (its id) and tag ('#' and the folded tag), and '*' for
-- the post itself, with the columns that lists of them are narrowed and sorted by.
-- +goose Up
CREATE TABLE IF NOT EXISTS post_facets (
  facet VARBINARY(260) NOT NULL,
  audience VARCHAR(16) NOT NULL,
  published_at BIGINT NOT NULL,
  post_id BINARY(16) NOT NULL,
  department_id BINARY(16) NOT NULL,
  type VARCHAR(32) NOT NULL,
  PRIMARY KEY (facet, published_at, post_id),
  INDEX post_facets_audience (facet, audience, published_at, post_id),
  INDEX post_facets_department (facet, audience, department_id, published_at, post_id),
  INDEX post_facets_post (post_id),
  FOREIGN KEY (post_id) REFERENCES posts (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
INSERT IGNORE INTO post_facets SELECT '*', audience, published_at, id, department_id, type FROM posts WHERE publication = 'PUBLISHED';
INSERT IGNORE INTO post_facets SELECT c.category_id, p.audience, p.published_at, p.id, p.department_id, p.type
  FROM post_categories c JOIN posts p ON p.id = c.post_id WHERE c.live = 1 AND p.publication = 'PUBLISHED';
INSERT IGNORE INTO post_facets SELECT CONCAT('#', t.tag), p.audience, p.published_at, p.id, p.department_id, p.type
  FROM post_tags t JOIN posts p ON p.id = t.post_id WHERE p.publication = 'PUBLISHED';
