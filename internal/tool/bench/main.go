// Command bench fills a store with a large made-up centre and measures the product over it, beside a hand-written server
// of the same answers. It is no part of the product. docs/performance.md tells how to run it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

const usage = `Usage: bench COMMAND [flags]; bench COMMAND -help explains them.
  fill      fill an empty store with posts and staff
  run       measure the product beside the ceiling, in turn
  growth    measure the product on a small and a large store, in turn
  pages     measure pages of the website beside answers of the API
  mixed     load the product as a working day does
  ceiling   serve the hand-written answers over a filled store
  memory    serve answers from memory`

func run(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return errors.New("no command\n" + usage)
	}
	do, ok := map[string]func(context.Context, *flag.FlagSet, []string) error{
		"fill": runFill, "run": runMeasure, "growth": runGrowth, "mixed": runMixed, "pages": runPages, "ceiling": runCeiling, "memory": runMemory,
	}[args[0]]
	if !ok {
		return fmt.Errorf("no command %q\n%s", args[0], usage)
	}
	err := do(ctx, flag.NewFlagSet(args[0], flag.ContinueOnError), args[1:])
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	return err
}

func (s *size) flags(f *flag.FlagSet) {
	f.IntVar(&s.Posts, "posts", 5000, "number of posts")
	f.IntVar(&s.Staff, "staff", 300, "number of staff")
}

func dsnFlag(f *flag.FlagSet) *string {
	return f.String("dsn", "", "the store: sqlite:FILE, or mysql: and a DSN of its driver")
}

func addrFlag(f *flag.FlagSet) *string { return f.String("addr", "127.0.0.1:8081", "where to listen") }

func runFill(ctx context.Context, f *flag.FlagSet, args []string) error {
	var s size
	s.flags(f)
	dsn := dsnFlag(f)
	if err := f.Parse(args); err != nil {
		return err
	}
	return fill(ctx, *dsn, s)
}

func runCeiling(ctx context.Context, f *flag.FlagSet, args []string) error {
	dsn, addr := dsnFlag(f), addrFlag(f)
	if err := f.Parse(args); err != nil {
		return err
	}
	return serveCeiling(ctx, *dsn, *addr)
}

func runMemory(ctx context.Context, f *flag.FlagSet, args []string) error {
	dir, addr := f.String("dir", "", "the folder of the answers"), addrFlag(f)
	if err := f.Parse(args); err != nil {
		return err
	}
	return serveMemory(ctx, *dir, *addr)
}

func runMeasure(ctx context.Context, f *flag.FlagSet, args []string) error {
	var s size
	var p plan
	s.flags(f)
	dir := workFlag(f)
	kinds := f.String("stores", onSQLite+","+onMariaDB, "the stores to measure on")
	only := f.String("queries", "", "the queries to measure, such as Q1,M1; all when left out")
	f.IntVar(&p.rounds, "rounds", 5, "number of rounds; the median counts")
	f.DurationVar(&p.each, "each", 4*time.Second, "duration of one measurement, in whole seconds")
	f.BoolVar(&p.hits, "hits", false, "measure cached answers against the same bytes from memory")
	if err := f.Parse(args); err != nil {
		return err
	}
	p.only = strings.FieldsFunc(*only, func(r rune) bool { return r == ',' })
	for kind := range strings.SplitSeq(*kinds, ",") {
		found, err := measure(ctx, *dir, kind, s, p)
		if err != nil {
			return err
		}
		found.write(os.Stdout)
	}
	return nil
}

func runGrowth(ctx context.Context, f *flag.FlagSet, args []string) error {
	var g growth
	dir := workFlag(f)
	kinds := f.String("stores", onSQLite+","+onMariaDB, "the stores to measure on")
	f.IntVar(&g.small.Posts, "posts", 5000, "number of posts in the small store")
	f.IntVar(&g.small.Staff, "staff", 300, "number of staff")
	f.IntVar(&g.factor, "factor", 100, "factor by which the large store is larger")
	f.IntVar(&g.rounds, "rounds", 5, "number of rounds; the median counts")
	f.IntVar(&g.rate, "rate", 40, "requests per second")
	f.DurationVar(&g.each, "each", 5*time.Second, "duration of one measurement")
	if err := f.Parse(args); err != nil {
		return err
	}
	for kind := range strings.SplitSeq(*kinds, ",") {
		if err := g.measure(ctx, os.Stdout, *dir, kind); err != nil {
			return err
		}
	}
	return nil
}

func runPages(ctx context.Context, f *flag.FlagSet, args []string) error {
	var p pages
	dir := workFlag(f)
	f.IntVar(&p.rounds, "rounds", 5, "number of rounds; the median counts")
	only := f.String("only", strings.Join([]string{cachedPages, drawnPages, starts}, ","), "what to measure")
	f.IntVar(&p.starts, "starts", 9, "number of starts with the faces and without; the median counts")
	f.DurationVar(&p.each, "each", 2*time.Second, "duration of one measurement, in whole seconds")
	if err := f.Parse(args); err != nil {
		return err
	}
	p.only = strings.Split(*only, ",")
	return p.measure(ctx, os.Stdout, *dir)
}

func runMixed(ctx context.Context, f *flag.FlagSet, args []string) error {
	var s size
	var m mixed
	s.flags(f)
	dir := workFlag(f)
	kinds := f.String("stores", onSQLite+","+onMariaDB, "the stores to measure on")
	f.IntVar(&m.sessions, "sessions", 50, "number of sessions")
	f.IntVar(&m.rate, "rate", 60, "requests per second")
	f.DurationVar(&m.each, "each", 30*time.Second, "duration, in whole seconds")
	if err := f.Parse(args); err != nil {
		return err
	}
	for kind := range strings.SplitSeq(*kinds, ",") {
		if err := m.measure(ctx, os.Stdout, *dir, kind, s); err != nil {
			return err
		}
	}
	return nil
}

func workFlag(f *flag.FlagSet) *string {
	return f.String("dir", filepath.Join(os.TempDir(), "ttyt-bench"), "the folder of stores, logs and tools, kept for the next time")
}
