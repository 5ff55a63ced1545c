-- +goose Up

-- What lists of posts are sorted by that other tables tell: the code of the department, and the name of the author while they are at
-- work. Both are written in the transactions that change them.
SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE posts ADD COLUMN sort_department VARCHAR(32) NOT NULL DEFAULT '''', ADD COLUMN sort_author VARCHAR(120) NOT NULL DEFAULT ''''', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'posts' AND column_name = 'sort_department');
PREPARE change_it FROM @change;
EXECUTE change_it;
UPDATE posts SET sort_department = (SELECT code FROM departments WHERE departments.id = posts.department_id),
  sort_author = COALESCE((SELECT sort_name FROM staff WHERE staff.id = posts.author_id AND staff.state <> 'LEFT'), '');
SET @change = (SELECT IF(COUNT(*) = 0, 'CREATE INDEX posts_by_department ON posts (sort_department, id)', 'DO 0')
  FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'posts' AND index_name = 'posts_by_department');
PREPARE change_it FROM @change;
EXECUTE change_it;
SET @change = (SELECT IF(COUNT(*) = 0, 'CREATE INDEX posts_by_author ON posts (sort_author, id)', 'DO 0')
  FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'posts' AND index_name = 'posts_by_author');
PREPARE change_it FROM @change;
EXECUTE change_it;

-- The place of the audience among its values. An index that begins with the audience itself tempts planners: see the baseline.
SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE posts ADD COLUMN sort_audience TINYINT GENERATED ALWAYS AS (CASE audience WHEN ''PUBLIC'' THEN 1 WHEN ''INTERNAL'' THEN 2 ELSE 3 END) VIRTUAL', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'posts' AND column_name = 'sort_audience');
PREPARE change_it FROM @change;
EXECUTE change_it;
SET @change = (SELECT IF(COUNT(*) = 0, 'CREATE INDEX posts_by_audience ON posts (sort_audience, id)', 'DO 0')
  FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'posts' AND index_name = 'posts_by_audience');
PREPARE change_it FROM @change;
EXECUTE change_it;
