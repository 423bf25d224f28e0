package paste_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/flinkdoctor/flinkdoctor/parsers/layouts"
	"github.com/flinkdoctor/flinkdoctor/parsers/paste"
	"github.com/flinkdoctor/flinkdoctor/parsers/record"
)

var reader = record.NewReader(layouts.All())

func heads(line []byte) bool {
	_, _, ok := reader.Head(line)
	return ok
}

const log = `2024-01-24 14:53:12,512 WARN  org.apache.flink.runtime.taskmanager.Task                    [] - Sink: orders (1/1)#0 switched from RUNNING to FAILED with failure cause:
java.io.IOException: cannot write "orders" to the sink, which says: too many versions, compaction is behind and the tablet refuses further loads
	at com.acme.Sink.write(Sink.java:12)
	at com.acme.Sink.flush(Sink.java:99)
Caused by: java.net.SocketException: Connection reset
	at java.net.SocketInputStream.read(SocketInputStream.java:210)
	... 3 more
2024-01-24 14:53:13,512 INFO  org.apache.flink.runtime.taskexecutor.TaskExecutor           [] - Receive slot request for the job that was restarted, from the resource manager.
`

func each(rewrite func(string) string) string {
	var b strings.Builder
	for _, line := range strings.Split(strings.TrimSuffix(log, "\n"), "\n") {
		b.WriteString(rewrite(line) + "\n")
	}
	return b.String()
}

// wrapped breaks the log at 80 characters.
func wrapped(indent string) string {
	return each(func(line string) string {
		out := ""
		for len(line) > 80 {
			out, line = out+line[:80]+"\n", indent+line[80:]
		}
		return out + line
	})
}

func TestRestore(t *testing.T) {
	for _, c := range []struct {
		name, text string
		step       paste.Step
	}{
		{"quoted", each(func(l string) string { return "> " + l }), paste.Prefix},
		{"quoted twice", each(func(l string) string { return ">> " + l }), paste.Prefix},
		{"chat", each(func(l string) string { return "[10:11, 6/2/2024] Wang Wei: " + l }), paste.Prefix},
		{"another clock", each(func(l string) string { return "2024-06-02 10:11:12.123\t" + l }), paste.Prefix},
		{"table", each(func(l string) string { return "| " + l + " |" }), paste.Prefix},
		{"terminal", wrapped(""), paste.Wrap},
		{"terminal, indented", wrapped("    "), paste.Wrap},
		{"HTML", strings.NewReplacer(`"`, "&quot;", "<", "&lt;", "\n", "<br>\n").Replace(log), paste.Escapes},
		{"input method", strings.NewReplacer(": ", "：", ", ", "，", `"`, "“").Replace(log), paste.Escapes},
		{"string literal", strings.ReplaceAll(strings.ReplaceAll(strings.ReplaceAll(log, `"`, `\"`), "\n", `\n`), "\t", `\t`) + "\n", paste.Escapes},
		{"REST", `{"root-exception":"` + strings.NewReplacer(`"`, `\"`, "\n", `\n`, "\t", `\t`).Replace(log) + `"}`, paste.Document},
		{"a document in a document", `{"data":"{\"text\":\"` + strings.NewReplacer(`"`, `\\\"`, "\n", `\\n`, "\t", `\\t`).Replace(log) + `\"}"}`, paste.Document},
		{"table of a log store", "\"@timestamp\",\"message\"\n\"Jun 2, 2024\",\"" + strings.ReplaceAll(log, `"`, `""`) + "\"\n", paste.Document},
	} {
		got, ok := paste.Restore([]byte(c.text), heads)
		if !ok || strings.TrimRight(string(got.Data), "\n") != strings.TrimRight(log, "\n") {
			t.Errorf("%s: %v\n%s", c.name, got.Done, got.Data)
			continue
		}
		if got.Done[0] != c.step {
			t.Errorf("%s: steps %v", c.name, got.Done)
		}
	}
}

// TestLine: a line of the log is told where it stands in what was pasted.
func TestLine(t *testing.T) {
	got, ok := paste.Restore([]byte(wrapped("")), heads)
	if !ok || got.Line(1) != 1 || got.Line(2) != 4 || got.Line(3) != 6 || got.Line(999) != 11 {
		t.Errorf("%v: lines %d %d %d %d", ok, got.Line(1), got.Line(2), got.Line(3), got.Line(999))
	}
	pretty := "{\n  \"hits\": [\n    {\n      \"_source\": {\n        \"message\": \"2024-01-24 14:53:12,512 ERROR com.acme.Sink [] - gone\"\n      }\n    }\n  ]\n}\n"
	if got, ok = paste.Restore([]byte(pretty), heads); !ok || got.Line(1) != 5 {
		t.Errorf("%v: line %d", ok, got.Line(1))
	}
}

