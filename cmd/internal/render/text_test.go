package render

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/term"
)

var update = flag.Bool("update", false, "write the golden files")

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; got:\n%s\nwant:\n%s", path, got, want)
	}
}

var fixtures = map[string]func(string) *report.Report{
	"load-refused": loadRefused, "several": several, "healthy": healthy, "interrupted": interrupted, "unrecognised": unrecognised,
	"accepted": accepted, "starved": starved,
}

func focus(rule string) []string {
	if rule == "nginx-no-live-upstreams" {
		return []string{"no live upstreams", "Connection reset by peer"}
	}
	return nil
}

func TestTextGolden(t *testing.T) {
	for name, fixture := range fixtures {
		for _, lang := range term.Languages {
			for _, width := range []int{80, 50} {
				for _, verbose := range []bool{false, true} {
					out := renderText(t, fixture(lang), Options{Width: width, Verbose: verbose, Elapsed: 400 * time.Millisecond, Focus: focus})
					file := fmt.Sprintf("%s.%s.%d", name, lang, width)
					if verbose {
						file += ".v"
					}
					golden(t, file+".txt", out)
				}
			}
		}
	}
}

func renderText(t *testing.T, r *report.Report, options Options) []byte {
	t.Helper()
	renderer, err := New("text", options)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := renderer.Render(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Only what must stay whole to be copied may be wider than the terminal.
func TestTextWidth(t *testing.T) {
	for name, fixture := range fixtures {
		for _, lang := range term.Languages {
			for _, width := range []int{50, 60, 80, 120, 200} {
				for _, line := range strings.Split(string(renderText(t, fixture(lang), Options{Width: width})), "\n") {
					whole := strings.ContainsAny(line, "+-") || strings.Contains(line, "flinkdoctor explain") || strings.Contains(line, "grep -c") || strings.Contains(line, "at com.acme")
					if term.Columns(line) > width && !whole {
						t.Errorf("%s %s at %d: %q has %d columns", name, lang, width, line, term.Columns(line))
					}
				}
			}
		}
	}
}

func TestTextKeepsPlacesAndCommands(t *testing.T) {
	for _, lang := range term.Languages {
		for _, width := range []int{40, 50, 80} {
			out := string(renderText(t, loadRefused(lang), Options{Width: width, Focus: focus}))
			for _, whole := range []string{
				"nginx/error.log:812", "nginx/error.log:815", "taskmanager.log:4471", "nginx -t && nginx -s reload", "grep -c 'no live upstreams' error.log",
				"./bin/flink stop --savepointPath s3://savepoints/radar 0123456789abcdef0123456789abcdef", "max_fails=3", "fail_timeout=10s",
				"'load-url' = 'fe1:8030;fe2:8030;fe3:8030'", "zone starrocks-tcp2 64k;", "flinkdoctor explain nginx-no-live-upstreams",
			} {
				if !strings.Contains(out, whole) {
					t.Errorf("%s at %d: %q is broken or missing in\n%s", lang, width, whole, out)
				}
			}
		}
	}
}

func TestTextObeysNobody(t *testing.T) {
	evil := "\x1b]0;owned\x07 \x9b2J \u009b2J \u202e \u200b\x00"
	r := loadRefused("en")
	root := r.Incidents[0].RootCause
	root.Title, root.Cause, root.Why = evil, evil, evil
	root.Rule = &evil
	root.Evidence[0].Source, root.Evidence[0].Text = evil, evil
	root.Fixes[0] = report.Fix{Title: evil, Diff: "+" + evil, Apply: evil + "\n" + evil, Verify: evil, Risk: evil, Versions: evil, Vendor: evil}
	root.Fixes[1].Changes[0] = report.Change{File: evil, Section: evil, Key: evil, From: evil, To: evil}
	root.AskFor = []string{evil}
	r.Incidents[0].Symptoms[0].Title = evil
	r.Unexplained[0] = report.Unexplained{Fingerprint: evil, Exception: evil, Message: evil, FirstUserFrame: evil, Evidence: root.Evidence}
	r.NotAssessed = []report.NotAssessed{{What: evil, Why: evil}}
	r.Sources[0].Name, r.Sources[0].Layout, r.Sources[0].Notes = evil, evil, []string{evil}
	r.Facts.Versions[evil] = report.Fact{Value: evil, Evidence: root.Evidence[0]}
	r.Summary.Zone, r.Tool.Version = evil, evil
	r.Incidents[0].ID = evil
	r.Suppressed = []report.Suppressed{{Fingerprint: evil, Rule: &evil, Title: evil, Reason: evil, By: evil}}
	r.Notices = []report.Notice{{State: evil, Suppression: evil, Where: evil, Reason: evil, Until: evil}}
	for _, verbose := range []bool{false, true} {
		for _, c := range string(renderText(t, r, Options{Verbose: verbose, ShowSuppressed: verbose})) {
			if c != '\n' && (c < 0x20 || c == 0x7f || term.Hidden(c)) {
				t.Fatalf("verbose %v: character %U reaches the terminal", verbose, c)
			}
		}
	}
}

func TestTextColorsAddNothing(t *testing.T) {
	plain := renderText(t, loadRefused("en"), Options{})
	colored := renderText(t, loadRefused("en"), Options{Palette: term.NewPalette(true)})
	if !bytes.Contains(colored, []byte("\x1b[")) {
		t.Fatal("no colour")
	}
	for len(colored) > 0 { // remove "ESC [ ... m"
		start := bytes.IndexByte(colored, 0x1b)
		if start < 0 {
			break
		}
		end := bytes.IndexByte(colored[start:], 'm')
		colored = append(colored[:start:start], colored[start+end+1:]...)
	}
	if !bytes.Equal(plain, colored) {
		t.Errorf("the coloured report says something else:\n%s", colored)
	}
}

func TestCommands(t *testing.T) {
	for text, want := range map[string][]string{
		"nginx -t && nginx -s reload, then read the lines":                           {"nginx -t && nginx -s reload"},
		"tail -f error.log | grep -E 'a|b c' shows nothing new":                      {"tail -f error.log | grep -E 'a|b c'"},
		"nginx answers before it reads the body":                                     nil,
		"every BE must be reachable: nc -vz fe1 8030; nc -vz be1 8040":               {"nc -vz fe1 8030", "nc -vz be1 8040"},
		"一小时内 grep -c 'no live upstreams' error.log 不再增长。":                           {"grep -c 'no live upstreams' error.log"},
		"run ADMIN SET FRONTEND CONFIG (\"a\" = \"b\", \"c\" = \"d\") on the leader": {`ADMIN SET FRONTEND CONFIG ("a" = "b", "c" = "d")`},
		"the job's log and the user's word stay prose":                               nil,
		"edit be.conf on every BE and restart them":                                  nil,
		"find the server and set it, then show it":                                   nil,
		"verify with kubectl get pod tm-1 -o yaml.":                                  {"kubectl get pod tm-1 -o yaml"},
		"it says 'no live upstreams' again":                                          {"'no live upstreams'"},
	} {
		var got []string
		for _, span := range commands(text) {
			got = append(got, text[span[0]:span[1]])
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestStampEnd(t *testing.T) {
	for text, want := range map[string]string{
		"2024/01/24 14:53:14 [error] 6581#0: *1": "[error] 6581#0: *1",
		"2024-01-24 18:13:31,620 ERROR x":        "ERROR x",
		"2024-01-24T18:13:31.620Z stderr F x":    "stderr F x",
		"W0124 18:13:31.620914 21877 x":          "W0124 18:13:31.620914 21877 x",
		"10.0.0.1 - - GET":                       "10.0.0.1 - - GET",
		"2024-01-24 18:13:31":                    "",
		"":                                       "",
	} {
		if got := text[stampEnd(text):]; got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestShorten(t *testing.T) {
	const line = `ERROR org.apache.flink.runtime.taskmanager.Task [] - Sink: Writer (1/2)#0 (77777777777777777777777777777777_0) switched from RUNNING to FAILED with failure cause: broken`
	message := strings.Index(line, "Sink")
	tests := []struct {
		columns, message int
		focus, want      string
	}{
		{200, 0, "", line},
		{60, 0, "org.apache", "ERROR org.apache.flink.runtime.taskmanager.Task [] - Sink: …"},
		{60, message, "", "… Sink: Writer (1/2)#0 (77777777777777777777777777777777_0)…"},
		{60, message, "Writer", "… Sink: Writer (1/2)#0 (77777777777777777777777777777777_0)…"},
		{60, message, "to FAILED", "… Sink: Writer (1/2) …RUNNING to FAILED with failure cause:…"},
		{60, 0, "to FAILED", "…switched from RUNNING to FAILED with failure cause: broken"},
	}
	for _, c := range tests {
		from, to := 0, 0
		if c.focus != "" {
			from = strings.Index(line, c.focus)
			to = from + len(c.focus)
		}
		if got := shorten(line, c.columns, c.message, from, to); got != c.want || term.Columns(got) > max(c.columns, len(line)) {
			t.Errorf("%d %d %q:\n%q, want\n%q", c.columns, c.message, c.focus, got, c.want)
		}
	}
	if got, want := shortIDs("job 0123456789abcdef0123456789abcdef of deadbeef"), "job 01234567… of deadbeef"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestEvidenceIsMoreThanATime(t *testing.T) {
	r := loadRefused("en")
	r.Incidents[0].RootCause.Evidence = []report.Evidence{{Source: "paste.txt", Line: 1, Text: "2024-01-24 14:31:00"}, {Source: "paste.txt", Line: 2, Text: "java.io.IOException: x"}}
	if out := string(renderText(t, r, Options{})); strings.Contains(out, "paste.txt:1") || !strings.Contains(out, "paste.txt:2  java.io.IOException: x") {
		t.Error(out)
	}
}

func TestTextAccepted(t *testing.T) {
	r := accepted("en")
	brief, full := string(renderText(t, r, Options{})), string(renderText(t, r, Options{ShowSuppressed: true, Verbose: true, Width: 120}))
	if !strings.Contains(brief, "3 known and accepted incidents not shown (--show-suppressed)") || strings.Contains(brief, "planned maintenance") || strings.Contains(brief, "suppress:") {
		t.Errorf("without flags:\n%s", brief)
	}
	for _, want := range []string{"cc33dd44", "zookeeper-suspended, 2 times; planned maintenance (.flinkdoctor.yaml:3)", "Notices:", "    - rule: nginx-no-live-upstreams\n      fingerprint: aa11bb22\n      reason: ...\n"} {
		if !strings.Contains(full, want) {
			t.Errorf("%q is missing in\n%s", want, full)
		}
	}
	r.Incidents, r.Unexplained = nil, nil
	if out := string(renderText(t, r, Options{})); !strings.Contains(out, "no failure but known and accepted ones in 3 files") {
		t.Errorf("nothing new looks like nothing at all:\n%s", out)
	}
}
