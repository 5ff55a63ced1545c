-- +goose Up

-- Whether a session is on a shared device, where it is locked once nobody uses it, when a person last used it, and when they
-- last entered the password (Art. 6c).
SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE sessions ADD COLUMN device VARCHAR(16) NOT NULL DEFAULT ''SHARED'',
  ADD COLUMN active_at BIGINT NOT NULL DEFAULT 0, ADD COLUMN password_at BIGINT NOT NULL DEFAULT 0', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'sessions' AND column_name = 'device');
PREPARE change_it FROM @change;
EXECUTE change_it;
UPDATE sessions SET device = CASE client WHEN 'APP' THEN 'OWN' ELSE 'SHARED' END, active_at = seen_at, password_at = created_at
  WHERE password_at = 0;
