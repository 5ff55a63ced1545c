-- +goose Up

-- Persons on record (Art. 1); the private record is gated by staff.read_private. People are sorted by sort_name and found by
-- search. The directory of one department is read by name; an index by state only tempts planners into sorting.
CREATE TABLE IF NOT EXISTS staff (
  id BINARY(16) NOT NULL PRIMARY KEY,
  code VARCHAR(32) NOT NULL,
  name VARCHAR(120) NOT NULL,
  sort_name VARCHAR(120) NOT NULL,
  search VARCHAR(400) NOT NULL,
  title VARCHAR(120) NOT NULL,
  department_id BINARY(16) NOT NULL,
  employment VARCHAR(16) NOT NULL,
  state VARCHAR(16) NOT NULL,
  started_on VARCHAR(10) NOT NULL,
  ends_on VARCHAR(10),
  left_on VARCHAR(10),
  work_phone VARCHAR(32) NOT NULL,
  work_email VARCHAR(254) NOT NULL,
  birth_date VARCHAR(10),
  identity_no VARCHAR(32) NOT NULL,
  private_phone VARCHAR(32) NOT NULL,
  private_email VARCHAR(254) NOT NULL,
  address VARCHAR(300) NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  UNIQUE INDEX staff_code (code),
  INDEX staff_sort (sort_name, id),
  INDEX staff_department_name (department_id, sort_name, id),
  INDEX staff_ends (ends_on),
  FOREIGN KEY (department_id) REFERENCES departments (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};

-- Hire, transfer, leave of absence and leaving, with the decision behind each.
CREATE TABLE IF NOT EXISTS employment_events (
  id BINARY(16) NOT NULL PRIMARY KEY,
  staff_id BINARY(16) NOT NULL,
  kind VARCHAR(16) NOT NULL,
  department_id BINARY(16) NOT NULL,
  decision_no VARCHAR(64) NOT NULL,
  effective_on VARCHAR(10) NOT NULL,
  note VARCHAR(500) NOT NULL,
  recorded_by BINARY(16),
  at BIGINT NOT NULL,
  INDEX employment_events_staff (staff_id, at),
  FOREIGN KEY (staff_id) REFERENCES staff (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};
