-- +goose Up

-- The sections of the website.
CREATE TABLE IF NOT EXISTS categories (
  id BINARY(16) NOT NULL PRIMARY KEY,
  slug VARCHAR(96) NOT NULL,
  name VARCHAR(120) NOT NULL,
  position INT NOT NULL,
  version BIGINT NOT NULL,
  UNIQUE INDEX categories_slug (slug)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};
