-- +goose Up

-- Which files of the media library a revision of a post shows. A file may be deleted while no more than old revisions name it.
CREATE TABLE IF NOT EXISTS revision_files (
  file_id BINARY(16) NOT NULL,
  post_id BINARY(16) NOT NULL,
  revision_id BINARY(16) NOT NULL,
  PRIMARY KEY (file_id, revision_id),
  INDEX revision_files_post (post_id),
  INDEX revision_files_revision (revision_id),
  FOREIGN KEY (file_id) REFERENCES media_files (id),
  FOREIGN KEY (post_id) REFERENCES posts (id),
  FOREIGN KEY (revision_id) REFERENCES revisions (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};
