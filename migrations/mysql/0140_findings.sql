-- +goose Up

-- What the privacy check finds in a revision, and by which version of its rules: 0 where it was not looked through yet.
SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE revisions ADD COLUMN findings MEDIUMTEXT', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'revisions' AND column_name = 'findings');
PREPARE change_it FROM @change;
EXECUTE change_it;
SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE revisions ADD COLUMN findings_rules INT NOT NULL DEFAULT 0', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'revisions' AND column_name = 'findings_rules');
PREPARE change_it FROM @change;
EXECUTE change_it;
SET @change = (SELECT IF(COUNT(*) = 0, 'CREATE INDEX revisions_findings ON revisions (findings_rules)', 'DO 0')
  FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'revisions' AND index_name = 'revisions_findings');
PREPARE change_it FROM @change;
EXECUTE change_it;
