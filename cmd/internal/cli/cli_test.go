package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/flinkdoctor/flinkdoctor/analyzer"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/term"
	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// try runs a command line in a program whose analysis is replaced, and returns exit code and output.
func try(t *testing.T, p *program, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	if p.term == nil {
		p.term = term.New(nil, &out, &errs, func(string) string { return "" })
	}
	if p.builtin == nil {
		p.builtin = rules.Builtin
	}
	code = p.run(t.Context(), args)
	return code, out.String(), errs.String()
}

// answer is an analysis that reads nothing out of its sources and gives the exit.
func answer(exit analyzer.Exit, seen *analyzer.Options) func(context.Context, iter.Seq[*parsers.Source], *rules.Pack, analyzer.Options) (*analyzer.Report, error) {
	return func(_ context.Context, sources iter.Seq[*parsers.Source], _ *rules.Pack, o analyzer.Options) (*analyzer.Report, error) {
		if seen != nil {
			*seen = o
		}
		r := &analyzer.Report{SchemaVersion: 1, Language: o.Language, Exit: exit}
		for src := range sources {
			if src.Err == nil {
				r.Sources = append(r.Sources, analyzer.SourceInfo{Name: src.Name, Assessed: true})
			} else {
				r.NotAssessed = append(r.NotAssessed, analyzer.NotAssessed{What: src.Name, Why: src.Err.Error()})
			}
		}
		r.Summary.Sources = len(r.Sources)
		return r, nil
	}
}

