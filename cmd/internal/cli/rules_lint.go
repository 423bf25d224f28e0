package cli

import (
	"bytes"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/flinkdoctor/flinkdoctor/cmd/internal/term"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

func newRulesLint(p *program) *cobra.Command {
	return &cobra.Command{
		Use:   "lint DIR",
		Short: "Check the rule files of a folder",
		Long: `Checks every rule file below DIR: its form, both languages, conditions, keywords,
expressions, edges, configuration keys and samples. Problems are printed as
file:line:column, one a line. Exit code 1 when a rule does not load.`,
		Example: "  flinkdoctor rules lint my-rules",
		Args:    oneFolder,
		RunE:    func(_ *cobra.Command, args []string) error { return p.lintRules(args[0]) },
	}
}

func oneFolder(cmd *cobra.Command, args []string) error {
	if len(args) != 1 {
		return usagef("%s takes one folder of rule files", cmd.CommandPath())
	}
	return nil
}

func (p *program) lintRules(dir string) error {
	builtin, err := p.builtin()
	if err != nil {
		return fmt.Errorf("load the built-in rules: %w", err)
	}
	pack, problems := rules.LoadDir(dir, builtin)
	var b bytes.Buffer
	warnings := 0
	for _, problem := range problems {
		if problem.Warning {
			warnings++
		}
		fmt.Fprintln(&b, term.Clean(problem.String()))
	}
	switch {
	case pack == nil:
		fmt.Fprintf(&b, "%s, %s\n", plural(len(problems)-warnings, "problem"), plural(warnings, "warning"))
	default:
		fmt.Fprintf(&b, "%s, no problem, %s\n", plural(len(pack.Rules), "rule"), plural(warnings, "warning"))
	}
	if _, err := p.term.Out.Write(b.Bytes()); err != nil {
		return fmt.Errorf("write the problems: %w", err)
	}
	if pack == nil {
		return &verdict{exitFindings}
	}
	return nil
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
