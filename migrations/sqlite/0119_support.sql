-- +goose Up

-- Who asks IT for advice or support, apart from incidents (Art. 4).
CREATE TABLE IF NOT EXISTS support_requests (
  id BLOB NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  department_id BLOB NOT NULL,
  requester_id BLOB NOT NULL,
  state TEXT NOT NULL,
  assignee_id BLOB,
  answer TEXT NOT NULL,
  closed_at INTEGER,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  FOREIGN KEY (department_id) REFERENCES departments (id),
  FOREIGN KEY (requester_id) REFERENCES staff (id)
);
CREATE INDEX IF NOT EXISTS support_requests_state ON support_requests (state, created_at, id);
CREATE INDEX IF NOT EXISTS support_requests_newest ON support_requests (created_at, id);
CREATE INDEX IF NOT EXISTS support_requests_requester ON support_requests (requester_id, created_at, id);
CREATE INDEX IF NOT EXISTS support_requests_department ON support_requests (department_id, created_at, id);