// TestNewestFirst: frames that stand above their exception are a log read backwards.
func TestNewestFirst(t *testing.T) {
	lines := strings.Split(strings.TrimSuffix(log, "\n"), "\n")
	var b strings.Builder
	for i := len(lines) - 1; i >= 0; i-- {
		b.WriteString(lines[i] + "\n")
	}
	got, ok := paste.Restore([]byte(b.String()), heads)
	if !ok || string(got.Data) != log || got.Line(1) != len(lines) {
		t.Errorf("%v\n%s", got.Done, got.Data)
	}
}

// TestWrappedOften: a message that is logged again and again breaks at the same places, which is no proof that it was broken between words. A width that no
// terminal has is believed where all that was broken reads as log.
func TestWrappedOften(t *testing.T) {
	record := "2018/04/04 13:53:55 [error] 5342#0: *3468 SSL_do_handshake() failed (SSL: error:100AE081:elliptic curve routines:EC_GROUP_new_by_curve_name:unknown group " +
		"error) while SSL handshaking to upstream, client: 10.0.0.7, server: shop, request: \"POST /a HTTP/1.1\", upstream: \"https://10.1.152.9:8444/a\"\n"
	for _, times := range []int{2, 20} {
		whole := strings.Repeat(record, times)
		var b strings.Builder
		for _, line := range strings.Split(strings.TrimSuffix(whole, "\n"), "\n") {
			for ; len(line) > 111; line = line[111:] {
				b.WriteString(line[:111] + "\n")
			}
			b.WriteString(line + "\n")
		}
		if got, ok := paste.Restore([]byte(b.String()), heads); !ok || string(got.Data) != whole {
			t.Errorf("%d times: %v\n%s", times, got.Done, got.Data)
		}
	}
}

// TestUntouched: a log that nobody changed, a table, an object of Kubernetes and Chinese sentences stay as they are.
func TestUntouched(t *testing.T) {
	texts := map[string]string{
		"log":        log,
		"table":      strings.Repeat("jobmanager-0    Running    10.0.0.1    node-7    ready      \ntaskmanager-1   Running    10.0.0.2    node-8    ready      \n", 9),
		"kubernetes": `{"apiVersion":"v1","kind":"List","items":[{"kind":"Event","message":"java.io.IOException: gone\n\tat a.b.C.d(C.java:1)"}]}`,
		"chinese":    "2024-01-24 14:53:12,512 ERROR com.acme.Sink [] - 写入失败：连接被拒绝，请检查“网络”（第 3 次）\n",
		"empty":      "",
		"docker":     "{\"log\":\"-- [ERROR] Could not execute SQL statement. Reason:\\n\",\"stream\":\"stdout\"}\n{\"log\":\"-- java.io.IOException: gone\\n\",\"stream\":\"stdout\"}\n",
		"url":        "2024-01-24 14:53:12,512 INFO  com.acme.Sink [] - GET /a?b=1&copy=2&amp=3\n",
	}
	for name, text := range texts {
		if got, ok := paste.Restore([]byte(text), heads); ok {
			t.Errorf("%s: %v\n%s", name, got.Done, got.Data)
		}
	}
	err := filepath.WalkDir("../../testdata/healthy", func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) == ".md" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if got, ok := paste.Restore(text, heads); ok {
			t.Errorf("%s: %v", path, got.Done)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// TestCut: lines that a screen cut off are counted; long messages of one kind, tables and wrapped text are not.
func TestCut(t *testing.T) {
	cut := each(func(l string) string { return l[:min(len(l), 79)] + strings.Repeat(">", min(1, max(0, len(l)-79))) })
	for name, c := range map[string]struct {
		text         string
		width, lines int
	}{
		"less -S":  {cut, 80, 3},
		"whole":    {log, 0, 0},
		"wrapped":  {wrapped(""), 0, 0},
		"table":    {strings.Repeat("| a  | "+strings.Repeat("x", 80)+" |\n| bb | "+strings.Repeat("y", 80)+" |\n", 3), 0, 0},
		"one kind": {strings.Repeat(strings.SplitAfter(log, "\n")[0], 9), 0, 0},
	} {
		if width, n := paste.Cut([]byte(c.text), heads); width != c.width || n != c.lines {
			t.Errorf("%s: %d lines at %d, want %d at %d", name, n, width, c.lines, c.width)
		}
	}
}

// FuzzRestore: no text makes it panic, every line of the result points into the text, and the same text gives the same result.
func FuzzRestore(f *testing.F) {
	for _, text := range []string{log, wrapped("  "), each(func(l string) string { return "> " + l }), `[{"line":"a\nb"}]`, "a,message\n\"x\ny\",\"z\"\n", "：“\xff\n&lt;br>", `\n\n\t`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		before := string(text)
		got, ok := paste.Restore(text, heads)
		if string(text) != before {
			t.Fatal("the text was written to")
		}
		if !ok {
			return
		}
		again, _ := paste.Restore(text, heads)
		if string(again.Data) != string(got.Data) {
			t.Fatal("another result the second time")
		}
		last := strings.Count(before, "\n") + 1
		for n := 1; n <= strings.Count(string(got.Data), "\n"); n++ {
			if at := got.Line(n); at < 1 || at > last {
				t.Fatalf("line %d is line %d of %d", n, at, last)
			}
		}
	})
}
