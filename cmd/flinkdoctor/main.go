// Command flinkdoctor finds the root cause of a broken Flink pipeline in its logs. Everything it does is in package cli.
package main

import (
	"os"

	"github.com/flinkdoctor/flinkdoctor/cmd/internal/cli"
)

func main() {
	os.Exit(cli.Main(cli.Plugin(os.Args[0], os.Args[1:]), os.Stdin, os.Stdout, os.Stderr))
}
