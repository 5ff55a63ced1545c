-- The directory of one department by name.
-- +goose Up
CREATE INDEX /*M! IF NOT EXISTS */ staff_department_name ON staff (department_id, sort_name, id);
