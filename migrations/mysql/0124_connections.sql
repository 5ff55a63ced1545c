-- +goose Up

-- One port of a network device holds one machine. port_key is the port as ports are compared, on the first of a machine's
-- interfaces there, else NULL. Of machines that share one already, the first to be written down has it.
SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE asset_interfaces ADD COLUMN port_key VARCHAR(32)', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'asset_interfaces' AND column_name = 'port_key');
PREPARE change_it FROM @change;
EXECUTE change_it;
UPDATE asset_interfaces n JOIN (SELECT MIN(id) AS id FROM asset_interfaces WHERE switch_id IS NOT NULL GROUP BY switch_id, LOWER(REPLACE(switch_port, ' ', ''))) f ON f.id = n.id
  SET n.port_key = LOWER(REPLACE(n.switch_port, ' ', '')) WHERE n.switch_port <> '';
SET @change = (SELECT IF(COUNT(*) = 0, 'CREATE UNIQUE INDEX asset_interfaces_port ON asset_interfaces (switch_id, port_key)', 'DO 0')
  FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'asset_interfaces' AND index_name = 'asset_interfaces_port');
PREPARE change_it FROM @change;
EXECUTE change_it;
