package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/flinkdoctor/flinkdoctor/analyzer"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/input"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/render"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/term"
)

// factsOptions is everything the facts command knows.
type factsOptions struct {
	program *program
	args    []string
	pack    packOptions
	display display
	format  choice
}

func newFacts(p *program) *cobra.Command {
	o := &factsOptions{program: p}
	cmd := &cobra.Command{
		Use:   "facts [FILE|DIR|GLOB|-]...",
		Short: "Print what logs state about versions and configuration",
		Long: `Prints the versions, the configuration in force, JVM flags and memory tables that
the logs state, each with the line it was read from. Values of secrets are hidden.`,
		Example: "  flinkdoctor facts jobmanager.log",
		RunE: func(cmd *cobra.Command, args []string) error {
			o.args = args
			return o.run(cmd.Context())
		},
	}
	choiceFlag(cmd, &o.format, "format", "form of the facts", "text", "text", "json")
	o.display.addFlags(cmd)
	o.pack.addFlags(cmd)
	return cmd
}

func (o *factsOptions) run(ctx context.Context) error {
	t := o.program.term
	options, err := o.display.options(t)
	if err != nil {
		return err
	}
	if len(o.args) == 0 && !t.InIsPipe {
		return usagef("nothing to read: name files, folders or archives, or pipe a log in")
	}
	pack, err := o.program.loadPack(o.pack)
	if err != nil {
		return err
	}
	unread := &unreadable{args: o.args}
	sources := input.Walk(ctx, input.Options{Args: o.args, IsConfig: analyzer.IsConfig, Stdin: t.In, StdinIsPipe: t.InIsPipe})
	report, err := o.program.analyze(ctx, unread.watch(sources), pack, analyzer.Options{Language: o.display.language(t), Version: buildVersion()})
	if err != nil {
		return fmt.Errorf("read the facts: %w", err)
	}
	for _, message := range unread.messages {
		fmt.Fprintf(t.Err, "flinkdoctor: %s\n", term.Clean(message)) //nolint:errcheck // the exit code says it too
	}
	if err := render.Facts(t.Out, report, o.format.value, options); err != nil {
		return fmt.Errorf("write the facts: %w", err)
	}
	if len(unread.messages) > 0 {
		return &verdict{exitFailed}
	}
	return nil
}
