package app

import (
	"context"
	"flag"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"ttyt.example/ttyt/graph"
	"ttyt.example/ttyt/internal/wire/limits"
	"ttyt.example/ttyt/internal/wire/transport"
	"ttyt.example/ttyt/internal/wire/web"
)

// pages serves the pages of the program, with its theme.
func (a *App) pages(admit func(context.Context) time.Duration, turn func(context.Context) func(), spool *transport.Spool) (*web.Faces, error) {
	read, folder := ownPages, a.config.Theme
	switch {
	case a.config.NoSite && a.config.NoConsole:
		read = web.ReadAssets
	case folder != "":
		read = func() (*web.Pages, error) { return themed(folder) }
	}
	pages, err := read()
	if err != nil {
		return nil, err
	}
	return web.New(pages, web.Options{
		URL: a.config.PublicURL.String(), HTTPS: a.config.HTTPS(), Accounts: a.offered(), Admit: admit, Turn: turn, Spool: spool,
	}), nil
}

// ownPages are the pages without a theme: read once, however many centres a process opens, as tests do.
var ownPages = sync.OnceValues(func() (*web.Pages, error) {
	pages, err := web.Read(checkedBy(nil))
	if err != nil {
		return nil, fmt.Errorf("pages: %w", err)
	}
	return pages, nil
})

// themed are the pages with the theme in a folder.
func themed(folder string) (*web.Pages, error) {
	theme, err := web.ReadTheme(folder)
	if err != nil {
		return nil, fmt.Errorf("theme: %w", err)
	}
	pages, err := web.Read(checkedBy(theme))
	if err != nil {
		return nil, fmt.Errorf("theme: %w", err)
	}
	return pages, nil
}

// checkedBy decides whether the pages are in order, with a theme.
func checkedBy(theme *web.Theme) web.Rules {
	schema := graph.Schema()
	return web.Rules{Schema: schema, Limit: limits.ForStaff(schema), PublicLimit: limits.ForStrangers, Theme: theme}
}

// CheckTheme checks the theme in a folder as the program does when it starts, and says which of its files it can do without.
func CheckTheme(folder string, w io.Writer) error {
	theme, err := web.ReadTheme(folder)
	if err != nil {
		return fmt.Errorf("theme: %w", err)
	}
	if _, err := web.Read(checkedBy(theme)); err != nil {
		return fmt.Errorf("theme: not accepted:\n%w", err)
	}
	if same := theme.Unchanged(); len(same) > 0 {
		fmt.Fprintf(w, "the same as the program's own, and better left out, so that upgrades reach them: %s\n", strings.Join(same, ", "))
	}
	_, err = fmt.Fprintf(w, "%s: %d files, all in order\n", folder, len(theme.Names()))
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
