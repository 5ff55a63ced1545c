-- +goose Up

-- Whether a session is on a shared device, where it is locked once nobody uses it, when a person last used it, and when they
-- last entered the password (Art. 6c).
ALTER TABLE sessions ADD COLUMN device TEXT NOT NULL DEFAULT 'SHARED';
ALTER TABLE sessions ADD COLUMN active_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN password_at INTEGER NOT NULL DEFAULT 0;
UPDATE sessions SET device = CASE client WHEN 'APP' THEN 'OWN' ELSE 'SHARED' END, active_at = seen_at, password_at = created_at;
