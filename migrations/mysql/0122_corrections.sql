-- +goose Up

-- What was found when a correction was asked for, as JSON: why it is none, where it is none.
SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE approvals ADD COLUMN correction TEXT', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'approvals' AND column_name = 'correction');
PREPARE change_it FROM @change;
EXECUTE change_it;
