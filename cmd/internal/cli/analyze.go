package cli

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/flinkdoctor/flinkdoctor/analyzer"
	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
	"github.com/flinkdoctor/flinkdoctor/analyzer/redact"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/render"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/term"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// analyzeOptions is everything the analyze command knows.
type analyzeOptions struct {
	program            *program
	args               []string
	pack               packOptions
	display            display
	failOn             choice
	zone               zoneFlag
	verbose            bool
	timeline, ascii    bool
	config             []string
	diff               bool
	gate               gate
	outputs            outputs
	redact, live       bool
	workers, blockSize int
	given              map[string]string // of the fix command
}

func newAnalyze(p *program) *cobra.Command {
	o := &analyzeOptions{program: p}
	cmd := &cobra.Command{
		Use:   "analyze [FILE|DIR|GLOB|-]...",
		Short: "Read logs and tell the root cause, the evidence and the fix",
		Long: `Reads files, folders, archives (tar, zip, gzip, bzip2, xz, zstd), patterns and
standard input ("-", or when nothing is named and something is piped in), and
tells the root cause, the evidence and the fix. Logs of several processes read
together explain more than one alone.

A pipe that stays open, such as kubectl logs -f, is told about while it runs: every
new root cause within a second, on standard error; the report follows when the
pipe ends or at Ctrl-C. -f does the same with a file, and writes to standard output.

Exit codes:
  0    assessed, nothing at or above --fail-on
  1    findings at or above --fail-on
  2    the job could not be done: flags, unreadable input, broken rules
  3    read, but no known log layout was recognised
  130  interrupted, the report is partial`,
		Example: `  flinkdoctor analyze jobmanager.log taskmanager.log
  flinkdoctor analyze support-bundle.tar.gz
  flinkdoctor analyze 'logs/**/*.log' --tz Asia/Shanghai
  kubectl logs flink-taskmanager-1-1 | flinkdoctor analyze --format json
  kubectl logs -f flink-taskmanager-1-1 | flinkdoctor analyze -`,
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

func (o *analyzeOptions) addFlags(cmd *cobra.Command) {
	o.addReportFlags(cmd)
	flags := cmd.Flags()
	flags.BoolVar(&o.diff, "diff", false, "print only the diff of the best fix of every incident, for patch -p1 or git apply")
	flags.BoolVarP(&o.live, "follow", "f", false, "follow a file or pipe that is being written, and write every new root cause to standard output at once")
	flags.IntVar(&o.workers, "workers", 0, "goroutines that scan")
	flags.IntVar(&o.blockSize, "block-size", 0, "bytes that one of them takes at a time")
	for _, name := range []string{"workers", "block-size"} {
		_ = flags.MarkHidden(name) // cannot fail: the flags were just defined
	}
}

// addReportFlags adds the flags of every command that writes a report about logs.
func (o *analyzeOptions) addReportFlags(cmd *cobra.Command) {
	o.outputs.addFlags(cmd, "report")
	choiceFlag(cmd, &o.failOn, "fail-on", "exit with 1 from this severity on", "error", "critical", "error", "warning", "info", "never")
	o.display.addFlags(cmd)
	o.pack.addFlags(cmd)
	o.gate.addFlags(cmd)
	flags := cmd.Flags()
	flags.Var(&o.zone, "tz", "time zone of clocks that do not state one, such as Asia/Shanghai or +08:00")
	flags.BoolVarP(&o.verbose, "verbose", "v", false, "show facts, sources, all findings, evidence and fixes")
	flags.StringArrayVar(&o.config, "config", nil, "configuration `FILE` or folder of your own, against which fixes are written (repeatable)")
	flags.BoolVar(&o.redact, "redact", false, "replace hosts, addresses, tables and users by pseudonyms, to share the report")
	flags.BoolVar(&o.timeline, "timeline", false, "draw what happened when, one lane a source")
	flags.BoolVar(&o.ascii, "ascii", false, "draw the timeline in plain ASCII")
	completeFlags(cmd, completeOutput, "output")
	completeFlags(cmd, o.program.completeRuleWords(&o.pack, &o.display, ruleGroups), "only", "skip")
}

func (o *analyzeOptions) run(ctx context.Context) error {
	t := o.program.term
	options, err := o.display.options(t)
	if err != nil {
		return err
	}
	if o.workers < 0 || o.blockSize < 0 {
		return usagef("--workers and --block-size cannot be negative")
	}
	if len(o.args) == 0 && !t.InIsPipe {
		return usagef("nothing to read: name files, folders or archives, or pipe a log in; flinkdoctor analyze --help shows examples")
	}
	targets, err := o.outputs.targets()
	if err != nil {
		return err
	}
	pack, files, err := o.ready(ctx)
	if err != nil {
		return err
	}
	start, unread := time.Now(), &unreadable{args: o.args}
	report, err := o.analyze(ctx, pack, files, unread, o.teller(options, pack, targets))
	if err != nil {
		return err
	}
	unread.judge(report)
	options.Elapsed = time.Since(start)
	return o.present(report, pack, unread, options, targets)
}

// present writes a finished report as the flags want it.
func (o *analyzeOptions) present(report *analyzer.Report, pack *rules.Pack, unread *unreadable, options render.Options, targets []target) error {
	if o.redact {
		redact.Report(report)
	}
	options.Verbose, options.Timeline, options.ASCII, options.ShowSuppressed = o.verbose, o.timeline, o.ascii, o.gate.listsKnown()
	options.Snippet = o.gate.asked
	o.program.surround(&options, pack)
	return o.print(report, unread, options, targets)
}

// ready reads what an analysis needs besides its logs: the chosen rules and the user's configuration.
func (o *analyzeOptions) ready(ctx context.Context) (pack *rules.Pack, files []*conf.File, err error) {
	if pack, err = o.program.loadPack(o.pack); err != nil {
		return nil, nil, err
	}
	if pack, err = o.gate.choose(pack); err != nil {
		return nil, nil, err
	}
	files, err = loadConfig(ctx, o.config)
	return pack, files, err
}

// options are those of the analysis.
func (o *analyzeOptions) options(files []*conf.File) (analyzer.Options, error) {
	options := analyzer.Options{
		Language: o.display.language(o.program.term), Zone: o.zone.zone, Workers: o.workers, BlockSize: o.blockSize, FailOn: o.failOn.value,
		Version: buildVersion(), Config: files, Given: o.given,
	}
	return options, o.gate.apply(&options, time.Now())
}

// analyze reads the inputs while progress is shown. What is new in a stream is told while it is read, unless told is nil.
func (o *analyzeOptions) analyze(ctx context.Context, pack *rules.Pack, files []*conf.File, unread *unreadable, told *teller) (*analyzer.Report, error) {
	t := o.program.term
	progress := t.Progress(func(done int64, took time.Duration) string {
		return fmt.Sprintf("%s read, %s/s", render.Bytes(done), render.Bytes(int64(float64(done)/took.Seconds())))
	})
	defer progress.Close()
	options, err := o.options(files)
	if err != nil {
		return nil, err
	}
	options.Progress = progress.Update
	sources, follow, err := o.sources(ctx)
	if err != nil {
		return nil, err
	}
	if follow && told != nil {
		options.Live = &analyzer.Live{Always: o.live, Told: func(i *analyzer.Incident) {
			progress.Close() // the two would write over each other
			told.tell(i)
		}}
		if o.live {
			options.Live.Delay = followDelay
		}
	}
	report, err := o.program.analyze(ctx, unread.watch(sources), pack, options)
	if err == nil && told != nil {
		err = told.failed
	}
	return report, err
}

// print writes the report and, to standard error, what could not be read. Nothing read at all is no report for a person.
func (o *analyzeOptions) print(report *analyzer.Report, unread *unreadable, options render.Options, targets []target) error {
	t := o.program.term
	for _, message := range unread.messages {
		fmt.Fprintf(t.Err, "flinkdoctor: %s\n", term.Clean(message)) //nolint:errcheck // the exit code says it too
	}
	if o.diff {
		return o.printDiff(report)
	}
	for _, target := range targets {
		if target.format == "text" && target.file == "" && len(report.Sources) == 0 && len(unread.messages) > 0 {
			continue
		}
		if err := target.write(t.Out, report, options); err != nil {
			return err
		}
	}
	if report.Exit.Code != exitClean {
		return &verdict{report.Exit.Code}
	}
	return nil
}

// printDiff writes the diffs only. A run that leaves nothing to change says so on standard error, because an empty diff looks like a mistake.
func (o *analyzeOptions) printDiff(report *analyzer.Report) error {
	t := o.program.term
	written := false
	for i := range report.Incidents {
		if fix := bestPatch(&report.Incidents[i]); fix != nil {
			written = true
			if _, err := io.WriteString(t.Out, diffOf(fix.Patched)); err != nil {
				return fmt.Errorf("write the diff: %w", err)
			}
		}
	}
	if !written {
		fmt.Fprintln(t.Err, "flinkdoctor: no fix changes a file that was given; name your own with --config") //nolint:errcheck // the exit code says it too
	}
	if report.Exit.Code != exitClean {
		return &verdict{report.Exit.Code}
	}
	return nil
}

// bestPatch returns the first fix of the root cause that changes a file of the user's, nil when none does.
func bestPatch(i *analyzer.Incident) *analyzer.Fix {
	for n := range i.RootCause.Fixes {
		if i.RootCause.Fixes[n].Diff != "" {
			return &i.RootCause.Fixes[n]
		}
	}
	return nil
}
