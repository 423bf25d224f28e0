package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/flinkdoctor/flinkdoctor/analyzer"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/render"
)

// convertOptions is everything the report convert command knows.
type convertOptions struct {
	program         *program
	args            []string
	to              choice
	file            string
	display         display
	verbose         bool
	timeline, ascii bool
	showSuppressed  bool
}

func newReport(p *program) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "report",
		Short: "Work with reports that were written as JSON",
		Args:  unknownCommand,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.SuggestionsMinimumDistance = 2
	cmd.AddCommand(newConvert(p))
	return cmd
}

func newConvert(p *program) *cobra.Command {
	o := &convertOptions{program: p}
	cmd := &cobra.Command{
		Use:   "convert REPORT.json --to FORMAT",
		Short: "Write a JSON report in another form, without reading the logs again",
		Long: `Reads a report that flinkdoctor analyze --format json wrote (from standard input
when "-" is named or nothing is) and writes it in another form. The exit code
tells whether that worked, not what the report says.`,
		Example: `  flinkdoctor report convert report.json --to html -o report.html
  flinkdoctor report convert report.json --to markdown --lang zh`,
		RunE: func(_ *cobra.Command, args []string) error {
			o.args = args
			return o.run()
		},
	}
	choiceFlag(cmd, &o.to, "to", "form to write", "", render.Formats...)
	o.display.addFlags(cmd)
	flags := cmd.Flags()
	flags.StringVarP(&o.file, "output", "o", "", "`FILE` to write (default standard output)")
	flags.BoolVarP(&o.verbose, "verbose", "v", false, "show facts, sources, all findings, evidence and fixes")
	flags.BoolVar(&o.timeline, "timeline", false, "draw what happened when, one lane a source")
	flags.BoolVar(&o.ascii, "ascii", false, "draw the timeline in plain ASCII")
	flags.BoolVar(&o.showSuppressed, "show-suppressed", false, "list the incidents that are known and accepted")
	return cmd
}

func (o *convertOptions) run() error {
	options, err := o.display.options(o.program.term)
	if err != nil {
		return err
	}
	if o.to.value == "" {
		return usagef("say with --to what to write: %s", strings.Join(render.Formats, ", "))
	}
	r, err := o.read()
	if err != nil {
		return err
	}
	options.Language = o.display.lang.value // "" is the report's own
	options.Verbose, options.Timeline, options.ASCII, options.ShowSuppressed = o.verbose, o.timeline, o.ascii, o.showSuppressed
	pack, err := o.program.builtin()
	if err != nil {
		pack = nil // the rules only help to cut evidence at the right place
	}
	o.program.surround(&options, pack)
	file := o.file
	if file == "-" {
		file = ""
	}
	return target{o.to.value, file}.write(o.program.term.Out, r, options)
}

// read returns the report that was named.
func (o *convertOptions) read() (*analyzer.Report, error) {
	t := o.program.term
	switch {
	case len(o.args) > 1:
		return nil, usagef("report convert takes one report, not %d", len(o.args))
	case len(o.args) == 0 && !t.InIsPipe:
		return nil, usagef("nothing to convert: name a report that flinkdoctor analyze --format json wrote")
	case len(o.args) == 0 || o.args[0] == "-":
		text, err := io.ReadAll(io.LimitReader(t.In, maxReport+1))
		if err != nil {
			return nil, fmt.Errorf("read the report: %w", err)
		}
		return decodeReport("standard input", text)
	}
	return readReport(o.args[0])
}

// readReport reads a JSON report that an earlier run wrote.
func readReport(path string) (*analyzer.Report, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, usagef("cannot read the report %s: %v", path, plainError(err))
	}
	defer f.Close() //nolint:errcheck // it was only read
	text, err := io.ReadAll(io.LimitReader(f, maxReport+1))
	if err != nil {
		return nil, usagef("cannot read the report %s: %v", path, plainError(err))
	}
	return decodeReport(filepath.ToSlash(path), text)
}

// maxReport bounds a report that is read, in bytes.
const maxReport = 256 << 20

const writeReport = "write one with: flinkdoctor analyze --format json LOG > report.json"

// decodeReport reads a report. It refuses what is no report, or one of another schema version; fields that a later release may have added are passed over. name is
// how errors call it.
func decodeReport(name string, text []byte) (*analyzer.Report, error) {
	if len(text) > maxReport {
		return nil, usagef("%s is larger than %s: that is no report", name, render.Bytes(maxReport))
	}
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	if len(bytes.TrimSpace(text)) == 0 {
		return nil, usagef("%s is empty; %s", name, writeReport)
	}
	var head struct {
		SchemaVersion *int   `json:"schema_version"`
		Kind          string `json:"kind"`
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	err := decoder.Decode(&head)
	switch {
	case err != nil:
		return nil, badJSON(name, text, err)
	case head.Kind == "report":
		return nil, usagef("%s is a report in JSON lines; %s", name, writeReport)
	case head.SchemaVersion == nil:
		return nil, usagef("%s is no report of flinkdoctor: it has no schema_version; %s", name, writeReport)
	case *head.SchemaVersion > analyzer.SchemaVersion:
		return nil, usagef("%s has schema version %d, this flinkdoctor reads %d: use the release that wrote it, or a later one", name, *head.SchemaVersion, analyzer.SchemaVersion)
	case *head.SchemaVersion < analyzer.SchemaVersion:
		return nil, usagef("%s has schema version %d, this flinkdoctor reads %d: write it again", name, *head.SchemaVersion, analyzer.SchemaVersion)
	}
	if rest := bytes.TrimLeft(text[decoder.InputOffset():], " \t\r\n"); len(rest) > 0 {
		return nil, usagef("%s: something follows the report; one file holds one report", position(name, text, len(text)-len(rest)+1))
	}
	var r analyzer.Report
	if err := json.Unmarshal(text, &r); err != nil {
		return nil, badJSON(name, text, err)
	}
	for n := range r.Incidents {
		if r.Incidents[n].RootCause == nil {
			return nil, usagef("%s is no whole report: incident %d has no root_cause; %s", name, n+1, writeReport)
		}
	}
	return &r, nil
}

// badJSON says where a text is no report.
func badJSON(name string, text []byte, err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return usagef("%s: no report of flinkdoctor: %v; %s", position(name, text, int(syntax.Offset)), syntax, writeReport)
	case errors.As(err, &kind):
		field := kind.Field
		if field == "" {
			return usagef("%s is no report of flinkdoctor; %s", name, writeReport)
		}
		return usagef("%s: %s is a %s, which it cannot be in a report of schema version %d", position(name, text, int(kind.Offset)), field, kind.Value, analyzer.SchemaVersion)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return usagef("%s ends in the middle of the report: was it written to the end?", name)
	}
	return usagef("%s is no report of flinkdoctor: %v", name, err)
}

// position names a place in a text as file:line:column; offset counts the bytes read up to and with it.
func position(name string, text []byte, offset int) string {
	before := text[:max(min(offset-1, len(text)), 0)]
	line := 1 + bytes.Count(before, []byte("\n"))
	return fmt.Sprintf("%s:%d:%d", name, line, len(before)-bytes.LastIndexByte(before, '\n'))
}
