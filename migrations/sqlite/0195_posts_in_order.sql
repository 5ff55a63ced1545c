-- +goose Up

-- What lists of posts are sorted by that other tables tell: the code of the department, and the name of the author while they are at
-- work. Both are written in the transactions that change them.
ALTER TABLE posts ADD COLUMN sort_department TEXT NOT NULL DEFAULT '';
ALTER TABLE posts ADD COLUMN sort_author TEXT NOT NULL DEFAULT '';
UPDATE posts SET sort_department = (SELECT code FROM departments WHERE departments.id = posts.department_id),
  sort_author = COALESCE((SELECT sort_name FROM staff WHERE staff.id = posts.author_id AND staff.state <> 'LEFT'), '');
CREATE INDEX IF NOT EXISTS posts_by_department ON posts (sort_department, id);
CREATE INDEX IF NOT EXISTS posts_by_author ON posts (sort_author, id);

-- The place of the audience among its values. An index that begins with the audience itself tempts planners: see the baseline.
ALTER TABLE posts ADD COLUMN sort_audience INTEGER GENERATED ALWAYS AS (CASE audience WHEN 'PUBLIC' THEN 1 WHEN 'INTERNAL' THEN 2 ELSE 3 END) VIRTUAL;
CREATE INDEX IF NOT EXISTS posts_by_audience ON posts (sort_audience, id);
