-- +goose Up

-- How many changes of a post only those see who may read a draft of it (Art. 11c): the version of the website section and the Board does
-- not count them.
SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE posts ADD COLUMN hidden_changes BIGINT NOT NULL DEFAULT 0', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'posts' AND column_name = 'hidden_changes');
PREPARE change_it FROM @change;
EXECUTE change_it;
