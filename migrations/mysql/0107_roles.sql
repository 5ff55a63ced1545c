-- +goose Up

-- HEAD, DEPUTY or ACTING of a department; the manager role follows from one in force.
CREATE TABLE IF NOT EXISTS positions (
  id BINARY(16) NOT NULL PRIMARY KEY,
  staff_id BINARY(16) NOT NULL,
  department_id BINARY(16) NOT NULL,
  kind VARCHAR(16) NOT NULL,
  decision_no VARCHAR(64) NOT NULL,
  from_at BIGINT NOT NULL,
  to_at BIGINT,
  created_at BIGINT NOT NULL,
  INDEX positions_staff (staff_id, from_at),
  INDEX positions_department (department_id, from_at),
  FOREIGN KEY (staff_id) REFERENCES staff (id),
  FOREIGN KEY (department_id) REFERENCES departments (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};

-- A manager's or director's power lent to a named colleague; never lendable further.
CREATE TABLE IF NOT EXISTS delegations (
  id BINARY(16) NOT NULL PRIMARY KEY,
  from_staff_id BINARY(16) NOT NULL,
  to_staff_id BINARY(16) NOT NULL,
  role VARCHAR(16) NOT NULL,
  department_id BINARY(16),
  decision_no VARCHAR(64) NOT NULL,
  from_at BIGINT NOT NULL,
  to_at BIGINT NOT NULL,
  revoked_at BIGINT,
  created_at BIGINT NOT NULL,
  INDEX delegations_to (to_staff_id, to_at),
  INDEX delegations_from (from_staff_id, to_at),
  INDEX delegations_department (department_id),
  FOREIGN KEY (from_staff_id) REFERENCES staff (id),
  FOREIGN KEY (to_staff_id) REFERENCES staff (id),
  FOREIGN KEY (department_id) REFERENCES departments (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};

-- Granted roles (Art. 3, 10). live is 1 while granted and NULL after, so one may be live. last_held marks the role of IT that
-- was revoked while nobody else worked in it.
CREATE TABLE IF NOT EXISTS role_assignments (
  id BINARY(16) NOT NULL PRIMARY KEY,
  staff_id BINARY(16) NOT NULL,
  role VARCHAR(16) NOT NULL,
  live INT,
  last_held INT,
  granted_by BINARY(16),
  granted_at BIGINT NOT NULL,
  revoked_by BINARY(16),
  revoked_at BIGINT,
  UNIQUE INDEX role_assignments_live (staff_id, role, live),
  INDEX role_assignments_role (role, live),
  FOREIGN KEY (staff_id) REFERENCES staff (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};
