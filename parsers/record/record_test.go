package record_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/layouts"
	"github.com/flinkdoctor/flinkdoctor/parsers/record"
)

// text is a source in memory.
type text string

// Window implements record.View.
func (s text) Window(from, to int64) ([]byte, int64, bool) {
	from = min(max(from, 0), int64(len(s)))
	to = min(max(to, from), int64(len(s)))
	return []byte(s[from:to]), from, to == int64(len(s))
}

var reader = record.NewReader(layouts.All())

// cut returns all records, asked for one behind the other.
func cut(s string) []record.Record {
	var out []record.Record
	for pos := int64(0); pos < int64(len(s)); {
		rec := reader.At(text(s), pos)
		out = append(out, rec)
		pos = max(rec.End, pos+1)
	}
	return out
}

const (
	head  = "2024-01-24 14:53:12,512 WARN  org.apache.flink.runtime.taskmanager.Task                    [] - Sink: s (1/1)#0 (5b6d_0_0) switched from RUNNING to FAILED with failure cause:\n"
	trace = "java.io.IOException: write failed\n\tat com.acme.Sink.write(Sink.java:12)\nCaused by: java.net.SocketException: Connection reset\n\tat java.net.S.r(S.java:1)\n\t... 3 more\n"
	calm  = "2024-01-24 14:53:13,512 INFO  org.apache.flink.runtime.taskexecutor.TaskExecutor           [] - Receive slot request.\n"
	nginx = "2024/01/24 14:53:14 [error] 6581#0: *3 no live upstreams while connecting to upstream, client: 10.0.0.1, server: , request: \"PUT / HTTP/1.1\", upstream: \"http://fe/\", host: \"n\"\n"
	jul   = "Jan 24, 2024 2:53:12 PM com.acme.rpc.Proxy proxy\nINFO: Use the shared channel pool\n"
	odd   = "2024/01/24 14:53:14.704 +0000 [Thread-7] [cache] {tenant=a} ERROR cannot watch\n"
	glog  = "W0124 18:13:31.620914 21877 sink_buffer.cpp:319] transmit chunk rpc failed [dest=10.0.0.32:8060]\n"
)

func TestCut(t *testing.T) {
	for _, c := range []struct {
		name, text string
		layouts    []string
	}{
		{"one layout", calm + head + trace + calm, []string{"flink-log4j", "flink-log4j", "flink-log4j"}},
		{"the file changes its mind", calm + nginx + glog + calm, []string{"flink-log4j", "nginx-error", "starrocks-be", "flink-log4j"}},
		{"a bare trace", trace, []string{"java-trace"}},
		{"an uncaught exception behind calm", calm + "Exception in thread \"foo-1\" " + trace + calm, []string{"flink-log4j", "java-trace", "flink-log4j"}},
		{"an uncaught exception behind java.util.logging", jul + "Exception in thread \"foo-1\" " + trace + jul, []string{"java-log", "java-trace", "java-log"}},
		{"a sibling shape that no pattern foresees", calm + odd + trace + odd + calm, []string{"flink-log4j", "java-log", "java-log", "flink-log4j"}},
		{"a date in a message begins nothing", head + "rows since 2024-01-24 14:53:12\n2024-01-24 14:53:12,(1, ok)\n2024-01-24 and later\n" + trace, []string{"flink-log4j"}},
		{"no final newline", strings.TrimSuffix(calm, "\n"), []string{"flink-log4j"}},
		{"pasted into one line", strings.ReplaceAll(calm+calm+head, "\n", " "), []string{"flink-log4j", "flink-log4j", "flink-log4j"}},
	} {
		var got []string
		for _, rec := range cut(c.text) {
			got = append(got, rec.Layout())
		}
		if strings.Join(got, " ") != strings.Join(c.layouts, " ") {
			t.Errorf("%s: %v, want %v", c.name, got, c.layouts)
		}
	}
}

// TestTracePrintedLineByLine: what a scheduler logged line by line is one record with one exception chain.
func TestTracePrintedLineByLine(t *testing.T) {
	const stamp = "2023-11-13 15:09:00,748 [INFO] "
	printed := stamp + "job failed\n" + stamp + "java.io.IOException: write failed\n"
	for _, line := range []string{"at com.acme.Sink.write(Sink.java:12)", "Caused by: java.net.SocketException: Connection reset", "at java.net.S.r(S.java:1)"} {
		printed += stamp + line + "\n"
	}
	list := cut(printed + stamp + "at 15:10 the next try begins\n")
	if len(list) != 3 {
		t.Fatalf("%d records, want 3", len(list))
	}
	event := list[1].Event()
	if len(event.Chain) != 2 || event.Root().Class != "java.net.SocketException" || len(event.Root().Frames) != 1 {
		t.Errorf("chain %+v", event.Chain)
	}
}

func TestEvent(t *testing.T) {
	list := cut(calm + head + trace)
	event := list[1].Event()
	if event.Level != parsers.LevelWarn || event.Component != parsers.ComponentTaskManager || len(event.Chain) != 2 || event.Root().Class != "java.net.SocketException" || event.Lines != 6 {
		t.Errorf("%+v", event)
	}
	if event.Time.At.Format("15:04:05.000") != "14:53:12.512" || event.Time.Zoned {
		t.Errorf("time %v", event.Time)
	}
}

