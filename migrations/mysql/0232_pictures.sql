-- +goose Up

-- Pictures among the files, and the words of all files. width, height and colour are known once a picture was measured; salt signs
-- the addresses of its sizes.
SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE media_files
    ADD COLUMN picture VARCHAR(16) NOT NULL DEFAULT '''',
    ADD COLUMN width INT NOT NULL DEFAULT 0,
    ADD COLUMN height INT NOT NULL DEFAULT 0,
    ADD COLUMN colour VARCHAR(7) NOT NULL DEFAULT '''',
    ADD COLUMN alt VARCHAR(300) NOT NULL DEFAULT '''',
    ADD COLUMN decorative TINYINT NOT NULL DEFAULT 0,
    ADD COLUMN caption VARCHAR(500) NOT NULL DEFAULT '''',
    ADD COLUMN credit VARCHAR(200) NOT NULL DEFAULT '''',
    ADD COLUMN licence VARCHAR(100) NOT NULL DEFAULT '''',
    ADD COLUMN focus VARCHAR(16) NOT NULL DEFAULT ''CENTRE'',
    ADD COLUMN salt VARBINARY(16) NOT NULL DEFAULT '''',
    ADD INDEX media_files_picture (picture, state)', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'media_files' AND column_name = 'picture');
PREPARE change_it FROM @change;
EXECUTE change_it;
UPDATE media_files SET salt = RANDOM_BYTES(16) WHERE LENGTH(salt) = 0;
UPDATE media_files SET picture = CASE WHEN media_type IN ('image/jpeg', 'image/png', 'image/gif', 'image/webp') THEN 'UNMEASURED' ELSE 'OTHER_TYPE' END
  WHERE media_type LIKE 'image/%' AND picture = '';
