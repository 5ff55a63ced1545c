-- +goose Up

-- The asset that IT has found to be the cause of an incident, until when the consent to a change lasts, why it was made after its
-- planned window, and how the Board closed the case of an emergency change without consent.
SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE incidents ADD COLUMN cause_id BINARY(16)', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'incidents' AND column_name = 'cause_id');
PREPARE change_it FROM @change;
EXECUTE change_it;
SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE change_requests ADD COLUMN lapses_at BIGINT', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'change_requests' AND column_name = 'lapses_at');
PREPARE change_it FROM @change;
EXECUTE change_it;
SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE change_requests ADD COLUMN late_reason VARCHAR(500) NOT NULL DEFAULT ""', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'change_requests' AND column_name = 'late_reason');
PREPARE change_it FROM @change;
EXECUTE change_it;
SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE change_requests ADD COLUMN closed_by BINARY(16)', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'change_requests' AND column_name = 'closed_by');
PREPARE change_it FROM @change;
EXECUTE change_it;
SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE change_requests ADD COLUMN closed_at BIGINT', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'change_requests' AND column_name = 'closed_at');
PREPARE change_it FROM @change;
EXECUTE change_it;
SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE change_requests ADD COLUMN close_reason VARCHAR(500) NOT NULL DEFAULT ""', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'change_requests' AND column_name = 'close_reason');
PREPARE change_it FROM @change;
EXECUTE change_it;
