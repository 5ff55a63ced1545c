-- +goose Up

-- Which files of the media library a revision of a post shows. A file may be deleted while no more than old revisions name it.
CREATE TABLE IF NOT EXISTS revision_files (
  file_id BLOB NOT NULL,
  post_id BLOB NOT NULL,
  revision_id BLOB NOT NULL,
  PRIMARY KEY (file_id, revision_id),
  FOREIGN KEY (file_id) REFERENCES media_files (id),
  FOREIGN KEY (post_id) REFERENCES posts (id),
  FOREIGN KEY (revision_id) REFERENCES revisions (id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS revision_files_post ON revision_files (post_id);
CREATE INDEX IF NOT EXISTS revision_files_revision ON revision_files (revision_id);
