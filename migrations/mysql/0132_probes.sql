-- +goose Up

-- What each program writes now and then to see whether the store still does.
CREATE TABLE IF NOT EXISTS probes (
  id BINARY(16) NOT NULL PRIMARY KEY,
  at BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};
