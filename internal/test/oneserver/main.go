// Command oneserver starts one MySQL or MariaDB server for many test processes. It prints the DSN that they are to find in
// TEST_MYSQL_DSN, and serves until its standard input ends, as it does when the script behind it ends, however that comes.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"ttyt.example/ttyt/internal/test/mysqld"
)

func main() {
	if err := serve(); err != nil {
		fmt.Fprintln(os.Stderr, "oneserver:", err)
		os.Exit(1)
	}
}

func serve() error {
	server, err := mysqld.Start()
	if err != nil {
		return err
	}
	fmt.Printf("mysql:root@unix(%s)/\n", server.Socket)
	_, err = io.Copy(io.Discard, os.Stdin)
	return errors.Join(err, server.Stop())
}
