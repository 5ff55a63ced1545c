-- +goose Up

-- The tool that looked at what a round asks for, NULL where a person did.
SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE inventory_lines ADD COLUMN service_account_id BINARY(16)', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'inventory_lines' AND column_name = 'service_account_id');
PREPARE change_it FROM @change;
EXECUTE change_it;