// TestLooseHeads: level, logger and message of heads that only the loosest layout takes.
func TestLooseHeads(t *testing.T) {
	for _, c := range []struct {
		line    string
		level   parsers.Level
		logger  string
		message string
	}{
		{odd, parsers.LevelError, "", "cannot watch"},
		{"2020/11/30 17:48:14.704 +0000 [Thread-7] [CacheAdapter] ERROR An error occurred", parsers.LevelError, "", "An error occurred"},
		{"[2024-01-24 14:53:14] prod.worker host-3 WARNING com.acme.cdc.Reader: lagging", parsers.LevelWarn, "com.acme.cdc.Reader", "lagging"},
		{"2024-01-24T14:53:14.704Z\terror\tcontroller/controller.go:118\tReconciler error", parsers.LevelError, "", "controller/controller.go:118 Reconciler error"},
	} {
		event := cut(c.line)[0].Event()
		if event.Level != c.level || event.Logger != c.logger || event.Message != c.message || !event.Time.Known() {
			t.Errorf("%s: %+v", c.line, event)
		}
	}
}

// TestWarningOfKubernetes: an event of type Warning that a controller logs as information is a warning.
func TestWarningOfKubernetes(t *testing.T) {
	for line, want := range map[string]parsers.Level{
		`{"level":"info","msg":"Logged Warning event: SavepointFailed: no savepoint"}`:                                                                                parsers.LevelWarn,
		`{"level":"info","msg":"Logged Normal event: SavepointTaken: done"}`:                                                                                          parsers.LevelInfo,
		"2024-01-24 14:53:12,512 o.a.f.k.o.l.AuditUtils         [INFO ][default/orders] >>> Event[Job]       | Warning | JOBEXCEPTION    | java.io.IOException: gone": parsers.LevelWarn,
	} {
		if got := cut(line)[0].Event().Level; got != want {
			t.Errorf("%s: level %v, want %v", line, got, want)
		}
	}
}

// TestErrorOfOperator: the status of a FlinkDeployment holds its exception chain as JSON.
func TestErrorOfOperator(t *testing.T) {
	const status = `{"type":"org.acme.ReconciliationException","message":"org.acme.Outer: no","throwableList":[{"type":"org.acme.Outer","message":"no"},{"type":"org.acme.InnerException","message":"volume not found: \"logs\""}]}`
	for _, text := range []string{"deserialized flinkDeployment error: " + status, "status:\n  error: '" + status + "'\n  lifecycleState: STABLE\n"} {
		event := cut(text)[0].Event()
		if root := event.Root(); root == nil || root.Class != "org.acme.InnerException" || root.Message != `volume not found: "logs"` || len(event.Chain) != 3 {
			t.Errorf("%s: chain %+v", text, event.Chain)
		}
	}
}

// TestPodsAreToldApart: the lines of a record may stand between those of another pod.
func TestPodsAreToldApart(t *testing.T) {
	var b strings.Builder
	other := strings.Split(strings.TrimSuffix(calm+head+trace, "\n"), "\n")
	for i, line := range strings.Split(strings.TrimSuffix(head+trace, "\n"), "\n") {
		fmt.Fprintf(&b, "[pod/tm-1/main] %s\n[pod/tm-2/main] %s\n", line, other[i])
	}
	roots := map[string]string{}
	for pos, s := int64(0), b.String(); pos < int64(len(s)); pos += int64(strings.IndexByte(s[pos:], '\n')) + 1 {
		rec := reader.At(text(s), pos)
		if e := rec.Event(); e.Root() != nil {
			roots[e.Pod] = e.Root().Class
		}
	}
	if roots["tm-1"] != "java.net.SocketException" || roots["tm-2"] == "" {
		t.Errorf("%v", roots)
	}
}

// TestCuttingIsPure: which record holds a byte does not depend on the byte that was asked for.
func TestCuttingIsPure(t *testing.T) {
	files, err := filepath.Glob("../../testdata/published/*/log.txt")
	if err != nil || len(files) < 10 {
		t.Fatal(files, err)
	}
	texts := []string{calm + head + trace + nginx + glog + "\n\nfree text\n" + trace}
	var labelled strings.Builder // the envelope is known from the line's first byte on only
	for i := range 200 {
		fmt.Fprintf(&labelled, "2024-06-02T10:11:44+08:00 {app=\"flink\"} 2026-11-21 09:00:27,%03d INFO  com.acme.Loader       [] - %0*d\n\tat com.acme.Loader.run(Loader.java:7)\n", i, 90+i, 7)
	}
	texts = append(texts, labelled.String())
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(content))
	}
	for _, s := range texts {
		for _, rec := range cut(s) {
			for _, pos := range []int64{rec.Start, (rec.Start + rec.End) / 2, rec.End - 1} {
				if again := reader.At(text(s), pos); again.Start != rec.Start || again.End != rec.End {
					t.Fatalf("byte %d: record %d-%d, from its start %d-%d in %.80q", pos, again.Start, again.End, rec.Start, rec.End, s[rec.Start:])
				}
			}
		}
	}
}

func FuzzAt(f *testing.F) {
	for _, s := range []string{calm + head + trace, nginx + glog, trace, "[pod/a/b] " + calm, strings.Repeat("x", 5000)} {
		f.Add(s, 7)
	}
	f.Fuzz(func(t *testing.T, s string, at int) {
		if len(s) == 0 || len(s) > 1<<17 {
			return
		}
		pos := int64(((at % len(s)) + len(s)) % len(s))
		rec := reader.At(text(s), pos)
		if rec.Start < 0 || rec.End > int64(len(s)) || rec.Start > pos || rec.End <= pos {
			t.Fatalf("byte %d of %d: record %d-%d", pos, len(s), rec.Start, rec.End)
		}
		event := rec.Event()
		if len(event.Chain) > 0 && event.Chain[len(event.Chain)-1].Line < 0 {
			t.Fatalf("%+v", event)
		}
	})
}
