-- +goose Up

-- The department for which a token drafts posts, as a director consented to it.
SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE tokens ADD COLUMN draft_department_id BINARY(16)', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'tokens' AND column_name = 'draft_department_id');
PREPARE change_it FROM @change;
EXECUTE change_it;

-- The tool that drafted a post, and the one that saved a revision. Until a person takes the draft over it has no author, so the
-- columns of people may be empty.
ALTER TABLE posts MODIFY author_id BINARY(16) NULL;
ALTER TABLE revisions MODIFY editor_id BINARY(16) NULL;
SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE posts ADD COLUMN service_account_id BINARY(16)', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'posts' AND column_name = 'service_account_id');
PREPARE change_it FROM @change;
EXECUTE change_it;
SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE revisions ADD COLUMN service_account_id BINARY(16)', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'revisions' AND column_name = 'service_account_id');
PREPARE change_it FROM @change;
EXECUTE change_it;
