-- +goose Up

-- What was reported as broken or suspicious. due_at is the next target, alarm_at when the program has something to do about it.
CREATE TABLE IF NOT EXISTS incidents (
  id BLOB NOT NULL PRIMARY KEY,
  category TEXT NOT NULL,
  queue TEXT NOT NULL,
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  place TEXT NOT NULL,
  department_id BLOB NOT NULL,
  reporter_id BLOB,
  confidential INTEGER NOT NULL,
  application_id BLOB,
  impact TEXT NOT NULL,
  urgency TEXT NOT NULL,
  priority TEXT NOT NULL,
  state TEXT NOT NULL,
  live INTEGER NOT NULL,
  assignee_id BLOB,
  waiting_for TEXT NOT NULL,
  wait_reason TEXT NOT NULL,
  solution TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  waited INTEGER NOT NULL,
  waiting_since INTEGER,
  response_due_at INTEGER NOT NULL,
  resolution_due_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  targets_provisional INTEGER NOT NULL,
  alarm_at INTEGER,
  responded_at INTEGER,
  resolved_at INTEGER,
  closed_at INTEGER,
  reopened INTEGER NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  FOREIGN KEY (department_id) REFERENCES departments (id),
  FOREIGN KEY (reporter_id) REFERENCES staff (id),
  FOREIGN KEY (assignee_id) REFERENCES staff (id)
);
CREATE INDEX IF NOT EXISTS incidents_queue ON incidents (queue, live, due_at, id);
CREATE INDEX IF NOT EXISTS incidents_due ON incidents (live, due_at, id);
CREATE INDEX IF NOT EXISTS incidents_newest ON incidents (created_at, id);
CREATE INDEX IF NOT EXISTS incidents_assignee ON incidents (assignee_id, live, due_at, id);
CREATE INDEX IF NOT EXISTS incidents_reporter ON incidents (reporter_id, created_at, id);
CREATE INDEX IF NOT EXISTS incidents_reporter_due ON incidents (reporter_id, live, due_at, id);
CREATE INDEX IF NOT EXISTS incidents_target ON incidents (due_at, id);
CREATE INDEX IF NOT EXISTS incidents_department ON incidents (department_id, created_at, id);
CREATE INDEX IF NOT EXISTS incidents_alarm ON incidents (alarm_at, id);

-- What was done to an incident, step by step. by_reporter marks what its reporter did as such, whose name may be protected.
CREATE TABLE IF NOT EXISTS incident_events (
  id BLOB NOT NULL PRIMARY KEY,
  incident_id BLOB NOT NULL,
  kind TEXT NOT NULL,
  actor_id BLOB,
  by_reporter INTEGER NOT NULL,
  detail TEXT NOT NULL,
  at INTEGER NOT NULL,
  FOREIGN KEY (incident_id) REFERENCES incidents (id)
);
CREATE INDEX IF NOT EXISTS incident_events_incident ON incident_events (incident_id, at, id);

-- What people say to each other about an incident; internal ones are for its handlers.
CREATE TABLE IF NOT EXISTS incident_follow_ups (
  id BLOB NOT NULL PRIMARY KEY,
  incident_id BLOB NOT NULL,
  author_id BLOB NOT NULL,
  by_reporter INTEGER NOT NULL,
  internal INTEGER NOT NULL,
  text TEXT NOT NULL,
  at INTEGER NOT NULL,
  FOREIGN KEY (incident_id) REFERENCES incidents (id)
);
CREATE INDEX IF NOT EXISTS incident_follow_ups_incident ON incident_follow_ups (incident_id, at, id);

-- The posts that incidents are about.
CREATE TABLE IF NOT EXISTS incident_posts (
  incident_id BLOB NOT NULL,
  post_id BLOB NOT NULL,
  PRIMARY KEY (incident_id, post_id),
  FOREIGN KEY (incident_id) REFERENCES incidents (id),
  FOREIGN KEY (post_id) REFERENCES posts (id)
);
CREATE INDEX IF NOT EXISTS incident_posts_post ON incident_posts (post_id, incident_id);

-- The assets that incidents are about.
CREATE TABLE IF NOT EXISTS incident_assets (
  incident_id BLOB NOT NULL,
  asset_id BLOB NOT NULL,
  PRIMARY KEY (incident_id, asset_id),
  FOREIGN KEY (incident_id) REFERENCES incidents (id),
  FOREIGN KEY (asset_id) REFERENCES assets (id)
);
CREATE INDEX IF NOT EXISTS incident_assets_asset ON incident_assets (asset_id, incident_id);
