-- +goose Up

-- What was reported as broken or suspicious. due_at is the next target, alarm_at when the program has something to do about it.
CREATE TABLE IF NOT EXISTS incidents (
  id BINARY(16) NOT NULL PRIMARY KEY,
  category VARCHAR(16) NOT NULL,
  queue VARCHAR(16) NOT NULL,
  title VARCHAR(200) NOT NULL,
  description TEXT NOT NULL,
  place VARCHAR(200) NOT NULL,
  department_id BINARY(16) NOT NULL,
  reporter_id BINARY(16),
  confidential INT NOT NULL,
  application_id BINARY(16),
  impact VARCHAR(8) NOT NULL,
  urgency VARCHAR(8) NOT NULL,
  priority VARCHAR(8) NOT NULL,
  state VARCHAR(16) NOT NULL,
  live INT NOT NULL,
  assignee_id BINARY(16),
  waiting_for VARCHAR(16) NOT NULL,
  wait_reason VARCHAR(500) NOT NULL,
  solution TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  waited BIGINT NOT NULL,
  waiting_since BIGINT,
  response_due_at BIGINT NOT NULL,
  resolution_due_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  targets_provisional INT NOT NULL,
  alarm_at BIGINT,
  responded_at BIGINT,
  resolved_at BIGINT,
  closed_at BIGINT,
  reopened INT NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  INDEX incidents_queue (queue, live, due_at, id),
  INDEX incidents_due (live, due_at, id),
  INDEX incidents_newest (created_at, id),
  INDEX incidents_assignee (assignee_id, live, due_at, id),
  INDEX incidents_reporter (reporter_id, created_at, id),
  INDEX incidents_reporter_due (reporter_id, live, due_at, id),
  INDEX incidents_target (due_at, id),
  INDEX incidents_department (department_id, created_at, id),
  INDEX incidents_alarm (alarm_at, id),
  FOREIGN KEY (department_id) REFERENCES departments (id),
  FOREIGN KEY (reporter_id) REFERENCES staff (id),
  FOREIGN KEY (assignee_id) REFERENCES staff (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};

-- What was done to an incident, step by step. by_reporter marks what its reporter did as such, whose name may be protected.
CREATE TABLE IF NOT EXISTS incident_events (
  id BINARY(16) NOT NULL PRIMARY KEY,
  incident_id BINARY(16) NOT NULL,
  kind VARCHAR(16) NOT NULL,
  actor_id BINARY(16),
  by_reporter INT NOT NULL,
  detail VARCHAR(500) NOT NULL,
  at BIGINT NOT NULL,
  INDEX incident_events_incident (incident_id, at, id),
  FOREIGN KEY (incident_id) REFERENCES incidents (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};

-- What people say to each other about an incident; internal ones are for its handlers.
CREATE TABLE IF NOT EXISTS incident_follow_ups (
  id BINARY(16) NOT NULL PRIMARY KEY,
  incident_id BINARY(16) NOT NULL,
  author_id BINARY(16) NOT NULL,
  by_reporter INT NOT NULL,
  internal INT NOT NULL,
  text TEXT NOT NULL,
  at BIGINT NOT NULL,
  INDEX incident_follow_ups_incident (incident_id, at, id),
  FOREIGN KEY (incident_id) REFERENCES incidents (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};

-- The posts that incidents are about.
CREATE TABLE IF NOT EXISTS incident_posts (
  incident_id BINARY(16) NOT NULL,
  post_id BINARY(16) NOT NULL,
  PRIMARY KEY (incident_id, post_id),
  INDEX incident_posts_post (post_id, incident_id),
  FOREIGN KEY (incident_id) REFERENCES incidents (id),
  FOREIGN KEY (post_id) REFERENCES posts (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};

-- The assets that incidents are about.
CREATE TABLE IF NOT EXISTS incident_assets (
  incident_id BINARY(16) NOT NULL,
  asset_id BINARY(16) NOT NULL,
  PRIMARY KEY (incident_id, asset_id),
  INDEX incident_assets_asset (asset_id, incident_id),
  FOREIGN KEY (incident_id) REFERENCES incidents (id),
  FOREIGN KEY (asset_id) REFERENCES assets (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};
