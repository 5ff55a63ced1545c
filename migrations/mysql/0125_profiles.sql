-- +goose Up

-- A person has one profile that is not archived, so the key is none any more: the writers of it take turns.
SET @change = (SELECT IF(COUNT(*) = 0, 'DO 0', 'ALTER TABLE posts DROP INDEX posts_person, ADD INDEX posts_person (person_id)')
  FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'posts' AND index_name = 'posts_person' AND non_unique = 0);
PREPARE change_it FROM @change;
EXECUTE change_it;

-- Whether the author has left: their drafts pass on.
SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE posts ADD COLUMN author_left INT NOT NULL DEFAULT 0', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'posts' AND column_name = 'author_left');
PREPARE change_it FROM @change;
EXECUTE change_it;
UPDATE posts SET author_left = 1 WHERE author_id IN (SELECT id FROM staff WHERE state = 'LEFT');
