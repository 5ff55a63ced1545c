-- What published posts are found by: one row for each category (its id) and tag ('#' and the folded tag), and '*' for
-- the post itself, with the columns that lists of them are narrowed and sorted by.
-- +goose Up
CREATE TABLE IF NOT EXISTS post_facets (
  facet BLOB NOT NULL,
  audience TEXT NOT NULL,
  published_at INTEGER NOT NULL,
  post_id BLOB NOT NULL,
  department_id BLOB NOT NULL,
  type TEXT NOT NULL,
  PRIMARY KEY (facet, published_at, post_id),
  FOREIGN KEY (post_id) REFERENCES posts (id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS post_facets_audience ON post_facets (facet, audience, published_at, post_id);
CREATE INDEX IF NOT EXISTS post_facets_department ON post_facets (facet, audience, department_id, published_at, post_id);
CREATE INDEX IF NOT EXISTS post_facets_post ON post_facets (post_id);
INSERT OR IGNORE INTO post_facets SELECT CAST('*' AS BLOB), audience, published_at, id, department_id, type FROM posts WHERE publication = 'PUBLISHED';
INSERT OR IGNORE INTO post_facets SELECT c.category_id, p.audience, p.published_at, p.id, p.department_id, p.type
  FROM post_categories c JOIN posts p ON p.id = c.post_id WHERE c.live = 1 AND p.publication = 'PUBLISHED';
INSERT OR IGNORE INTO post_facets SELECT CAST('#' || t.tag AS BLOB), p.audience, p.published_at, p.id, p.department_id, p.type
  FROM post_tags t JOIN posts p ON p.id = t.post_id WHERE p.publication = 'PUBLISHED';
