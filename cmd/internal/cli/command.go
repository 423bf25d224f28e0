package cli

import (
	"bytes"
	"os"

	"github.com/spf13/cobra"

	"github.com/flinkdoctor/flinkdoctor/analyzer"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/term"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// Command returns the program's commands for those who describe them, such as the generator of the manual. What it runs writes to nowhere; Main runs commands.
func Command() *cobra.Command {
	var nowhere bytes.Buffer
	p := &program{term: term.New(&bytes.Buffer{}, &nowhere, &nowhere, os.Getenv), analyze: analyzer.Analyze, builtin: rules.Builtin}
	return p.root()
}
