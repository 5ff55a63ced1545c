-- +goose Up

-- The assets that a token may report scans of, as a director consented to them (Art. 7c): global ids and kinds between spaces.
SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE tokens ADD COLUMN scan_assets VARCHAR(8000) NOT NULL DEFAULT ''''', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'tokens' AND column_name = 'scan_assets');
PREPARE change_it FROM @change;
EXECUTE change_it;
SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE tokens ADD COLUMN scan_department_id BINARY(16)', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'tokens' AND column_name = 'scan_department_id');
PREPARE change_it FROM @change;
EXECUTE change_it;
SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE tokens ADD COLUMN scan_kinds VARCHAR(500) NOT NULL DEFAULT ''''', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'tokens' AND column_name = 'scan_kinds');
PREPARE change_it FROM @change;
EXECUTE change_it;

-- What an agent found on a machine that runs on: why, until when IT decides, and what it said.
SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE infections ADD COLUMN held_back VARCHAR(16) NOT NULL DEFAULT ''''', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'infections' AND column_name = 'held_back');
PREPARE change_it FROM @change;
EXECUTE change_it;
SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE infections ADD COLUMN decide_by BIGINT', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'infections' AND column_name = 'decide_by');
PREPARE change_it FROM @change;
EXECUTE change_it;
SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE infections ADD COLUMN kept_at BIGINT', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'infections' AND column_name = 'kept_at');
PREPARE change_it FROM @change;
EXECUTE change_it;
SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE infections ADD COLUMN kept_by BINARY(16)', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'infections' AND column_name = 'kept_by');
PREPARE change_it FROM @change;
EXECUTE change_it;
SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE infections ADD COLUMN kept_reason VARCHAR(500) NOT NULL DEFAULT ''''', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'infections' AND column_name = 'kept_reason');
PREPARE change_it FROM @change;
EXECUTE change_it;
SET @change = (SELECT IF(COUNT(*) = 0, 'CREATE INDEX infections_decide ON infections (decide_by)', 'DO 0')
  FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'infections' AND index_name = 'infections_decide');
PREPARE change_it FROM @change;
EXECUTE change_it;
