package render

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
)

func TestGitHubGolden(t *testing.T) { goldens(t, "github", "github.txt") }

// runnerCommand is what the runner of GitHub Actions makes of a line.
type runnerCommand struct {
	name, data string
	properties map[string]string
}

// readCommand does as actions/runner does (src/Runner.Common/ActionCommand.cs): first "::name key=value,...::data" at the start of a line, else "##[name ...]data"
// anywhere in it. It returns nil for a line that is no command.
func readCommand(line string) *runnerCommand {
	if rest, ok := strings.CutPrefix(strings.TrimLeft(line, " \t"), "::"); ok {
		info, data, ok := strings.Cut(rest, "::")
		if !ok {
			return nil
		}
		name, list, _ := strings.Cut(info, " ")
		c := &runnerCommand{name, runnerUnescape(data, "%0D", "\r", "%0A", "\n", "%25", "%"), map[string]string{}}
		for _, pair := range strings.Split(strings.TrimSpace(list), ",") {
			if key, value, ok := strings.Cut(pair, "="); ok {
				c.properties[key] = runnerUnescape(value, "%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",", "%25", "%")
			}
		}
		return c
	}
	if at := strings.Index(line, "##["); at >= 0 && strings.Contains(line[at:], "]") {
		return &runnerCommand{name: "old"}
	}
	return nil
}

func runnerUnescape(s string, pairs ...string) string {
	for n := 0; n < len(pairs); n += 2 {
		s = strings.ReplaceAll(s, pairs[n], pairs[n+1])
	}
	return s
}

// Every line is one command with a file and a line, whatever the logs hold, and what is read is what was meant.
func TestGitHubHostile(t *testing.T) {
	r := hostile()
	r.Incidents[0].RootCause.Severity = "critical"
	out := renderAs(t, "github", r, Options{Dir: "/repo"})
	obeysNobody(t, out)
	lines := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
	if len(lines) != 3 {
		t.Fatalf("%d lines: %q", len(lines), lines)
	}
	for n, want := range []string{"error", "warning", "notice"} {
		c := readCommand(lines[n])
		if c == nil || c.name != want || !strings.Contains(c.data, clean(poison)) {
			t.Fatalf("line %d is %+v", n+1, c)
		}
		if n < 2 && (c.properties["file"] != filePath("/repo", poison) || c.properties["line"] != "3" || len(c.properties) != 3) {
			t.Errorf("line %d: properties %q", n+1, c.properties)
		}
	}
}

func TestGitHubLevelsAndPlaces(t *testing.T) {
	r := several("en")
	for n, severity := range []string{"critical", "error", "warning", "info", "strange"} {
		r.Incidents[n].RootCause.Severity = severity
		r.Incidents[n].RootCause.Evidence = []report.Evidence{{Source: "/repo/logs/a,b:c.log", Line: n}}
	}
	lines := strings.Split(string(renderAs(t, "github", r, Options{Dir: "/repo"})), "\n")
	for n, want := range []string{"error", "error", "warning", "notice", "warning"} {
		c := readCommand(lines[n])
		if c.name != want || c.properties["file"] != "logs/a,b:c.log" || c.properties["line"] != fmt.Sprint(max(n, 1)) || c.data == "" {
			t.Errorf("incident %d: %+v", n+1, c)
		}
	}
}

// A report without findings says so in a line that the runner does not take for a command, even when a file is named like one.
func TestGitHubHealthy(t *testing.T) {
	r := interrupted("en")
	r.Exit = report.Exit{Reason: "healthy"}
	r.Sources[0].Name = "##[error]x.log"
	out := strings.TrimSuffix(string(renderAs(t, "github", r, Options{})), "\n")
	if strings.Contains(out, "\n") || readCommand(out) != nil || !strings.HasPrefix(out, "no known failure in ") {
		t.Errorf("got %q", out)
	}
	if got := noCommand(" ::error::x"); readCommand(got) != nil {
		t.Errorf("%q is a command", got)
	}
}

func TestGitHubSummary(t *testing.T) {
	r := accepted("en")
	var summary bytes.Buffer
	alone, with := renderAs(t, "github", r, Options{}), renderAs(t, "github", r, Options{Summary: &summary})
	if !bytes.Equal(alone, with) {
		t.Error("the summary changes the annotations")
	}
	if want := renderAs(t, "markdown", r, Options{}); !bytes.Equal(bytes.TrimSpace(summary.Bytes()), bytes.TrimSpace(want)) {
		t.Errorf("the summary is not the Markdown report:\n%s", summary.String())
	}
	full := errors.New("no space")
	renderer, err := New("github", Options{Summary: broken{full}})
	if err != nil {
		t.Fatal(err)
	}
	if err := renderer.Render(&bytes.Buffer{}, r); !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
}
