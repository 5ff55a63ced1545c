-- +goose Up

-- Reports of the same trouble with the same asset, for those who handle them: an incident is in one group at most. It stands
-- apart from the incidents, so that a report changes nothing that another reporter sees.
CREATE TABLE IF NOT EXISTS incident_joins (
  incident_id BLOB NOT NULL PRIMARY KEY,
  group_id BLOB NOT NULL,
  FOREIGN KEY (incident_id) REFERENCES incidents (id)
);
CREATE INDEX IF NOT EXISTS incident_joins_group ON incident_joins (group_id, incident_id);
-- The tool that reported, whose reports are counted.
ALTER TABLE incidents ADD COLUMN service_account_id BLOB;
CREATE INDEX IF NOT EXISTS incidents_service_account ON incidents (service_account_id, created_at);
