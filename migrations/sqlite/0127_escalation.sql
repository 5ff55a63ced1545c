-- +goose Up

-- When the step is late, by its flow; and whether nobody in office could decide there, so that a director takes it up. Who
-- decides is looked up in the office as it is: nothing remembers a department for it any more.
ALTER TABLE approvals ADD COLUMN due_at INTEGER;
ALTER TABLE approvals ADD COLUMN vacant INTEGER NOT NULL DEFAULT 0;
ALTER TABLE approvals DROP COLUMN decider_department_id;

-- What waits at a manager's step already is late after a day; of what waits at the Board's, its head is not reminded.
UPDATE approvals SET due_at = CASE WHEN at_board = 1 THEN step_at ELSE step_at + 86400000000 END
  WHERE due_at IS NULL AND state = 'PENDING' AND step IN ('ENDORSEMENT', 'DEPARTMENT_CONSENT');
DELETE FROM jobs WHERE kind = 'approval.escalate';

-- Of which approvals somebody was told by one notice about many.
CREATE TABLE IF NOT EXISTS approval_calls (
  approval_id BLOB NOT NULL,
  staff_id BLOB NOT NULL,
  kind TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (approval_id, staff_id, kind, at),
  FOREIGN KEY (approval_id) REFERENCES approvals (id),
  FOREIGN KEY (staff_id) REFERENCES staff (id)
);
CREATE INDEX IF NOT EXISTS approval_calls_staff ON approval_calls (staff_id);
CREATE INDEX IF NOT EXISTS inbox_items_approval ON inbox_items (approval_id, at);
