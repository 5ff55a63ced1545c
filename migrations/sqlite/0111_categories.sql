-- +goose Up

-- The sections of the website.
CREATE TABLE IF NOT EXISTS categories (
  id BLOB NOT NULL PRIMARY KEY,
  slug TEXT NOT NULL,
  name TEXT NOT NULL,
  position INTEGER NOT NULL,
  version INTEGER NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS categories_slug ON categories (slug);
