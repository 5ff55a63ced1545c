-- +goose Up

-- How many changes of an asset IT alone sees (Art. 5a): the version of those who may change the rest does not count them.
SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE assets ADD COLUMN hidden_changes BIGINT NOT NULL DEFAULT 0', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'assets' AND column_name = 'hidden_changes');
PREPARE change_it FROM @change;
EXECUTE change_it;
