package cli

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/flinkdoctor/flinkdoctor/analyzer"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/render"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/term"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// lintOptions is everything the lint command knows.
type lintOptions struct {
	program       *program
	args          []string
	pack          packOptions
	display       display
	outputs       outputs
	failOn        choice
	versions      map[string]*string // by product
	gate          gate
	diff, verbose bool
	ignoreUnknown bool
}

func newLint(p *program) *cobra.Command {
	o := &lintOptions{program: p}
	cmd := &cobra.Command{
		Use:   "lint FILE|DIR|-...",
		Short: "Find fault with configuration files before anything fails",
		Long: `Reads configuration files (nginx.conf, flink-conf.yaml, config.yaml, Flink CDC
pipelines, Flink SQL, command lines with -D, fe.conf, be.conf, my.cnf, zoo.cfg,
ConfigMaps with such files, FlinkDeployments and pod templates) and tells what is
wrong with them, where, and what to change. No log is needed. Files that include
each other are one configuration: name them together.

Exit codes:
  0    read, nothing at or above --fail-on
  1    findings at or above --fail-on
  2    the job could not be done: flags, unreadable files, broken rules
  3    read, but no known kind of configuration`,
		Example: `  flinkdoctor lint nginx.conf
  flinkdoctor lint conf/ --flink-version 1.18.1
  flinkdoctor lint nginx.conf --diff | git apply
  kubectl get configmap flink-config -o yaml | flinkdoctor lint -`,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.args = args
			if err := o.gate.useSettings(cmd, p.term.Env); err != nil {
				return err
			}
			return o.run(cmd.Context())
		},
	}
	o.addFlags(cmd)
	return cmd
}

// lintProducts are the products whose version decides which keys exist, with an example of a version.
var lintProducts = []struct{ product, name, example string }{
	{"flink", "Flink", "1.18.1"}, {"flink-cdc", "Flink CDC", "3.1.0"}, {"starrocks", "StarRocks", "3.2.4"}, {"nginx", "nginx", "1.24.0"},
	{"mysql", "MySQL or MariaDB", "8.0.36"},
}

func (o *lintOptions) addFlags(cmd *cobra.Command) {
	o.outputs.addFlags(cmd, "findings")
	choiceFlag(cmd, &o.failOn, "fail-on", "exit with 1 from this severity on", "error", "critical", "error", "warning", "info", "never")
	o.display.addFlags(cmd)
	o.pack.addFlags(cmd)
	flags := cmd.Flags()
	o.versions = map[string]*string{}
	for _, p := range lintProducts {
		o.versions[p.product] = flags.String(p.product+"-version", "", "`VERSION` of "+p.name+" that the files are for, such as "+p.example)
	}
	flags.StringSliceVar(&o.gate.only, "only", nil, "tell only these `RULES`: ids, systems, tags; system:NAME and tag:NAME where a name is both")
	flags.StringSliceVar(&o.gate.skip, "skip", nil, "do not tell these `RULES`: ids, systems, tags")
	o.gate.addKnownFlags(cmd)
	flags.BoolVar(&o.diff, "diff", false, "print only the diff of all fixes, for patch -p1 or git apply")
	flags.BoolVarP(&o.verbose, "verbose", "v", false, "show hints, causes and all fixes")
	flags.BoolVar(&o.ignoreUnknown, "ignore-unknown", false, "exit with 0 where nothing is a known configuration, for hooks that name whatever was changed")
	completeFlags(cmd, o.program.completeRuleWords(&o.pack, &o.display, ruleGroups), "only", "skip")
}

func (o *lintOptions) run(ctx context.Context) error {
	t := o.program.term
	options, err := o.display.options(t)
	if err != nil {
		return err
	}
	if len(o.args) == 0 {
		return usagef("nothing to read: name configuration files or folders; flinkdoctor lint --help shows examples")
	}
	targets, err := o.outputs.targets()
	if err != nil {
		return err
	}
	pack, err := o.program.loadPack(o.pack)
	if err == nil {
		pack, err = o.gate.choose(pack)
	}
	if err != nil {
		return err
	}
	known, err := o.gate.known(time.Now())
	if err != nil {
		return err
	}
	read := readConfigs(ctx, o.args, t.In)
	lint := analyzer.LintOptions{
		Language: o.display.language(t), Version: buildVersion(), Versions: map[string]string{}, FailOn: o.failOn.value, Accept: known,
	}
	for product, version := range o.versions {
		lint.Versions[product] = *version
	}
	report := analyzer.Lint(read.files, read.problems, pack, lint)
	for _, message := range read.messages() {
		fmt.Fprintf(t.Err, "flinkdoctor: %s\n", term.Clean(message)) //nolint:errcheck // the exit code says it too
	}
	options.Lint, options.Verbose = true, o.verbose || o.failOn.value == string(rules.Info)
	options.ShowSuppressed, options.Snippet = o.gate.listsKnown(), o.gate.asked
	o.program.surround(&options, pack)
	if err := o.print(report, read, pack, lint, options, targets); err != nil {
		return err
	}
	switch {
	case len(read.unread) > 0:
		return &verdict{exitFailed}
	case report.Exit.Code == exitNotAssessed && o.ignoreUnknown:
		return nil
	case report.Exit.Code != exitClean:
		return &verdict{report.Exit.Code}
	}
	return nil
}

// print writes the findings, or the diff only. A person is not told that nothing was found where nothing was read.
func (o *lintOptions) print(report *analyzer.Report, read *configs, pack *rules.Pack, lint analyzer.LintOptions, options render.Options, targets []target) error {
	out := o.program.term.Out
	if o.diff {
		return o.printDiff(out, read, pack, lint, options.Verbose)
	}
	for _, target := range targets {
		if target.format == "text" && target.file == "" && len(read.files) == 0 && len(read.messages()) > 0 {
			continue
		}
		if err := target.write(out, report, options); err != nil {
			return err
		}
	}
	return nil
}

// printDiff writes what all fixes together change. Hints are mended only when they are shown.
func (o *lintOptions) printDiff(out io.Writer, read *configs, pack *rules.Pack, lint analyzer.LintOptions, hints bool) error {
	least := rules.Warning
	if hints {
		least = rules.Info
	}
	if _, err := io.WriteString(out, diffOf(analyzer.LintFixes(read.files, read.problems, pack, lint, least))); err != nil {
		return fmt.Errorf("write the diff: %w", err)
	}
	return nil
}
