-- +goose Up

-- What each program writes now and then to see whether the store still does.
CREATE TABLE IF NOT EXISTS probes (
  id BLOB NOT NULL PRIMARY KEY,
  at INTEGER NOT NULL
);
