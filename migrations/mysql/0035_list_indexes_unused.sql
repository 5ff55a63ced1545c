-- Lists test who may read row by row in the order of their index; an index that begins with the audience and ends with
-- another order only tempts planners into sorting.
-- +goose Up
DROP INDEX /*M! IF EXISTS */ posts_public_title ON posts;
DROP INDEX /*M! IF EXISTS */ posts_public_department ON posts;
