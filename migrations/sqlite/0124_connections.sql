-- +goose Up

-- One port of a network device holds one machine. port_key is the port as ports are compared, on the first of a machine's
-- interfaces there, else NULL. Of machines that share one already, the first to be written down has it.
ALTER TABLE asset_interfaces ADD COLUMN port_key TEXT;
UPDATE asset_interfaces SET port_key = LOWER(REPLACE(switch_port, ' ', '')) WHERE switch_id IS NOT NULL AND switch_port <> '' AND id IN
  (SELECT MIN(id) FROM asset_interfaces WHERE switch_id IS NOT NULL GROUP BY switch_id, LOWER(REPLACE(switch_port, ' ', '')));
CREATE UNIQUE INDEX IF NOT EXISTS asset_interfaces_port ON asset_interfaces (switch_id, port_key);
