-- Jobs that compute anew, in a store that holds such rows, what is derived from names and texts: what they are sorted, found
-- and told apart by. Each does some rows at a time and ends with the last.
-- +goose Up
INSERT OR IGNORE INTO jobs (id, kind, name, run_at, state, attempts, last_error)
  SELECT X'00000000000070008000000000980001', 'staff.derive', 'staff.derive', 0, 'WAITING', 0, '' FROM staff LIMIT 1;
INSERT OR IGNORE INTO jobs (id, kind, name, run_at, state, attempts, last_error)
  SELECT X'00000000000070008000000000980002', 'asset.derive', 'asset.derive', 0, 'WAITING', 0, '' FROM assets LIMIT 1;
INSERT OR IGNORE INTO jobs (id, kind, name, run_at, state, attempts, last_error)
  SELECT X'00000000000070008000000000980003', 'post.derive', 'post.derive', 0, 'WAITING', 0, '' FROM posts LIMIT 1;
INSERT OR IGNORE INTO jobs (id, kind, name, run_at, state, attempts, last_error)
  SELECT X'00000000000070008000000000980004', 'service_account.derive', 'service_account.derive', 0, 'WAITING', 0, '' FROM service_accounts LIMIT 1;
