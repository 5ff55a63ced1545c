-- Who sent for the link by which an account was last opened, and the second person who confirmed it (Art. 6c). it_since
-- is when the account was first used as one of IT's, first_it marks the one that a new centre opens without a second
-- person, and last_held the role of IT that was revoked while nobody else worked in it.
-- +goose Up
ALTER TABLE accounts ADD COLUMN /*M! IF NOT EXISTS */ issued_by BINARY(16), ADD COLUMN /*M! IF NOT EXISTS */ confirmed_by BINARY(16),
  ADD COLUMN /*M! IF NOT EXISTS */ it_since BIGINT, ADD COLUMN /*M! IF NOT EXISTS */ first_it INT NOT NULL DEFAULT 0;
ALTER TABLE role_assignments ADD COLUMN /*M! IF NOT EXISTS */ last_held INT;
CREATE INDEX /*M! IF NOT EXISTS */ accounts_it ON accounts (it_since);
CREATE INDEX /*M! IF NOT EXISTS */ accounts_first_it ON accounts (first_it);
-- A centre that IT works in stays so.
UPDATE accounts SET it_since = password_changed_at WHERE staff_id IN (SELECT staff_id FROM role_assignments WHERE role = 'it');
UPDATE role_assignments SET last_held = 1 WHERE role = 'it' AND live IS NULL;
UPDATE accounts SET
  issued_by = (SELECT l.requested_by FROM reset_links l WHERE l.account_id = accounts.id AND l.used_at IS NOT NULL ORDER BY l.used_at DESC LIMIT 1),
  confirmed_by = (SELECT l.confirmed_by FROM reset_links l WHERE l.account_id = accounts.id AND l.used_at IS NOT NULL ORDER BY l.used_at DESC LIMIT 1);
