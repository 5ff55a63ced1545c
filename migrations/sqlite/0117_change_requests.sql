-- +goose Up

-- What people ask to have done to an asset (Art. 5d to 5f), and what was done. Values are JSON that nothing queries.
CREATE TABLE IF NOT EXISTS change_requests (
  id BLOB NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  asset_id BLOB NOT NULL,
  replacement_id BLOB,
  department_id BLOB NOT NULL,
  requester_id BLOB NOT NULL,
  incident_id BLOB,
  title TEXT NOT NULL,
  reason TEXT NOT NULL,
  risk TEXT NOT NULL,
  cost INTEGER NOT NULL,
  plan TEXT NOT NULL,
  roll_back_plan TEXT NOT NULL,
  wanted TEXT NOT NULL,
  before_values TEXT NOT NULL,
  after_values TEXT NOT NULL,
  planned_from INTEGER,
  planned_to INTEGER,
  approval_id BLOB,
  at_board INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  executed_by BLOB,
  executed_at INTEGER,
  director_id BLOB,
  spoken_at INTEGER,
  confirm_by INTEGER,
  confirmed_at INTEGER,
  unconfirmed_at INTEGER,
  rolled_back_by BLOB,
  rolled_back_at INTEGER,
  roll_back_reason TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  FOREIGN KEY (asset_id) REFERENCES assets (id),
  FOREIGN KEY (replacement_id) REFERENCES assets (id),
  FOREIGN KEY (department_id) REFERENCES departments (id),
  FOREIGN KEY (requester_id) REFERENCES staff (id)
);
CREATE INDEX IF NOT EXISTS change_requests_department ON change_requests (department_id, created_at, id);
CREATE INDEX IF NOT EXISTS change_requests_state ON change_requests (state, created_at, id);
CREATE INDEX IF NOT EXISTS change_requests_asset ON change_requests (asset_id, state);
CREATE INDEX IF NOT EXISTS change_requests_replacement ON change_requests (replacement_id, state);
CREATE INDEX IF NOT EXISTS change_requests_requester ON change_requests (requester_id, created_at, id);
CREATE INDEX IF NOT EXISTS change_requests_created ON change_requests (created_at, id);
