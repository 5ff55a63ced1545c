-- What people are found by, apart from what they are sorted by. Codes of people are one in either case.
-- +goose Up
ALTER TABLE staff ADD COLUMN search TEXT NOT NULL DEFAULT '';
UPDATE OR IGNORE staff SET code = UPPER(code);