func logFile(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.log")
	if err := os.WriteFile(path, []byte("2024-01-24 14:53:12,000 INFO  x - y\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestAnalyzeExitCodes(t *testing.T) {
	path := logFile(t)
	for _, c := range []struct {
		exit analyzer.Exit
		args []string
		want int
	}{
		{analyzer.Exit{Code: 0, Reason: "healthy"}, []string{path}, 0},
		{analyzer.Exit{Code: 1, Reason: "findings"}, []string{path}, 1},
		{analyzer.Exit{Code: 3, Reason: "not-assessed"}, []string{path}, 3},
		{analyzer.Exit{Code: 130, Reason: "interrupted"}, []string{path}, 130},
		{analyzer.Exit{Code: 0, Reason: "healthy"}, []string{path, path + ".gone"}, 2},
		{analyzer.Exit{Code: 1, Reason: "findings"}, []string{path, path + ".gone"}, 2},
		{analyzer.Exit{Code: 3, Reason: "not-assessed"}, []string{path + ".gone"}, 2},
		{analyzer.Exit{Code: 130, Reason: "interrupted"}, []string{path, path + ".gone"}, 130},
	} {
		for _, format := range []string{"text", "json"} {
			code, stdout, stderr := try(t, &program{analyze: answer(c.exit, nil)}, append([]string{"analyze", "--format", format}, c.args...)...)
			if code != c.want {
				t.Errorf("%+v: exit code %d", c, code)
			}
			if gone := strings.Contains(strings.Join(c.args, " "), ".gone"); gone != strings.Contains(stderr, "cannot read") {
				t.Errorf("%+v: stderr %q", c, stderr)
			}
			if format == "json" && !strings.Contains(stdout, fmt.Sprintf(`"code": %d`, c.want)) {
				t.Errorf("%+v: the report names another exit code: %s", c, stdout)
			}
		}
	}
}

func TestAnalyzeNothingToRead(t *testing.T) {
	code, stdout, stderr := try(t, &program{}, "analyze")
	if code != 2 || stdout != "" || !strings.Contains(stderr, "nothing to read") {
		t.Errorf("%d %q %q", code, stdout, stderr)
	}
}

func TestAnalyzeReadsPipe(t *testing.T) {
	var out bytes.Buffer
	p := &program{analyze: answer(analyzer.Exit{Reason: "healthy"}, nil)}
	p.term = term.New(strings.NewReader("a line\n"), &out, io.Discard, func(string) string { return "" })
	if code, _, _ := try(t, p, "analyze"); code != 0 || !strings.Contains(out.String(), "standard input") {
		t.Errorf("%d %q", code, out.String())
	}
}

func TestAnalyzeOptions(t *testing.T) {
	var o analyzer.Options
	p := &program{analyze: answer(analyzer.Exit{Reason: "healthy"}, &o)}
	code, _, stderr := try(t, p, "analyze", "--lang", "zh", "--tz", "+08:00", "--workers", "3", "--block-size", "4096", "--fail-on", "warning", logFile(t))
	if code != 0 {
		t.Fatal(stderr)
	}
	_, offset := time.Now().In(o.Zone).Zone()
	if o.Language != "zh" || offset != 8*3600 || o.Workers != 3 || o.BlockSize != 4096 || o.FailOn != "warning" || o.Version == "" {
		t.Errorf("%+v", o)
	}
}

func TestAnalyzeFailure(t *testing.T) {
	p := &program{analyze: func(context.Context, iter.Seq[*parsers.Source], *rules.Pack, analyzer.Options) (*analyzer.Report, error) {
		return nil, errors.New("out of\x1b[2J luck")
	}}
	if code, _, stderr := try(t, p, "analyze", logFile(t)); code != 2 || strings.Contains(stderr, "\x1b") || !strings.Contains(stderr, "luck") {
		t.Errorf("%d %q", code, stderr)
	}
}

// A cancelled context gives the partial report of what was read.
func TestAnalyzeInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var out bytes.Buffer
	p := &program{builtin: rules.Builtin, term: term.New(nil, &out, io.Discard, func(string) string { return "" })}
	p.analyze = func(ctx context.Context, sources iter.Seq[*parsers.Source], pack *rules.Pack, o analyzer.Options) (*analyzer.Report, error) {
		return analyzer.Analyze(ctx, func(yield func(*parsers.Source) bool) {
			for src := range sources {
				cancel()
				if !yield(src) {
					return
				}
			}
		}, pack, o)
	}
	if code := p.run(ctx, []string{"analyze", logFile(t), logFile(t)}); code != 130 || !strings.Contains(out.String(), "Interrupted") {
		t.Errorf("%d %q", code, out.String())
	}
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, syscall.EPIPE }

// A reader that went away is not worth a message, and the exit code stays that of the report.
func TestBrokenPipeIsQuiet(t *testing.T) {
	var errs bytes.Buffer
	for _, c := range []struct {
		args []string
		want int
	}{{[]string{"analyze", logFile(t)}, 1}, {[]string{"rules", "list"}, 0}, {[]string{"version"}, 0}} {
		p := &program{analyze: answer(analyzer.Exit{Code: 1, Reason: "findings"}, nil)}
		p.term = term.New(nil, brokenPipe{}, &errs, func(string) string { return "" })
		if code, _, _ := try(t, p, c.args...); code != c.want || errs.Len() > 0 {
			t.Errorf("%v: %d %q", c.args, code, errs.String())
		}
	}
}

func TestNearest(t *testing.T) {
	ids := []string{"nginx-no-live-upstreams", "nginx-connect-failed", "taskmanager-heap-oom", "jobmanager-heap-oom", "be-brpc-overcrowded"}
	for word, want := range map[string]string{
		"nginx-no-live-upstream": "nginx-no-live-upstreams",
		"no-live-upstreams":      "nginx-no-live-upstreams",
		"brpc":                   "be-brpc-overcrowded",
		"taskmanager-oom":        "taskmanager-heap-oom",
		"NGINX-CONECT-FAILED":    "nginx-connect-failed",
	} {
		if got := nearest(word, ids, 1); len(got) != 1 || got[0] != want {
			t.Errorf("%s: got %v, want %s", word, got, want)
		}
	}
	if got := nearest("zzzzzz", ids, 5); len(got) > 0 {
		t.Errorf("zzzzzz: got %v", got)
	}
}

func TestZone(t *testing.T) {
	for value, want := range map[string]int{"+08:00": 8 * 3600, "-0330": -(3*3600 + 1800), "+08": 8 * 3600, "UTC": 0, "Asia/Shanghai": 8 * 3600} {
		var z zoneFlag
		if err := z.Set(value); err != nil {
			t.Errorf("%s: %v", value, err)
			continue
		}
		if _, got := time.Unix(0, 0).AddDate(50, 0, 0).In(z.zone).Zone(); got != want {
			t.Errorf("%s: got %d", value, got)
		}
	}
	for _, value := range []string{"", "Mars/Olympus", "8", "../../etc/passwd"} {
		if (&zoneFlag{}).Set(value) == nil {
			t.Errorf("%q is accepted", value)
		}
	}
}
