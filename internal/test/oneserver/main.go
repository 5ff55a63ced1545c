// Command oneserver starts one MySQL or MariaDB server for many test processes. With arguments it runs these as a command that
// finds the server in TEST_MYSQL_DSN. Without, it prints the DSN and serves until its standard input ends, as it does when
// the script behind it ends, however that comes.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"ttyt.example/ttyt/internal/test/mysqld"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := serve(ctx, os.Args[1:])
	stop()
	if failed, ok := errors.AsType[*exec.ExitError](err); ok {
		os.Exit(failed.ExitCode())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "oneserver:", err)
		os.Exit(1)
	}
}

func serve(ctx context.Context, command []string) error {
	server, err := mysqld.Start()
	if err != nil {
		return err
	}
	dsn := fmt.Sprintf("mysql:root@unix(%s)/", server.Socket)
	if len(command) == 0 {
		fmt.Println(dsn)
		_, err = io.Copy(io.Discard, os.Stdin)
		return errors.Join(err, server.Stop())
	}
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Env = append(os.Environ(), "TEST_MYSQL_DSN="+dsn)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	return errors.Join(cmd.Run(), server.Stop())
}
