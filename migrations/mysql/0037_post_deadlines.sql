-- A post without a deadline closes at the end of the year 9999, so that posts_deadline is the order by deadline.
-- +goose Up
UPDATE posts SET closes_at = 253402300799000000 WHERE closes_at IS NULL;
