-- +goose Up

-- The head of a post, and the projection of its published revision that lists read. published_at is 0 where a post was never
-- on the site, and closes_at is the end of the year 9999 where there is no deadline, so that both sort and compare without
-- NULL. Lists test row by row, in the order of their index, who may read; an index that begins with the audience and ends
-- with another order only tempts planners into sorting.
CREATE TABLE IF NOT EXISTS posts (
  id BINARY(16) NOT NULL PRIMARY KEY,
  type VARCHAR(32) NOT NULL,
  department_id BINARY(16) NOT NULL,
  author_id BINARY(16) NOT NULL,
  submitter_id BINARY(16),
  person_id BINARY(16),
  publication VARCHAR(16) NOT NULL,
  working VARCHAR(16) NOT NULL,
  at_board INT NOT NULL,
  submitted_ever INT NOT NULL,
  published_revision_id BINARY(16),
  working_revision_id BINARY(16),
  approval_id BINARY(16),
  published_approval_id BINARY(16),
  slug VARCHAR(160) NOT NULL,
  pinned INT NOT NULL,
  published_at BIGINT,
  updated_public_at BIGINT,
  scheduled_at BIGINT,
  scheduled_by BINARY(16),
  expires_at BIGINT,
  audience VARCHAR(16) NOT NULL,
  title VARCHAR(300) NOT NULL,
  sort_title VARCHAR(300) NOT NULL,
  summary VARCHAR(1000) NOT NULL,
  excerpt VARCHAR(400) NOT NULL,
  byline VARCHAR(120) NOT NULL,
  poster_alias VARCHAR(64) NOT NULL,
  closes_at BIGINT,
  working_title VARCHAR(300) NOT NULL,
  working_audience VARCHAR(16) NOT NULL,
  unpublish_reason VARCHAR(500) NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  UNIQUE INDEX posts_slug (slug),
  UNIQUE INDEX posts_person (person_id),
  INDEX posts_public (publication, audience, published_at, id),
  INDEX posts_public_type (type, publication, audience, published_at, id),
  INDEX posts_department (department_id, publication, published_at, id),
  INDEX posts_updated (updated_at, id),
  INDEX posts_working (working, updated_at),
  INDEX posts_author (author_id, updated_at),
  INDEX posts_newest (published_at, id),
  INDEX posts_newest_type (type, published_at, id),
  INDEX posts_newest_department (department_id, published_at, id),
  INDEX posts_title (sort_title, id),
  INDEX posts_deadline (closes_at, id),
  INDEX posts_submitter (submitter_id, updated_at),
  INDEX posts_author_newest (author_id, published_at, id),
  FOREIGN KEY (department_id) REFERENCES departments (id),
  FOREIGN KEY (author_id) REFERENCES staff (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};

-- Immutable content of a post, one row per save.
CREATE TABLE IF NOT EXISTS revisions (
  id BINARY(16) NOT NULL PRIMARY KEY,
  post_id BINARY(16) NOT NULL,
  number INT NOT NULL,
  editor_id BINARY(16) NOT NULL,
  title VARCHAR(300) NOT NULL,
  summary VARCHAR(1000) NOT NULL,
  byline VARCHAR(120) NOT NULL,
  audience VARCHAR(16) NOT NULL,
  body MEDIUMTEXT NOT NULL,
  content MEDIUMTEXT NOT NULL,
  hash BINARY(32) NOT NULL,
  restored_from BINARY(16),
  created_at BIGINT NOT NULL,
  UNIQUE INDEX revisions_number (post_id, number),
  FOREIGN KEY (post_id) REFERENCES posts (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};

-- Every slug a post ever had; the current one is on the post, the others redirect. A slug is reserved before its post
-- is written, hence no foreign key.
CREATE TABLE IF NOT EXISTS slugs (
  slug VARCHAR(160) NOT NULL PRIMARY KEY,
  post_id BINARY(16) NOT NULL,
  created_at BIGINT NOT NULL,
  INDEX slugs_post (post_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};

-- Categories of the published revision (live = 1) and of the working copy (live = 0).
CREATE TABLE IF NOT EXISTS post_categories (
  category_id BINARY(16) NOT NULL,
  post_id BINARY(16) NOT NULL,
  live INT NOT NULL,
  PRIMARY KEY (category_id, live, post_id),
  INDEX post_categories_post (post_id),
  FOREIGN KEY (category_id) REFERENCES categories (id),
  FOREIGN KEY (post_id) REFERENCES posts (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};

-- What published posts are found by: one row for each category (its id) and tag ('#' and the folded tag), and '*' for
-- the post itself, with the columns that lists of them are narrowed and sorted by.
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
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};

-- How many rows of post_facets there are of each kind, kept in the transactions that write them.
CREATE TABLE IF NOT EXISTS post_counts (
  facet VARBINARY(260) NOT NULL,
  audience VARCHAR(16) NOT NULL,
  department_id BINARY(16) NOT NULL,
  type VARCHAR(32) NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (facet, audience, department_id, type)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};

-- The inverted index of published text: folded words, and words with their marks, weighted.
CREATE TABLE IF NOT EXISTS post_terms (
  term VARCHAR(64) NOT NULL,
  post_id BINARY(16) NOT NULL,
  weight INT NOT NULL,
  PRIMARY KEY (term, post_id),
  INDEX post_terms_post (post_id),
  FOREIGN KEY (post_id) REFERENCES posts (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};
