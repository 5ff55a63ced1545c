-- +goose Up

-- The head of a post, and the projection of its published revision that lists read. published_at is 0 where a post was never
-- on the site, and closes_at is the end of the year 9999 where there is no deadline, so that both sort and compare without
-- NULL. Lists test row by row, in the order of their index, who may read; an index that begins with the audience and ends
-- with another order only tempts planners into sorting.
CREATE TABLE IF NOT EXISTS posts (
  id BLOB NOT NULL PRIMARY KEY,
  type TEXT NOT NULL,
  department_id BLOB NOT NULL,
  author_id BLOB NOT NULL,
  submitter_id BLOB,
  person_id BLOB,
  publication TEXT NOT NULL,
  working TEXT NOT NULL,
  at_board INTEGER NOT NULL,
  submitted_ever INTEGER NOT NULL,
  published_revision_id BLOB,
  working_revision_id BLOB,
  approval_id BLOB,
  published_approval_id BLOB,
  slug TEXT NOT NULL,
  pinned INTEGER NOT NULL,
  published_at INTEGER,
  updated_public_at INTEGER,
  scheduled_at INTEGER,
  scheduled_by BLOB,
  expires_at INTEGER,
  audience TEXT NOT NULL,
  title TEXT NOT NULL,
  sort_title TEXT NOT NULL,
  summary TEXT NOT NULL,
  excerpt TEXT NOT NULL,
  byline TEXT NOT NULL,
  poster_alias TEXT NOT NULL,
  closes_at INTEGER,
  working_title TEXT NOT NULL,
  working_audience TEXT NOT NULL,
  unpublish_reason TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  FOREIGN KEY (department_id) REFERENCES departments (id),
  FOREIGN KEY (author_id) REFERENCES staff (id)
);
CREATE UNIQUE INDEX IF NOT EXISTS posts_slug ON posts (slug);
CREATE UNIQUE INDEX IF NOT EXISTS posts_person ON posts (person_id);
CREATE INDEX IF NOT EXISTS posts_public ON posts (publication, audience, published_at, id);
CREATE INDEX IF NOT EXISTS posts_public_type ON posts (type, publication, audience, published_at, id);
CREATE INDEX IF NOT EXISTS posts_department ON posts (department_id, publication, published_at, id);
CREATE INDEX IF NOT EXISTS posts_updated ON posts (updated_at, id);
CREATE INDEX IF NOT EXISTS posts_working ON posts (working, updated_at);
CREATE INDEX IF NOT EXISTS posts_author ON posts (author_id, updated_at);
CREATE INDEX IF NOT EXISTS posts_newest ON posts (published_at, id);
CREATE INDEX IF NOT EXISTS posts_newest_type ON posts (type, published_at, id);
CREATE INDEX IF NOT EXISTS posts_newest_department ON posts (department_id, published_at, id);
CREATE INDEX IF NOT EXISTS posts_title ON posts (sort_title, id);
CREATE INDEX IF NOT EXISTS posts_deadline ON posts (closes_at, id);
CREATE INDEX IF NOT EXISTS posts_submitter ON posts (submitter_id, updated_at);
CREATE INDEX IF NOT EXISTS posts_author_newest ON posts (author_id, published_at, id);

-- Immutable content of a post, one row per save.
CREATE TABLE IF NOT EXISTS revisions (
  id BLOB NOT NULL PRIMARY KEY,
  post_id BLOB NOT NULL,
  number INTEGER NOT NULL,
  editor_id BLOB NOT NULL,
  title TEXT NOT NULL,
  summary TEXT NOT NULL,
  byline TEXT NOT NULL,
  audience TEXT NOT NULL,
  body TEXT NOT NULL,
  content TEXT NOT NULL,
  hash BLOB NOT NULL,
  restored_from BLOB,
  created_at INTEGER NOT NULL,
  FOREIGN KEY (post_id) REFERENCES posts (id)
);
CREATE UNIQUE INDEX IF NOT EXISTS revisions_number ON revisions (post_id, number);

-- Every slug a post ever had; the current one is on the post, the others redirect. A slug is reserved before its post
-- is written, hence no foreign key.
CREATE TABLE IF NOT EXISTS slugs (
  slug TEXT NOT NULL PRIMARY KEY,
  post_id BLOB NOT NULL,
  created_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS slugs_post ON slugs (post_id);

-- Categories of the published revision (live = 1) and of the working copy (live = 0).
CREATE TABLE IF NOT EXISTS post_categories (
  category_id BLOB NOT NULL,
  post_id BLOB NOT NULL,
  live INTEGER NOT NULL,
  PRIMARY KEY (category_id, live, post_id),
  FOREIGN KEY (category_id) REFERENCES categories (id),
  FOREIGN KEY (post_id) REFERENCES posts (id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS post_categories_post ON post_categories (post_id);

-- What published posts are found by: one row for each category (its id) and tag ('#' and the folded tag), and '*' for
-- the post itself, with the columns that lists of them are narrowed and sorted by.
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

-- How many rows of post_facets there are of each kind, kept in the transactions that write them.
CREATE TABLE IF NOT EXISTS post_counts (
  facet BLOB NOT NULL,
  audience TEXT NOT NULL,
  department_id BLOB NOT NULL,
  type TEXT NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (facet, audience, department_id, type)
) WITHOUT ROWID;

-- The inverted index of published text: folded words, and words with their marks, weighted.
CREATE TABLE IF NOT EXISTS post_terms (
  term TEXT NOT NULL,
  post_id BLOB NOT NULL,
  weight INTEGER NOT NULL,
  PRIMARY KEY (term, post_id),
  FOREIGN KEY (post_id) REFERENCES posts (id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS post_terms_post ON post_terms (post_id);
