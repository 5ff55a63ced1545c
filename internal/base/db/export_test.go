package db

// MigrationsOf is what Migrate runs.
var MigrationsOf = (*DB).migrationsOf
