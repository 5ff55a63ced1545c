-- +goose Up

-- The asset that IT has found to be the cause of an incident, until when the consent to a change lasts, why it was made after its
-- planned window, and how the Board closed the case of an emergency change without consent.
ALTER TABLE incidents ADD COLUMN cause_id BLOB;
ALTER TABLE change_requests ADD COLUMN lapses_at INTEGER;
ALTER TABLE change_requests ADD COLUMN late_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE change_requests ADD COLUMN closed_by BLOB;
ALTER TABLE change_requests ADD COLUMN closed_at INTEGER;
ALTER TABLE change_requests ADD COLUMN close_reason TEXT NOT NULL DEFAULT '';
