-- +goose Up

-- The poster's name may carry the department, which tells two people of one name apart.
ALTER TABLE posts MODIFY poster_alias VARCHAR(300) NOT NULL;
