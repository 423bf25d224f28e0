package nginx

import (
	"os"
	"strings"
	"testing"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/internal/cutting"
)

// FuzzLayouts reads anything as a file: no panic, bodies inside their lines, times and fields in bounds, every line in one record.
func FuzzLayouts(f *testing.F) {
	for _, file := range []string{"nginx-startup.log", "published-wrapped.log", "sink-502.log", "nginx-1.22.1-stream-proxy-timeout.log"} {
		text, err := os.ReadFile("testdata/" + file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	f.Add("<html>\n<head><title>502 Bad Gateway</title>\n<center>nginx/")
	f.Add(`1 - - [21/Nov/2026:07:11:03 +0000] "PUT /api/d/t/_stream_load?label=%zz HTTP/1.1" 502`)
	f.Add("[error] 1#1: *1 x (104: y) while z, client: a, server: b, request: \"c\"d\", upstream: \"unix:")
	f.Add("/docker-entrypoint.sh: Launching /docker-entrypoint.d/x")
	f.Fuzz(func(t *testing.T, text string) {
		lines := 0
		for _, e := range cutting.Events(Layouts(), text) {
			lines += e.Lines
			for i, field := range e.Fields {
				if field.Value == "" || i > 0 && e.Fields[i-1].Name >= field.Name {
					t.Fatalf("fields %v", e.Fields)
				}
			}
		}
		if want := strings.Count(strings.TrimSuffix(text, "\n"), "\n") + 1; lines != want {
			t.Fatalf("%d of %d lines", lines, want)
		}
		for _, line := range strings.Split(text, "\n") {
			checkHeads(t, line)
		}
	})
}

func checkHeads(t *testing.T, line string) {
	for _, l := range Layouts() {
		head, ok := l.Head([]byte(line))
		if !ok {
			continue
		}
		if head.Body < 0 || head.Body > len(line) {
			t.Fatalf("%s: body %d of %d bytes", l.Name(), head.Body, len(line))
		}
		l.Finish(&parsers.Event{}, line) // also without what record sets before
	}
}
