-- +goose Up

-- One login of exactly one staff member (Art. 1, 6). alias is the public name of the poster; suspended_for is LEAVE or ORDER
-- while suspended. issued_by sent for the link by which the account was last opened, and confirmed_by is the second person
-- who confirmed it (Art. 6c). it_since is when the account was first used as one of IT's; first_it marks the one that a new
-- centre opens without a second person.
CREATE TABLE IF NOT EXISTS accounts (
  id BLOB NOT NULL PRIMARY KEY,
  staff_id BLOB NOT NULL,
  login TEXT NOT NULL,
  alias TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  state TEXT NOT NULL,
  suspended_for TEXT NOT NULL,
  password_changed_at INTEGER,
  issued_by BLOB,
  confirmed_by BLOB,
  it_since INTEGER,
  first_it INTEGER NOT NULL DEFAULT 0,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  FOREIGN KEY (staff_id) REFERENCES staff (id)
);
CREATE UNIQUE INDEX IF NOT EXISTS accounts_staff ON accounts (staff_id);
CREATE UNIQUE INDEX IF NOT EXISTS accounts_login ON accounts (login);
CREATE INDEX IF NOT EXISTS accounts_it ON accounts (it_since);
CREATE INDEX IF NOT EXISTS accounts_first_it ON accounts (first_it);

-- Signed-in browsers and apps; only the hash of the token is kept. Ended ones stay a while: they tell from which
-- addresses the holder has signed in.
CREATE TABLE IF NOT EXISTS sessions (
  id BLOB NOT NULL PRIMARY KEY,
  account_id BLOB NOT NULL,
  token_hash BLOB NOT NULL,
  client TEXT NOT NULL,
  address TEXT NOT NULL,
  user_agent TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  seen_address TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  ended_at INTEGER,
  FOREIGN KEY (account_id) REFERENCES accounts (id)
);
CREATE UNIQUE INDEX IF NOT EXISTS sessions_token ON sessions (token_hash);
CREATE INDEX IF NOT EXISTS sessions_account ON sessions (account_id, created_at);
CREATE INDEX IF NOT EXISTS sessions_expiry ON sessions (expires_at);

-- One-time links by which a holder sets a password; hashed, and confirmed by a second person for powerful accounts:
-- until then there is no token.
CREATE TABLE IF NOT EXISTS reset_links (
  id BLOB NOT NULL PRIMARY KEY,
  account_id BLOB NOT NULL,
  token_hash BLOB,
  requested_by BLOB,
  needs_second INTEGER NOT NULL,
  confirmed_by BLOB,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER,
  FOREIGN KEY (account_id) REFERENCES accounts (id)
);
CREATE UNIQUE INDEX IF NOT EXISTS reset_links_token ON reset_links (token_hash);
CREATE INDEX IF NOT EXISTS reset_links_account ON reset_links (account_id, created_at);

-- Failed sign-ins per account and per address, shared by all replicas; the key is hashed.
CREATE TABLE IF NOT EXISTS throttles (
  name BLOB NOT NULL PRIMARY KEY,
  failures INTEGER NOT NULL,
  last_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS throttles_last ON throttles (last_at);

-- The times in which the head of the Board lets directors create accounts and issue one-time links. live is 1 while it
-- lasts and NULL after, so that one may be live.
CREATE TABLE IF NOT EXISTS account_openings (
  id BLOB NOT NULL PRIMARY KEY,
  live INTEGER,
  reason TEXT NOT NULL,
  opened_by BLOB NOT NULL,
  opened_at INTEGER NOT NULL,
  closed_by BLOB,
  closed_at INTEGER
);
CREATE UNIQUE INDEX IF NOT EXISTS account_openings_live ON account_openings (live);
