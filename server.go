// Command ttyt is the internal information system of a district medical centre: its API, its website's content and
// the approvals between them. See README.md.
package main

import (
	"context"
	"embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"ttyt.example/ttyt/internal/app"
	"ttyt.example/ttyt/internal/base/config"
	"ttyt.example/ttyt/internal/base/trace"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, console{env: os.Getenv, out: os.Stdout, log: os.Stderr}, os.Args[1:])
	stop()
	os.Exit(code)
}

// console is the surroundings of a command besides its arguments.
type console struct {
	env      func(string) string
	out, log io.Writer
}

// command is one thing the program does. Its name is one or two words.
type command struct {
	name, does string
	run        func(ctx context.Context, c console, args []string) error
}

// run runs the command that the arguments name and returns the exit code.
func run(ctx context.Context, c console, args []string) int {
	for _, cmd := range commands() {
		words := strings.Fields(cmd.name)
		if len(args) < len(words) || strings.Join(args[:len(words)], " ") != cmd.name {
			continue
		}
		switch err := cmd.run(ctx, c, args[len(words):]); {
		case err == nil || errors.Is(err, flag.ErrHelp):
			return 0
		default:
			fmt.Fprintln(c.log, "ttyt "+cmd.name+":", err)
			return 1
		}
	}
	fmt.Fprintln(c.out, "Usage: ttyt COMMAND [flags]; ttyt COMMAND -help explains its flags.")
	for _, cmd := range commands() {
		fmt.Fprintf(c.out, "  %-15s  %s\n", cmd.name, cmd.does)
	}
	if len(args) == 1 && strings.TrimLeft(args[0], "-") == "help" {
		return 0
	}
	return 2
}

func commands() []command {
	return []command{
		{config.Demo, "try it with a made-up centre on this machine", opened(config.Demo, demo)},
		{config.Serve, "run a real centre", opened(config.Serve, serve)},
		{"director create", "create the first director of a new centre", createDirector},
		{"import", "turn text and Markdown files into drafts", importTexts},
		{"site import", "propose the settings, menus and links of files", importSite},
		{"media add", "bring the files of a folder into the media library", addMedia},
		{config.Ready, "check whether the running program can work", ready},
		{config.Migrate, "bring the store's tables up to date", migrate},
		{config.AuditVerify, "check the audit log and the store for tampering", verify},
		{config.AuditAnchor, "verify the audit log and anchor it", anchor},
		{"schema", "print the GraphQL schema, for checks and code generators", printSchema},
		{"texts", "print every message in both languages", printTexts},
		{"documents check", "check the manifest of a client's operations", checkDocuments},
		{"theme export", "write out the website's files, to begin a theme with", exportTheme},
		{"theme check", "check a theme of the website as the start does", checkTheme},
		{"version", "print the version, the schema and the migration", version},
	}
}

func demo(ctx context.Context, c console, conf config.Config, a *app.App) error {
	return a.Run(ctx, func(addr net.Addr) { app.WelcomeDemo(c.out, addr, conf.DemoPassword) })
}

func serve(ctx context.Context, _ console, conf config.Config, a *app.App) error {
	return a.Run(ctx, func(addr net.Addr) {
		slog.InfoContext(ctx, "serving", "addr", addr.String(), "public_url", conf.PublicURL.String())
	})
}

func createDirector(ctx context.Context, c console, args []string) error {
	var d app.FirstDirector
	return with(ctx, c, "director create", args, d.Flags, nil, func(_ config.Config, a *app.App) error {
		link, err := a.CreateDirector(ctx, d)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(c.out, "%s, %s, sets a password at this one-time link:\n%s\n", d.Name, d.Login, link)
		return err
	})
}

func importTexts(ctx context.Context, c console, args []string) error {
	var in app.Import
	return with(ctx, c, "import", args, in.Flags, &in.Files, func(_ config.Config, a *app.App) error {
		made, err := a.Import(ctx, in)
		for _, m := range made {
			fmt.Fprintf(c.out, "%s\t%s\t%s\n", m.File, m.ID, m.Slug)
		}
		return err
	})
}

func importSite(ctx context.Context, c console, args []string) error {
	var in app.SiteImport
	return with(ctx, c, "site import", args, in.Flags, &in.Files, func(_ config.Config, a *app.App) error {
		made, err := a.ImportSite(ctx, in)
		switch {
		case err != nil:
		case made == nil:
			_, err = fmt.Fprintln(c.out, "nothing to do: the website shows all of it")
		case in.Check:
			_, err = fmt.Fprintf(c.out, "checked, nothing is written: %v\n", made.Fields())
		default:
			_, err = fmt.Fprintf(c.out, "%s\t%s\t%v\n", made.ID(), made.State, made.Fields())
		}
		return err
	})
}

