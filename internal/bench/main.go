// Command bench fills a store with a large made-up centre and measures the product over it, beside a hand-written server
// of the same answers. It is no part of the product. docs/performance.md tells how to run it.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
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

const usage = `Usage: bench COMMAND [flags]
  fill      fill an empty store with posts and staff
  ceiling   serve the hand-written answers over a filled store`

func run(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("no command\n%s", usage)
	}
	flags := flag.NewFlagSet(args[0], flag.ContinueOnError)
	dsn := flags.String("dsn", "", "the store: sqlite:FILE, or mysql: and a DSN of its driver")
	switch args[0] {
	case "fill":
		var s size
		flags.IntVar(&s.Posts, "posts", 5000, "how many posts")
		flags.IntVar(&s.Staff, "staff", 300, "how many staff")
		if err := flags.Parse(args[1:]); err != nil {
			return err
		}
		return fill(ctx, *dsn, s)
	case "ceiling":
		addr := flags.String("addr", "127.0.0.1:0", "where to listen")
		if err := flags.Parse(args[1:]); err != nil {
			return err
		}
		return serveCeiling(ctx, *dsn, *addr)
	}
	return fmt.Errorf("no command %q\n%s", args[0], usage)
}
