// Command ttyt is the internal information system of a district medical centre: its API, its website's content and
// the approvals between them. See README.md.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"

	"ttyt/internal/app"
	"ttyt/internal/audit"
	"ttyt/internal/config"
	"ttyt/internal/trace"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, console{env: os.Getenv, out: os.Stdout, log: os.Stderr}, os.Args[1:])
	stop()
	os.Exit(code)
}

// console is what a command has besides its arguments.
type console struct {
	env      func(string) string
	out, log io.Writer
}

// command is one thing the program does. Its name is one or two words.
type command struct {
	name, does string
	run        func(ctx context.Context, c console, args []string) error
}

func commands() []command {
	return []command{
		{"demo", "try it: a made-up centre on this machine", demo},
		{"serve", "serve a real centre", serve},
		{"migrate", "bring the store's tables up to date", migrate},
		{"audit verify", "check the audit record against tampering", verify},
		{"version", "print the version", version},
	}
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
		fmt.Fprintf(c.out, "  %-16s %s\n", cmd.name, cmd.does)
	}
	if len(args) == 1 && strings.TrimLeft(args[0], "-") == "help" {
		return 0
	}
	return 2
}

// configure reads the configuration of a command that takes no arguments, and sets up logging.
func configure(c console, command string, args []string) (config.Config, error) {
	conf, rest, err := config.Read(command, args, c.env, c.out, nil)
	if err == nil && len(rest) > 0 {
		err = fmt.Errorf("unexpected %q", rest)
	}
	if err != nil {
		return conf, err
	}
	var handler slog.Handler = slog.NewJSONHandler(c.log, &slog.HandlerOptions{Level: conf.LogLevel})
	if conf.LogFormat == "text" {
		handler = slog.NewTextHandler(c.log, &slog.HandlerOptions{Level: conf.LogLevel})
	}
	slog.SetDefault(slog.New(trace.LogHandler{Handler: handler}))
	return conf, nil
}

func demo(ctx context.Context, c console, args []string) error {
	conf, err := configure(c, config.Demo, args)
	if err != nil {
		return err
	}
	if err := app.PrepareDemo(&conf); err != nil {
		return err
	}
	a, err := app.OpenDemo(ctx, conf, app.Options{})
	if err != nil {
		return err
	}
	return errors.Join(a.Run(ctx, func(addr net.Addr) { app.WelcomeDemo(c.out, addr, conf.DemoPassword) }), a.Close())
}

func serve(ctx context.Context, c console, args []string) error {
	conf, err := configure(c, config.Serve, args)
	if err != nil {
		return err
	}
	return with(ctx, conf, func(a *app.App) error {
		return a.Run(ctx, func(addr net.Addr) {
			slog.InfoContext(ctx, "serving", "addr", addr.String(), "public_url", conf.PublicURL.String())
		})
	})
}

func migrate(ctx context.Context, c console, args []string) error {
	conf, err := configure(c, config.Migrate, args)
	if err != nil {
		return err
	}
	return app.Migrate(ctx, conf)
}

var errTampered = errors.New("the record is not what was written")

func verify(ctx context.Context, c console, args []string) error {
	conf, err := configure(c, "audit verify", args)
	if err != nil {
		return err
	}
	return with(ctx, conf, func(a *app.App) error {
		sound, err := audit.VerifyCommand(ctx, a.Audit, conf.AuditAnchor, c.out)
		if err == nil && !sound {
			err = errTampered
		}
		return err
	})
}

func version(_ context.Context, c console, _ []string) error {
	name := "unknown"
	if info, ok := debug.ReadBuildInfo(); ok {
		name = info.Main.Version
	}
	_, err := fmt.Fprintln(c.out, name)
	return err
}

// with opens the program for one use.
func with(ctx context.Context, conf config.Config, use func(*app.App) error) error {
	a, err := app.Open(ctx, conf)
	if err != nil {
		return err
	}
	return errors.Join(use(a), a.Close())
}
