-- What people are found by, apart from what they are sorted by; room for assets to be found with marks and without. Codes of
-- people are one in either case.
-- +goose Up
ALTER TABLE staff ADD COLUMN /*M! IF NOT EXISTS */ search VARCHAR(400) NOT NULL DEFAULT '';
ALTER TABLE assets MODIFY COLUMN search VARCHAR(2000) NOT NULL;
UPDATE IGNORE staff SET code = UPPER(code);
