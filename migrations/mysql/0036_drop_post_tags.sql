-- Lists find the posts of a tag under its facet (post_facets), which 0032 filled from here.
-- +goose Up
DROP TABLE IF EXISTS post_tags;
