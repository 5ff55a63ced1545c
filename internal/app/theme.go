package app

import (
	"context"
	"flag"
	"fmt"
	"io"
	"strings"
	"time"

	"ttyt.example/ttyt/graph"
	"ttyt.example/ttyt/internal/wire/limits"
	"ttyt.example/ttyt/internal/wire/transport"
	"ttyt.example/ttyt/internal/wire/web"
)

// pages reads the pages of the program, with its theme.
func (a *App) pages(admit func(context.Context) time.Duration, turn func(context.Context) func(), spool *transport.Spool) (*web.Faces, error) {
	o, err := checkedBy(a.config.Theme)
	if err != nil {
		return nil, err
	}
	o.URL, o.HTTPS, o.Accounts = a.config.PublicURL.String(), a.config.HTTPS(), a.offered()
	o.Admit, o.Turn, o.Spool = admit, turn, spool
	faces, err := web.New(o)
	if err == nil {
		return faces, nil
	}
	if o.Theme != nil {
		return nil, fmt.Errorf("theme: %w", err)
	}
	return nil, fmt.Errorf("pages: %w", err)
}

// checkedBy are the options that decide whether the pages are in order, with the theme in a folder.
func checkedBy(folder string) (web.Options, error) {
	schema := graph.Schema()
	o := web.Options{Schema: schema, Limit: limits.ForStaff(schema), PublicLimit: limits.ForStrangers}
	if folder == "" {
		return o, nil
	}
	theme, err := web.ReadTheme(folder)
	if err != nil {
		return o, fmt.Errorf("theme: %w", err)
	}
	o.Theme = theme
	return o, nil
}

// CheckTheme checks the theme in a folder as the program does when it starts, and says which of its files it can do without.
func CheckTheme(folder string, w io.Writer) error {
	o, err := checkedBy(folder)
	if err != nil {
		return err
	}
	if _, err := web.New(o); err != nil {
		return fmt.Errorf("theme: not accepted:\n%w", err)
	}
	if same := o.Theme.Unchanged(); len(same) > 0 {
		fmt.Fprintf(w, "the same as the program's own, and better left out, so that upgrades reach them: %s\n", strings.Join(same, ", "))
	}
	_, err = fmt.Fprintf(w, "%s: %d files, all in order\n", folder, len(o.Theme.Names()))
	return err
}

// ThemeExport writes out the files that a theme can change.
type ThemeExport struct{ Overwrite bool }

// Flags declares the flags of the command.
func (e *ThemeExport) Flags(f *flag.FlagSet) {
	f.BoolVar(&e.Overwrite, "overwrite", false, "replace files of the same names that have other content")
}

// Run writes the files into a folder.
func (e *ThemeExport) Run(folder string, w io.Writer) error {
	written, replaced, err := web.WriteTheme(folder, e.Overwrite)
	if err != nil {
		return err
	}
	for _, name := range replaced {
		fmt.Fprintf(w, "%s was replaced\n", name)
	}
	_, err = fmt.Fprintf(w, "%s: wrote %d files\n", folder, len(written))
	return err
}
