-- +goose Up

-- Reports of the same trouble with the same asset, for those who handle them: an incident is in one group at most. It stands
-- apart from the incidents, so that a report changes nothing that another reporter sees.
CREATE TABLE IF NOT EXISTS incident_joins (
  incident_id BINARY(16) NOT NULL PRIMARY KEY,
  group_id BINARY(16) NOT NULL,
  INDEX incident_joins_group (group_id, incident_id),
  FOREIGN KEY (incident_id) REFERENCES incidents (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};
-- The tool that reported, whose reports are counted.
SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE incidents ADD COLUMN service_account_id BINARY(16)', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'incidents' AND column_name = 'service_account_id');
PREPARE change_it FROM @change;
EXECUTE change_it;
SET @change = (SELECT IF(COUNT(*) = 0, 'CREATE INDEX incidents_service_account ON incidents (service_account_id, created_at)', 'DO 0')
  FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'incidents' AND index_name = 'incidents_service_account');
PREPARE change_it FROM @change;
EXECUTE change_it;