func addMedia(ctx context.Context, c console, args []string) error {
	var in app.MediaAdd
	return with(ctx, c, "media add", args, in.Flags, &in.Folders, func(_ config.Config, a *app.App) error {
		refused := 0
		err := a.AddMedia(ctx, in, func(f app.MediaAdded) {
			switch {
			case f.Err != nil:
				refused++
				fmt.Fprintf(c.log, "%s: %v\n", f.File, f.Err)
			case f.Before:
				fmt.Fprintf(c.out, "%s\t%s\tthere already\n", f.File, f.ID)
			default:
				fmt.Fprintf(c.out, "%s\t%s\n", f.File, f.ID)
			}
		})
		if err == nil && refused > 0 {
			err = fmt.Errorf("%d files were refused", refused)
		}
		return err
	})
}

func migrate(ctx context.Context, c console, args []string) error {
	conf, err := settings(c, config.Migrate, args, nil, nil)
	if err != nil {
		return err
	}
	return app.Migrate(ctx, conf)
}

func ready(ctx context.Context, c console, args []string) error {
	conf, err := settings(c, config.Ready, args, nil, nil)
	if err != nil {
		return err
	}
	return app.Ready(ctx, conf)
}

var errTampered = errors.New("the audit log or the store was changed without the program")

func verify(ctx context.Context, c console, args []string) error {
	conf, err := settings(c, config.AuditVerify, args, nil, nil)
	if err != nil {
		return err
	}
	sound, err := app.VerifyAudit(ctx, conf, c.out)
	if err == nil && !sound {
		err = errTampered
	}
	return err
}

func anchor(ctx context.Context, c console, args []string) error {
	var a app.Anchor
	conf, err := settings(c, config.AuditAnchor, args, a.Flags, nil)
	if err != nil {
		return err
	}
	return a.Run(ctx, conf, c.out)
}

func printSchema(_ context.Context, c console, args []string) error {
	if _, err := operands(c, "schema", args, nil); err != nil {
		return err
	}
	_, err := io.WriteString(c.out, app.SDL())
	return err
}

// messages are the files in which the rooms keep what they say to people.
//
//go:embed graph/texts.go graph/*/texts.go internal/*/texts.go internal/*/*/texts.go internal/wire/web/*/*.texts
var messages embed.FS

func printTexts(_ context.Context, c console, args []string) error {
	var t app.Texts
	rest, err := operands(c, "texts", args, t.Flags)
	if err == nil && len(rest) > 0 {
		err = fmt.Errorf("unexpected %q", rest)
	}
	if err != nil {
		return err
	}
	return t.Run(messages, c.out)
}

func checkDocuments(_ context.Context, c console, args []string) error {
	files, err := operands(c, "documents check", args, nil)
	if err != nil {
		return err
	}
	if len(files) != 1 {
		return errors.New("want one FILE")
	}
	n, err := app.CheckDocuments(files[0])
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(c.out, "%s: %d operations, all in order\n", files[0], n)
	return err
}

func exportTheme(_ context.Context, c console, args []string) error {
	var e app.ThemeExport
	folders, err := operands(c, "theme export", args, e.Flags)
	if err != nil {
		return err
	}
	if len(folders) != 1 {
		return errors.New("want one DIR")
	}
	return e.Run(folders[0], c.out)
}

func checkTheme(_ context.Context, c console, args []string) error {
	folders, err := operands(c, "theme check", args, nil)
	if err != nil {
		return err
	}
	if len(folders) != 1 {
		return errors.New("want one DIR")
	}
	return app.CheckTheme(folders[0], c.out)
}

// operands reads the flags of a command that needs no settings, and returns what follows them.
func operands(c console, name string, args []string, more func(*flag.FlagSet)) ([]string, error) {
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	flags.SetOutput(c.out)
	if more != nil {
		more(flags)
	}
	err := flags.Parse(args)
	return flags.Args(), err
}

// opened makes a command of what to do with the open program.
func opened(name string, use func(context.Context, console, config.Config, *app.App) error) func(context.Context, console, []string) error {
	return func(ctx context.Context, c console, args []string) error {
		return with(ctx, c, name, args, nil, nil, func(conf config.Config, a *app.App) error { return use(ctx, c, conf, a) })
	}
}

// with reads the configuration of a command, as settings does, and opens the program for it.
func with(ctx context.Context, c console, name string, args []string, more func(*flag.FlagSet), operands *[]string, use func(config.Config, *app.App) error) error {
	conf, err := settings(c, name, args, more, operands)
	if err != nil {
		return err
	}
	open := app.Open
	if conf.Demo {
		open = app.OpenDemo
		if err := app.PrepareDemo(&conf); err != nil {
			return err
		}
	}
	a, err := open(ctx, conf, app.Options{})
	if err != nil {
		return err
	}
	return errors.Join(use(conf, a), a.Close())
}

// settings reads the configuration of a command, with flags of its own where it has more and into operands what follows
// the flags where it takes some.
func settings(c console, name string, args []string, more func(*flag.FlagSet), operands *[]string) (config.Config, error) {
	conf, rest, err := config.Read(name, args, c.env, c.out, more)
	if operands != nil {
		*operands = rest
	} else if err == nil && len(rest) > 0 {
		err = fmt.Errorf("unexpected %q", rest)
	}
	if err == nil {
		slog.SetDefault(slog.New(trace.LogHandler{Handler: conf.LogHandler(c.log)}))
	}
	return conf, err
}
