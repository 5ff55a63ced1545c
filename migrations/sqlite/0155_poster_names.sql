-- +goose Up

-- The poster's name may carry the department, which tells two people of one name apart; its column takes any length here.
SELECT 1;
