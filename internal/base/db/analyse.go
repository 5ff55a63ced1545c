package db

import "context"

// analysisLimit bounds how many rows of each index are looked at. With a limit SQLite keeps no samples of values, which
// would have it plan prepared statements anew for each value that is bound.
const analysisLimit = "1000"

// Analyse lets the planner of the embedded store know how much its tables hold. MySQL sees to that itself.
func (d *DB) Analyse(ctx context.Context) error {
	if d.Dialect != SQLite {
		return nil
	}
	return d.InTx(ctx, func(ctx context.Context) error {
		for _, query := range []string{"PRAGMA analysis_limit = " + analysisLimit, "ANALYZE"} {
			if _, err := d.From(ctx).Exec(ctx, query); err != nil {
				return err
			}
		}
		return nil
	})
}
