package app

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"time"

	"ttyt.example/ttyt/internal/base/calendar"
)

// useHolidays takes the holidays of a file, "" for none: the program does not start with a file that is wrong anywhere. It warns
// of a year that is not complete, in the file or soon to come.
func useHolidays(ctx context.Context, file string) error {
	if file != "" {
		content, err := os.ReadFile(file)
		if err != nil {
			return fmt.Errorf("holidays: %w", err)
		}
		missing, err := calendar.Use(content)
		if err != nil {
			return fmt.Errorf("holidays: %s: %w", file, err)
		}
		for year, names := range missing {
			if len(names) > 0 {
				slog.WarnContext(ctx, "a year of the holidays file is not complete, so deadlines in it are provisional", "year", year, "missing", names)
			}
		}
	}
	now := time.Now()
	for _, at := range []time.Time{now, now.AddDate(0, 1, 15)} {
		if year := at.In(calendar.Zone).Year(); !calendar.Covers(year) {
			missing, _ := calendar.Missing(year)
			slog.WarnContext(ctx, "the holidays of the year are not on file, so deadlines in it are provisional: see the setting holidays", "year", year, "missing", missing)
			break
		}
	}
	return nil
}
