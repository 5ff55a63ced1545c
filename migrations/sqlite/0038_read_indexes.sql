-- The orders in which approvals, the unread of an inbox and the record are read, and whom they concern: who wrote,
-- submitted or is the subject of what is approved, and in whose name something was done. What background work looks for:
-- whose work ends, which jobs are long done.
-- +goose Up
CREATE INDEX IF NOT EXISTS approvals_moved ON approvals (step_at, id);
CREATE INDEX IF NOT EXISTS approvals_state ON approvals (state, step_at, id);
DROP INDEX IF EXISTS approvals_step;
CREATE INDEX IF NOT EXISTS approvals_author ON approvals (author_id, step_at);
CREATE INDEX IF NOT EXISTS approvals_submitter ON approvals (submitter_id, step_at);
CREATE INDEX IF NOT EXISTS approvals_about ON approvals (about_id, step_at);
CREATE INDEX IF NOT EXISTS inbox_items_unread_at ON inbox_items (staff_id, read_at, at, id);
DROP INDEX IF EXISTS inbox_items_unread;
CREATE INDEX IF NOT EXISTS audit_log_behalf ON audit_log (on_behalf_of, at);
CREATE INDEX IF NOT EXISTS staff_ends ON staff (ends_on);
CREATE INDEX IF NOT EXISTS jobs_finished ON jobs (state, finished_at);
