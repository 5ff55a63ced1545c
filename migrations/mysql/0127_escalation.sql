-- +goose Up

-- When the step is late, by its flow; and whether nobody in office could decide there, so that a director takes it up. Who
-- decides is looked up in the office as it is: nothing remembers a department for it any more.
SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE approvals ADD COLUMN due_at BIGINT', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'approvals' AND column_name = 'due_at');
PREPARE change_it FROM @change;
EXECUTE change_it;
SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE approvals ADD COLUMN vacant INT NOT NULL DEFAULT 0', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'approvals' AND column_name = 'vacant');
PREPARE change_it FROM @change;
EXECUTE change_it;
SET @change = (SELECT IF(COUNT(*) = 1, 'ALTER TABLE approvals DROP COLUMN decider_department_id', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'approvals' AND column_name = 'decider_department_id');
PREPARE change_it FROM @change;
EXECUTE change_it;

-- What waits at a manager's step already is late after a day; of what waits at the Board's, its head is not reminded.
UPDATE approvals SET due_at = CASE WHEN at_board = 1 THEN step_at ELSE step_at + 86400000000 END
  WHERE due_at IS NULL AND state = 'PENDING' AND step IN ('ENDORSEMENT', 'DEPARTMENT_CONSENT');
DELETE FROM jobs WHERE kind = 'approval.escalate';

-- Of which approvals somebody was told by one notice about many.
CREATE TABLE IF NOT EXISTS approval_calls (
  approval_id BINARY(16) NOT NULL,
  staff_id BINARY(16) NOT NULL,
  kind VARCHAR(32) NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (approval_id, staff_id, kind, at),
  INDEX approval_calls_staff (staff_id),
  FOREIGN KEY (approval_id) REFERENCES approvals (id),
  FOREIGN KEY (staff_id) REFERENCES staff (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};
SET @change = (SELECT IF(COUNT(*) = 0, 'CREATE INDEX inbox_items_approval ON inbox_items (approval_id, at)', 'DO 0')
  FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'inbox_items' AND index_name = 'inbox_items_approval');
PREPARE change_it FROM @change;
EXECUTE change_it;
