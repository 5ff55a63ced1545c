-- +goose Up

-- Pictures among the files, and the words of all files. width, height and colour are known once a picture was measured; salt signs
-- the addresses of its sizes.
ALTER TABLE media_files ADD COLUMN picture TEXT NOT NULL DEFAULT '';
ALTER TABLE media_files ADD COLUMN width INTEGER NOT NULL DEFAULT 0;
ALTER TABLE media_files ADD COLUMN height INTEGER NOT NULL DEFAULT 0;
ALTER TABLE media_files ADD COLUMN colour TEXT NOT NULL DEFAULT '';
ALTER TABLE media_files ADD COLUMN alt TEXT NOT NULL DEFAULT '';
ALTER TABLE media_files ADD COLUMN decorative INTEGER NOT NULL DEFAULT 0;
ALTER TABLE media_files ADD COLUMN caption TEXT NOT NULL DEFAULT '';
ALTER TABLE media_files ADD COLUMN credit TEXT NOT NULL DEFAULT '';
ALTER TABLE media_files ADD COLUMN licence TEXT NOT NULL DEFAULT '';
ALTER TABLE media_files ADD COLUMN focus TEXT NOT NULL DEFAULT 'CENTRE';
ALTER TABLE media_files ADD COLUMN salt BLOB NOT NULL DEFAULT x'';
UPDATE media_files SET salt = randomblob(16) WHERE LENGTH(salt) = 0;
UPDATE media_files SET picture = CASE WHEN media_type IN ('image/jpeg', 'image/png', 'image/gif', 'image/webp') THEN 'UNMEASURED' ELSE 'OTHER_TYPE' END
  WHERE media_type LIKE 'image/%' AND picture = '';
CREATE INDEX IF NOT EXISTS media_files_picture ON media_files (picture, state);
