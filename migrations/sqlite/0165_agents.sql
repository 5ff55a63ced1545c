-- +goose Up

-- The assets that a token may report scans of, as a director consented to them (Art. 7c): global ids and kinds between spaces.
ALTER TABLE tokens ADD COLUMN scan_assets TEXT NOT NULL DEFAULT '';
ALTER TABLE tokens ADD COLUMN scan_department_id BLOB;
ALTER TABLE tokens ADD COLUMN scan_kinds TEXT NOT NULL DEFAULT '';

-- What an agent found on a machine that runs on: why, until when IT decides, and what it said.
ALTER TABLE infections ADD COLUMN held_back TEXT NOT NULL DEFAULT '';
ALTER TABLE infections ADD COLUMN decide_by INTEGER;
ALTER TABLE infections ADD COLUMN kept_at INTEGER;
ALTER TABLE infections ADD COLUMN kept_by BLOB;
ALTER TABLE infections ADD COLUMN kept_reason TEXT NOT NULL DEFAULT '';
CREATE INDEX IF NOT EXISTS infections_decide ON infections (decide_by);
