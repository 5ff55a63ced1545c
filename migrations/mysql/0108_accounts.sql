-- +goose Up

-- One login of exactly one staff member (Art. 1, 6). alias is the public name of the poster; suspended_for is LEAVE or ORDER
-- while suspended. issued_by sent for the link by which the account was last opened, and confirmed_by is the second person
-- who confirmed it (Art. 6c). it_since is when the account was first used as one of IT's; first_it marks the one that a new
-- centre opens without a second person.
CREATE TABLE IF NOT EXISTS accounts (
  id BINARY(16) NOT NULL PRIMARY KEY,
  staff_id BINARY(16) NOT NULL,
  login VARCHAR(64) NOT NULL,
  alias VARCHAR(64) NOT NULL,
  password_hash VARCHAR(255) NOT NULL,
  state VARCHAR(16) NOT NULL,
  suspended_for VARCHAR(16) NOT NULL,
  password_changed_at BIGINT,
  issued_by BINARY(16),
  confirmed_by BINARY(16),
  it_since BIGINT,
  first_it INT NOT NULL DEFAULT 0,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE INDEX accounts_staff (staff_id),
  UNIQUE INDEX accounts_login (login),
  INDEX accounts_it (it_since),
  INDEX accounts_first_it (first_it),
  FOREIGN KEY (staff_id) REFERENCES staff (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};

-- Signed-in browsers and apps; only the hash of the token is kept. Ended ones stay a while: they tell from which
-- addresses the holder has signed in.
CREATE TABLE IF NOT EXISTS sessions (
  id BINARY(16) NOT NULL PRIMARY KEY,
  account_id BINARY(16) NOT NULL,
  token_hash BINARY(32) NOT NULL,
  client VARCHAR(16) NOT NULL,
  address VARCHAR(64) NOT NULL,
  user_agent VARCHAR(255) NOT NULL,
  created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  seen_address VARCHAR(64) NOT NULL,
  expires_at BIGINT NOT NULL,
  ended_at BIGINT,
  UNIQUE INDEX sessions_token (token_hash),
  INDEX sessions_account (account_id, created_at),
  INDEX sessions_expiry (expires_at),
  FOREIGN KEY (account_id) REFERENCES accounts (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};

-- One-time links by which a holder sets a password; hashed, and confirmed by a second person for powerful accounts:
-- until then there is no token.
CREATE TABLE IF NOT EXISTS reset_links (
  id BINARY(16) NOT NULL PRIMARY KEY,
  account_id BINARY(16) NOT NULL,
  token_hash BINARY(32),
  requested_by BINARY(16),
  needs_second INT NOT NULL,
  confirmed_by BINARY(16),
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT,
  UNIQUE INDEX reset_links_token (token_hash),
  INDEX reset_links_account (account_id, created_at),
  FOREIGN KEY (account_id) REFERENCES accounts (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};

-- Failed sign-ins per account and per address, shared by all replicas; the key is hashed.
CREATE TABLE IF NOT EXISTS throttles (
  name BINARY(32) NOT NULL PRIMARY KEY,
  failures INT NOT NULL,
  last_at BIGINT NOT NULL,
  INDEX throttles_last (last_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};

-- The times in which the head of the Board lets directors create accounts and issue one-time links. live is 1 while it
-- lasts and NULL after, so that one may be live.
CREATE TABLE IF NOT EXISTS account_openings (
  id BINARY(16) NOT NULL PRIMARY KEY,
  live INT,
  reason VARCHAR(500) NOT NULL,
  opened_by BINARY(16) NOT NULL,
  opened_at BIGINT NOT NULL,
  closed_by BINARY(16),
  closed_at BIGINT,
  UNIQUE INDEX account_openings_live (live)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};
