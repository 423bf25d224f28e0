package cli

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/flinkdoctor/flinkdoctor/analyzer"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/term"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// published are the incidents this project started from, with the rules that are a right root cause.
var published = map[string][]string{
	"01-chunjun-100-continue":                    {"sr-sink-no-100-continue", "streamload-no-100-continue-header"},
	"02-stream-load-response-100-continue":       {"streamload-no-100-continue-header"},
	"03-nginx-no-live-upstreams":                 {"nginx-no-live-upstreams"},
	"04-transmit-chunk-rpc-failed":               {"chunjun-transmit-chunk-rpc-failed", "be-transmit-chunk-rpc-failed"},
	"05-cdc-event-header-v4-flattened":           {"cdc-event-header-v4-io"},
	"06-be-mem-limit-exceeded-flattened":         {"be-mem-limit-process", "sr-sink-prepare-mem-limit"},
	"07-jobmanager-direct-buffer-flattened-ocr":  {"jobmanager-direct-buffer-memory"},
	"08-taskmanager-heartbeat-timeout-flattened": {"taskmanager-heartbeat-timeout"},
	"09-mysql-binlog-purged-flattened":           {"cdc-binlog-expired"},
	"10-zookeeper-suspended":                     {"zk-suspended-leadership-lost"},
}

// disguises are the forms in which the same log reaches the program.
var disguises = map[string]func(t *testing.T, log []byte) (file string, content []byte){
	"plain":  func(_ *testing.T, log []byte) (string, []byte) { return "x.log", log },
	"gzip":   func(t *testing.T, log []byte) (string, []byte) { return "x.log.gz", zip(t, log) },
	"tar.gz": func(t *testing.T, log []byte) (string, []byte) { return "bundle.tar.gz", zip(t, tarball(t, log)) },
	"crlf": func(_ *testing.T, log []byte) (string, []byte) {
		return "x.log", bytes.ReplaceAll(log, []byte("\n"), []byte("\r\n"))
	},
	"utf-16": func(_ *testing.T, log []byte) (string, []byte) { return "x.log", wide(string(log)) },
	"kubectl": func(_ *testing.T, log []byte) (string, []byte) {
		return "x.log", prefixed(log, "2024-06-02T10:11:12.123456789Z ")
	},
	"prefix": func(_ *testing.T, log []byte) (string, []byte) {
		return "x.log", prefixed(log, "[pod/flink-jm-0/main] ")
	},
}

func TestPublishedIncidents(t *testing.T) {
	for name, accepted := range published {
		log, err := os.ReadFile(filepath.Join("../../../testdata/published", name, "log.txt"))
		if err != nil {
			t.Fatal(err)
		}
		for disguise, wrap := range disguises {
			file, content := wrap(t, log)
			path := filepath.Join(t.TempDir(), file)
			if err := os.WriteFile(path, content, 0o600); err != nil {
				t.Fatal(err)
			}
			checkRoot(t, name+" as "+disguise, analyzed(t, nil, path), accepted)
		}
		checkRoot(t, name+" piped", analyzed(t, log, "-"), accepted)
	}
}

func checkRoot(t *testing.T, what string, r analyzer.Report, accepted []string) {
	t.Helper()
	if len(r.Incidents) == 0 || r.Incidents[0].RootCause == nil || r.Incidents[0].RootCause.Rule == nil {
		t.Errorf("%s: no known root cause", what)
		return
	}
	root := r.Incidents[0].RootCause
	if !slices.Contains(accepted, *root.Rule) {
		t.Errorf("%s: root cause %s, want one of %v", what, *root.Rule, accepted)
	}
	if len(root.Fixes) == 0 && root.Role == "root" || len(root.Evidence) == 0 {
		t.Errorf("%s: %d fixes, %d evidence lines", what, len(root.Fixes), len(root.Evidence))
	}
}

// TestZooKeeperIncidentHasItsCause: the client that heard nothing belongs to the story of the lost leader.
func TestZooKeeperIncidentHasItsCause(t *testing.T) {
	r := analyzed(t, nil, "../../../testdata/published/10-zookeeper-suspended/log.txt")
	var names []string
	for _, i := range r.Incidents[:1] {
		for _, f := range append(append([]analyzer.Finding{}, i.Contributing...), i.Symptoms...) {
			names = append(names, *f.Rule)
		}
	}
	if !slices.Contains(names, "zk-client-session-timeout") {
		t.Errorf("the first incident tells %v", names)
	}
}

// analyzed runs the real program on one argument and returns its report.
func analyzed(t *testing.T, stdin []byte, args ...string) analyzer.Report {
	t.Helper()
	var out, errs bytes.Buffer
	p := &program{analyze: analyzer.Analyze, builtin: rules.Builtin}
	p.term = term.New(bytes.NewReader(stdin), &out, &errs, func(string) string { return "" })
	code := p.run(t.Context(), append([]string{"analyze", "--format", "json"}, args...))
	var r analyzer.Report
	if err := json.Unmarshal(out.Bytes(), &r); err != nil {
		t.Fatalf("exit code %d: %v: %s", code, err, errs.String())
	}
	if code != r.Exit.Code {
		t.Errorf("exit code %d, the report says %d", code, r.Exit.Code)
	}
	return r
}

func zip(t *testing.T, content []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func tarball(t *testing.T, content []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	if err := w.WriteHeader(&tar.Header{Name: "logs/x.log", Mode: 0o600, Size: int64(len(content))}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// wide writes text as PowerShell redirects it: UTF-16, little-endian, with a byte order mark.
func wide(text string) []byte {
	out := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(text)) {
		out = append(out, byte(unit), byte(unit>>8))
	}
	return out
}

func prefixed(log []byte, prefix string) []byte {
	var b strings.Builder
	for _, line := range strings.Split(strings.TrimSuffix(string(log), "\n"), "\n") {
		fmt.Fprintf(&b, "%s%s\n", prefix, line)
	}
	return []byte(b.String())
}
