-- +goose Up

-- What was found when a correction was asked for, as JSON: why it is none, where it is none.
ALTER TABLE approvals ADD COLUMN correction TEXT;
