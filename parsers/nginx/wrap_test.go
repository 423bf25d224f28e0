package nginx

import (
	"strings"
	"testing"

	"github.com/flinkdoctor/flinkdoctor/parsers/internal/cutting"
)

const whole = `2026/11/21 08:17:17 [error] 10439#0: *15 recv() failed (104: Connection reset by peer) while reading response header from upstream, client: 10.0.0.12, server: nginx-node, request: "PUT /api/radar_test/t1/_stream_load HTTP/1.1", upstream: "http://10.0.0.24:8030/api/radar_test/t1/_stream_load", host: "nginx-node:8031"`

// wordWrap breaks a line at blanks, as people and mail programs do.
func wordWrap(line string, width int, indent string) string {
	var b strings.Builder
	used := 0
	for i, word := range strings.Split(line, " ") {
		switch {
		case i > 0 && used+1+len(word) > width:
			b.WriteString("\n" + indent)
			used = len(indent)
		case i > 0:
			b.WriteByte(' ')
			used++
		}
		b.WriteString(word)
		used += len(word)
	}
	return b.String()
}

// columnWrap breaks a line at a column, as terminals do.
func columnWrap(line string, width int) string {
	var parts []string
	for len(line) > width {
		parts = append(parts, line[:width])
		line = line[width:]
	}
	return strings.Join(append(parts, line), "\n")
}

// TestWrapped breaks a line at every width; it must be read as if it were whole.
func TestWrapped(t *testing.T) {
	want := cutting.Events(Layouts(), whole)[0]
	next := "\n2026/11/21 08:17:18 [notice] 1#1: exit\n"
	for width := 60; width < 300; width++ {
		for label, text := range map[string]string{
			"words": wordWrap(whole, width, ""), "words, indented": wordWrap(whole, width, "  "), "column": columnWrap(whole, width),
		} {
			if label == "column" && len(whole) <= 2*width {
				continue // two lines do not tell whether a blank was lost
			}
			events := cutting.Events(Layouts(), text+next)
			if len(events) != 2 {
				t.Errorf("%s %d: %d records of\n%s", label, width, len(events), text)
				continue
			}
			if got := events[0]; got.Message != want.Message || len(got.Fields) != len(want.Fields) {
				t.Errorf("%s %d: %s", label, width, got.Message)
			}
		}
	}
}

func TestContinues(t *testing.T) {
	const complete = `2026/11/21 08:17:17 [error] 1#1: *1 no live upstreams while connecting to upstream, client: 10.0.0.12, server: , request: "GET / HTTP/1.1", upstream: "http://fe/", host: "h"`
	tests := []struct {
		first, line string
		n           int
		want        bool
	}{
		{complete, `, referrer: "http://x"`, 1, true},
		{complete, `{"status":"FAILED","msg":"There is no 100-continue header"}`, 1, false},
		{complete, "java.lang.RuntimeException: x", 1, false},
		{complete, "I restarted nginx then.", 1, false},
		{complete, "", 1, false},
		{`2026/11/21 08:17:17 [info] 1#1: *1 client timed out (110: Connection timed out), client: 10.0.0.12, server: 0.0.0.0:443`, "$ nginx -t", 1, false},
		{`2026/11/21 08:17:17 [alert] 1#1: *1 socket() failed (24: Too many open files)`, "while connecting to upstream, client: 1.2.3.4, server: web,", 1, true},
		{`2026/11/21 08:17:17 [alert] 1#1: *1 socket() failed (24: Too many open files)`, `"139.162.0.1"`, 4, true},
		{`2026/11/21 08:17:17 [error] 1#1: *1 connect() failed (111: Connection`, "refused) while connecting", 1, true},
		{`2026/11/21 08:17:17 [notice] 1#1: start worker process 31`, "Starting Flink", 1, false},
		{`2026/11/21 08:17:17 [notice] 1#1: start worker process 31`, `"Status": "Fail",`, 1, false},
		{`2026/11/21 08:17:17 [error] 1#1: *1 lua entry thread aborted: runtime error: x.lua:15: nil`, "stack traceback:", 1, true},
		{`2026/11/21 08:17:17 [error] 1#1: *1 lua entry thread aborted: runtime error: x.lua:15: nil`, "\t[C]: in function 'error'", 3, true},
		{`2026/11/21 08:17:17 [error] 1#1: *1 open() failed (2: No such file`, "\tat org.a.B.c(B.java:1)", 1, false},
		{complete[:100] + strings.Repeat("x", 2000), "client: 1.2.3.4, server:", 1, false},
	}
	for _, tt := range tests {
		if got := (errorLog{}).Continues([]byte(tt.first), []byte(tt.line), tt.n); got != tt.want {
			t.Errorf("%q behind %q: %v", tt.line, tt.first, got)
		}
	}
}
