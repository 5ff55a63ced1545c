-- +goose Up

-- Who asks IT for advice or support, apart from incidents (Art. 4).
CREATE TABLE IF NOT EXISTS support_requests (
  id BINARY(16) NOT NULL PRIMARY KEY,
  kind VARCHAR(16) NOT NULL,
  title VARCHAR(200) NOT NULL,
  description TEXT NOT NULL,
  department_id BINARY(16) NOT NULL,
  requester_id BINARY(16) NOT NULL,
  state VARCHAR(16) NOT NULL,
  assignee_id BINARY(16),
  answer TEXT NOT NULL,
  closed_at BIGINT,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  INDEX support_requests_state (state, created_at, id),
  INDEX support_requests_newest (created_at, id),
  INDEX support_requests_requester (requester_id, created_at, id),
  INDEX support_requests_department (department_id, created_at, id),
  FOREIGN KEY (department_id) REFERENCES departments (id),
  FOREIGN KEY (requester_id) REFERENCES staff (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};
