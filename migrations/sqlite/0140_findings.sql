-- +goose Up

-- What the privacy check finds in a revision, and by which version of its rules: 0 where it was not looked through yet.
ALTER TABLE revisions ADD COLUMN findings TEXT;
ALTER TABLE revisions ADD COLUMN findings_rules INTEGER NOT NULL DEFAULT 0;
CREATE INDEX IF NOT EXISTS revisions_findings ON revisions (findings_rules);
