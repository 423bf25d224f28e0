// Package cli is the command line: one file a command, each with an options struct and a run function, and the exit codes in one
// place. It wires inputs, rules, analysis and rendering together. What a log means and how a report looks may not enter.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/flinkdoctor/flinkdoctor/analyzer"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/term"
	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// program is what every command needs; tests replace parts of it.
type program struct {
	term    *term.Terminal
	analyze func(context.Context, iter.Seq[*parsers.Source], *rules.Pack, analyzer.Options) (*analyzer.Report, error)
	builtin func() (*rules.Pack, error)
}

// Main runs one command line (without the program's name) and returns the exit code. It writes nothing but to stdout and stderr and
// does not end the process. An interrupt or SIGTERM cancels the command, a second one ends the process as usual.
func Main(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	signal.Ignore(syscall.SIGPIPE) // a reader that went away is an error of Write, not the end of the exit code
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	p := &program{term: term.New(stdin, stdout, stderr, os.Getenv), analyze: analyzer.Analyze, builtin: rules.Builtin}
	return p.run(ctx, args)
}

func (p *program) run(ctx context.Context, args []string) int {
	root := p.root()
	root.SetArgs(args)
	root.SetIn(p.term.In)
	root.SetOut(p.term.Out)
	root.SetErr(p.term.Err)
	err := root.ExecuteContext(ctx)
	if message := messageOf(err); message != "" {
		fmt.Fprintf(p.term.Err, "flinkdoctor: %s\n", term.CleanLines(message)) //nolint:errcheck // nobody is left to be told
	}
	return codeOf(err)
}

func (p *program) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "flinkdoctor",
		Short: "Find the root cause of a broken Flink pipeline in its logs, and the fix",
		Long: `flinkdoctor reads logs of Flink, Flink CDC, ChunJun, StreamPark, StarRocks,
nginx, ZooKeeper, MySQL and of what runs below them, and answers: what is the
root cause, how do we know, what exactly do I change. It needs no network, no
cluster and no configuration.`,
		Example: `  flinkdoctor analyze jobmanager.log taskmanager.log
  kubectl logs flink-jobmanager-0 | flinkdoctor analyze
  flinkdoctor explain nginx-no-live-upstreams`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          unknownCommand,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SuggestionsMinimumDistance = 2
	root.SetFlagErrorFunc(flagError)
	root.AddCommand(newAnalyze(p), newLint(p), newExplain(p), newFix(p), newFacts(p), newOptions(p), newReport(p), newRules(p), newConfig(p), newKube(p), newVersion(p))
	return root
}

// unknownCommand says what to do about a first word that is no command; people often name a log at once.
func unknownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if _, err := os.Stat(args[0]); err == nil || args[0] == "-" {
		return usagef("%q is no command; to analyse it: flinkdoctor analyze %s", args[0], args[0])
	}
	hint := "; flinkdoctor --help lists the commands"
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		hint = fmt.Sprintf("; did you mean %q?", near[0])
	}
	return &usageError{errors.New("unknown command " + fmt.Sprintf("%q", args[0]) + hint)}
}
