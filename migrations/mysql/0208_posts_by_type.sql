-- +goose Up

-- Lists of posts by type.
SET @change = (SELECT IF(COUNT(*) = 0, 'CREATE INDEX posts_type ON posts (type, id)', 'DO 0')
  FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'posts' AND index_name = 'posts_type');
PREPARE change_it FROM @change;
EXECUTE change_it;
