package envelope

import (
	"bytes"
	"testing"
	"time"
)

func TestStrip(t *testing.T) {
	const flink = "2024-05-13 08:15:30,123 INFO  o.a.f.r.JobMaster [] - hello"
	for _, c := range []struct {
		name, line, inner, kind, pod, container string
		partial                                 bool
		at                                      string
	}{
		{"kubectl timestamps", "2024-05-13T08:15:30.123456789Z " + flink, flink, "kubectl", "", "", false, "2024-05-13T08:15:30.123456789Z"},
		{"kubectl timestamps, short fraction", "2024-05-13T08:15:30.12Z " + flink, flink, "kubectl", "", "", false, "2024-05-13T08:15:30.12Z"},
		{"kubectl prefix", "[pod/jm-0/main] " + flink, flink, "kubectl", "jm-0", "main", false, ""},
		{"kubectl both", "[pod/jm-0/main] 2024-05-13T08:15:30.123456789Z " + flink, flink, "kubectl", "jm-0", "main", false, "2024-05-13T08:15:30.123456789Z"},
		{"cri", "2024-05-13T08:15:30.123456789+08:00 stderr F " + flink, flink, "cri", "", "", false, "2024-05-13T00:15:30.123456789Z"},
		{"cri partial", "2024-05-13T08:15:30.123456789Z stdout P half", "half", "cri", "", "", true, "2024-05-13T08:15:30.123456789Z"},
		{"stern", "jm-7d9f-x2 main | " + flink, flink, "stern", "jm-7d9f-x2", "main", false, ""},
		{"stern namespace", "prod jm-7d9f-x2 main | " + flink, flink, "stern", "jm-7d9f-x2", "main", false, ""},
		{"compose", "taskmanager-1  | " + flink, flink, "compose", "", "taskmanager-1", false, ""},
		{"compose indented", "    taskmanager    | " + flink, flink, "compose", "", "taskmanager", false, ""},
		{"compose empty", "jobmanager_1  |", "", "compose", "", "jobmanager_1", false, ""},
		{"docker json", `{"log":"hello \u003cinit\u003e\n","stream":"stdout","time":"2024-05-13T08:15:30.123Z"}`, "hello <init>", "docker-json", "", "", false, "2024-05-13T08:15:30.123Z"},
		{"docker json partial", `{"log":"hel","stream":"stdout","time":"2024-05-13T08:15:30.123Z"}`, "hel", "docker-json", "", "", true, "2024-05-13T08:15:30.123Z"},
		{"fluent bit", `{"log":"hello","kubernetes":{"pod_name":"jm-0","container_name":"main"}}`, "hello", "shipper-json", "jm-0", "main", false, ""},
		{"filebeat", `{"@timestamp":"2024-05-13T08:15:30.123Z","message":"hello","kubernetes":{"pod":{"name":"jm-0"}}}`, "hello", "shipper-json", "jm-0", "", false, "2024-05-13T08:15:30.123Z"},
		{"syslog", "May 13 08:15:30 host flink[123]: hello", "hello", "syslog", "", "", false, "0000-05-13T08:15:30Z"},
		{"syslog kernel", "May 13 08:15:30 host kernel: [12.3] Out of memory", "kernel: [12.3] Out of memory", "syslog", "", "", false, "0000-05-13T08:15:30Z"},
		{"syslog 5424", "<34>1 2024-05-13T08:15:30.123Z host app 12 ID - hello", "hello", "syslog", "", "", false, "2024-05-13T08:15:30.123Z"},
		{"journald", "2024-05-13T08:15:30+0800 host nginx[77]: hello", "hello", "journald", "", "", false, "2024-05-13T00:15:30Z"},
		{"log4j template", `{"@timestamp":"2024-05-13T08:15:30.123Z","log.level":"WARN","message":"hello","log.logger":"o.a.X","error.stack_trace":"a.B: c\n\tat a.B.d(B.java:1)\n"}`,
			"2024-05-13 08:15:30,123Z WARN  o.a.X [] - hello\na.B: c\n\tat a.B.d(B.java:1)", "logger-json", "", "", false, "2024-05-13T08:15:30.123Z"},
		{"log4j json", `{"instant":{"epochSecond":1715588130,"nanoOfSecond":123000000},"level":"ERROR","loggerName":"o.a.X","message":"m","thrown":{"name":"a.B","message":"c","extendedStackTrace":[{"class":"a.B","method":"d","file":"B.java","line":1}],"cause":{"name":"a.C","message":"e"}}}`,
			"2024-05-13 08:15:30,123Z ERROR o.a.X [] - m\na.B: c\n\tat a.B.d(B.java:1)\nCaused by: a.C: e", "logger-json", "", "", false, "2024-05-13T08:15:30.123Z"},
		{"gcp", `{"timestamp":"2024-05-13T08:15:30.123Z","severity":"ERROR","message":"m","exception":"a.B: c","logger":"o.a.X"}`, "2024-05-13 08:15:30,123Z ERROR o.a.X [] - m\na.B: c", "logger-json", "", "", false, "2024-05-13T08:15:30.123Z"},
		{"starrocks", `{"@timestamp":"2024-05-13T08:15:30.123Z","level":"WARN","thread.name":"main","thread.id":"7","line":"12","file":"Foo.java","method":"bar","message":"m"}`,
			"2024-05-13 08:15:30.123+00:00 WARN (main|7) [Foo.bar():12] m", "starrocks-json", "", "", false, "2024-05-13T08:15:30.123Z"},
		{"starrocks, as released", `{"@timestamp":"2024-05-13 08:15:30.123Z","level":"ERROR","thread.name":"replayer","thread.id":99,"line":12,"file":"Foo.java","method":"bar","message":"m","exception":"a.B: c\n\tat a.B.d(B.java:1)\n"}`,
			"2024-05-13 08:15:30.123+00:00 ERROR (replayer|99) [Foo.bar():12] m\na.B: c\n\tat a.B.d(B.java:1)", "starrocks-json", "", "", false, "2024-05-13T08:15:30.123Z"},
		{"kubectl timestamps before a stack frame", "2024-05-13T08:15:30.12Z \tat a.B.c(B.java:1)", "\tat a.B.c(B.java:1)", "kubectl", "", "", false, "2024-05-13T08:15:30.12Z"},
		{"kubectl timestamps before a JSON layout", `2024-05-13T08:15:31.000000001Z {"@timestamp":"2024-05-13T08:15:30.123Z","log.level":"INFO","message":"hello","log.logger":"o.a.X"}`,
			"2024-05-13 08:15:30,123Z INFO  o.a.X [] - hello", "kubectl", "", "", false, "2024-05-13T08:15:31.000000001Z"},
		{"kubectl prefix around CRI", "[pod/jm-0/main] 2024-05-13T08:15:30.123456789Z stderr P half", "half", "kubectl", "jm-0", "main", true, "2024-05-13T08:15:30.123456789Z"},
		{"cri empty", "2024-05-13T08:15:30.123456789Z stdout F", "", "cri", "", "", false, "2024-05-13T08:15:30.123456789Z"},
		{"cri tags", "2024-05-13T08:15:30.123456789Z stdout F:x " + flink, flink, "cri", "", "", false, "2024-05-13T08:15:30.123456789Z"},
		{"stern, its default", "orders-taskmanager-1-3 flink-main-container " + flink, flink, "stern", "orders-taskmanager-1-3", "flink-main-container", false, ""},
		{"stern, all namespaces", "prod jm-7d9f8b6c5-x2k4q main \tat a.B.c(B.java:1)", "\tat a.B.c(B.java:1)", "stern", "jm-7d9f8b6c5-x2k4q", "main", false, ""},
		{"stern json", `{"message":"` + flink + `\n","nodeName":"n1","namespace":"prod","podName":"jm-0","containerName":"main"}`, flink, "shipper-json", "jm-0", "main", false, ""},
		{"compose v1, one blank", "flink_jobmanager_1 | " + flink, flink, "compose", "", "flink_jobmanager_1", false, ""},
		{"compose with times", "jm-1  | 2024-05-13T08:15:30.123456789Z " + flink, flink, "compose", "", "jm-1", false, "2024-05-13T08:15:30.123456789Z"},
		{"syslog, exact", "May  3 08:15:30.123456 host app: hello", "hello", "syslog", "", "", false, "0000-05-03T08:15:30Z"},
		{"syslog, nothing said", "May 13 08:15:30 host flink[123]:", "", "syslog", "", "", false, "0000-05-13T08:15:30Z"},
		{"syslog 3164 with priority", "<30>May 13 08:15:30 host app[1]: hello", "hello", "syslog", "", "", false, "0000-05-13T08:15:30Z"},
		{"syslog 5424 with data", `<34>1 2024-05-13T08:15:30.123Z host app 12 ID [a@1 k="v\"] x"][b c="d"] hello`, "hello", "syslog", "", "", false, "2024-05-13T08:15:30.123Z"},
		{"syslog 5424 kernel", "<6>1 2024-05-13T08:15:30.123Z host kernel - - - [1.2] x", "kernel: [1.2] x", "syslog", "", "", false, "2024-05-13T08:15:30.123Z"},
		{"journald short-full", "Mon 2024-05-13 08:15:30 CST host java[7]: hello", "hello", "journald", "", "", false, "2024-05-13T08:15:30Z"},
		{"journald json", `{"__REALTIME_TIMESTAMP":"1715588130123456","_HOSTNAME":"h","SYSLOG_IDENTIFIER":"kernel","MESSAGE":"Out of memory"}`, "kernel: Out of memory", "journald", "", "", false, "2024-05-13T08:15:30.123456Z"},
		{"fluentd file", "2024-05-13T08:15:30+08:00\tkube.jm\t" + `{"log":"hello\n","stream":"stdout","kubernetes":{"pod_name":"jm-0"}}`, "hello", "fluentd", "jm-0", "", false, "2024-05-13T00:15:30Z"},
		{"fluent bit, alone", `{"log":"hello"}`, "hello", "shipper-json", "", "", false, ""},
		{"fluent bit, time as number", `{"date":1715588130.5,"log":"hello","stream":"stdout"}`, "hello", "shipper-json", "", "", false, "2024-05-13T08:15:30.5Z"},
		{"fluent bit, half a line", `{"log":"hel","logtag":"P","stream":"stdout","kubernetes":{"pod_name":"a"}}`, "hel", "shipper-json", "a", "", true, ""},
		{"vector", `{"message":"hello","timestamp":"2024-05-13T08:15:30Z","kubernetes":{"pod_name":"a","container_name":"b"},"stream":"stderr"}`, "hello", "shipper-json", "a", "b", false, "2024-05-13T08:15:30Z"},
		{"elasticsearch export", `{"_index":"x","_source":{"@timestamp":"2024-05-13T08:15:30.123Z","message":"hello","agent":{"type":"filebeat"}}}`, "hello", "shipper-json", "", "", false, "2024-05-13T08:15:30.123Z"},
		{"level of the shipper", `{"@timestamp":"2024-05-13T08:15:30.123Z","level":"info","message":"` + flink + `"}`, flink, "shipper-json", "", "", false, "2024-05-13T08:15:30.123Z"},
		{"logstash", `{"@version":1,"@timestamp":"2024-05-13T16:15:30.123+08:00","level":"ERROR","logger_name":"o.a.X","message":"m","exception":{"exception_class":"a.B","exception_message":"c","stacktrace":"a.B: c\n\tat a.B.d(B.java:1)\n"}}`,
			"2024-05-13 08:15:30,123Z ERROR o.a.X [] - m\na.B: c\n\tat a.B.d(B.java:1)", "logger-json", "", "", false, "2024-05-13T08:15:30.123Z"},
		{"logback", `{"@timestamp":"2024-05-13T08:15:30.123Z","@version":"1","message":"m","logger_name":"o.a.X","thread_name":"main","level":"WARN","level_value":30000,"stack_trace":"a.B: c"}`,
			"2024-05-13 08:15:30,123Z WARN  o.a.X [] - m\na.B: c", "logger-json", "", "", false, "2024-05-13T08:15:30.123Z"},
		{"gcp, its own names", `{"timestamp":"2024-05-13T08:15:30.123Z","severity":"EMERGENCY","message":"m","_exception":{"class":"a.B","message":"c","stackTrace":"a.B: c\n"},"_thread":"main","_logger":"o.a.X"}`,
			"2024-05-13 08:15:30,123Z FATAL o.a.X [] - m\na.B: c", "logger-json", "", "", false, "2024-05-13T08:15:30.123Z"},
		{"gelf", `{"version":"1.1","host":"h","short_message":"m","full_message":"a.B: c\n\tat a.B.d(B.java:1)\n","timestamp":1715588130.123,"level":4,"_logger":"o.a.X"}`,
			"2024-05-13 08:15:30,123Z WARN  o.a.X [] - m\na.B: c\n\tat a.B.d(B.java:1)", "logger-json", "", "", false, "2024-05-13T08:15:30.123Z"},
		{"ecs without trace", `{"@timestamp":"2024-05-13T08:15:30.123Z","log":{"level":"ERROR","logger":"o.a.X"},"message":"m","error.type":"a.B","error.message":"c"}`,
			"2024-05-13 08:15:30,123Z ERROR o.a.X [] - m\na.B: c", "logger-json", "", "", false, "2024-05-13T08:15:30.123Z"},
		{"level of the shipper around a frame", `{"@timestamp":"2024-05-13T08:15:30.123Z","level":"info","message":"\tat a.B.c(B.java:1)"}`, "\tat a.B.c(B.java:1)", "shipper-json", "", "", false, "2024-05-13T08:15:30.123Z"},
		{"aliyun sls", `{"__source__":"10.0.0.1","__topic__":"","_pod_name_":"tm-1","_container_name_":"main","content":"hello"}`, "hello", "shipper-json", "tm-1", "main", false, ""},
		{"loki", `{"labels":{"app":"flink","pod":"tm-1"},"line":"hello","timestamp":"2024-05-13T08:15:30.123456789+08:00"}`, "hello", "shipper-json", "tm-1", "", false, "2024-05-13T00:15:30.123456789Z"},
		{"splunk", `{"_raw":"hello","_time":"2024-05-13T08:15:30Z","sourcetype":"flink"}`, "hello", "shipper-json", "", "", false, ""},
		{"nested", `{"log":"2024-05-13T08:15:30.123456789Z stdout F hello\n","stream":"stdout","time":"2024-05-13T08:15:31Z"}`, "hello", "docker-json", "", "", false, "2024-05-13T08:15:31Z"},
	} {
		inner, meta, ok := Strip([]byte(c.line))
		at := ""
		if meta.Time.Known() {
			at = meta.Time.At.Format(time.RFC3339Nano)
		}
		if !ok || string(inner) != c.inner || meta.Kind != c.kind || meta.Pod != c.pod || meta.Container != c.container || meta.Partial != c.partial || at != c.at {
			t.Errorf("%s: got %q %+v %v at %s", c.name, inner, meta, ok, at)
		}
	}
}

// TestStripLeaves: lines that only look like an envelope keep what they begin with.
func TestStripLeaves(t *testing.T) {
	for _, line := range []string{
		"", "{", "x", "2024-05-13 08:15:30,123 INFO  o.a.f.X [] - hello",
		"2024-05-13T08:15:30.123456Z 0 [ERROR] [MY-010584] [Repl] message",
		"2024-05-13T08:15:30.123+08:00  INFO 1 --- [main] o.a.X : m",
		`{"TxnId":1003,"Label":"x","Status":"Fail","Message":"too many filtered rows"}`,
		`{"status":"FAILED","msg":"There is no 100-continue header"}`,
		`{"a":1}`, `{"message":`, "[error] x", "[2024-05-13 08:15:30,123] INFO x", "| a | b |", "error | something else", "a b | c",
		`{"code":"1","status":"FAILED","message":"No database selected."}`, `{"kind":"Status","apiVersion":"v1","status":"Failure","message":"forbidden","code":403}`,
		`{"timestamp":"2024-05-13T08:15:30Z","status":404,"message":"No message available"}`, `{"before":null,"after":{"message":"x"},"ts_ms":1715588130123}`,
		`{"id":7,"message":"hello"}`, `{"log":{"a":1}}`, "2024-05-13T08:15:30.123Z INFO o.a.X: m", "2024-05-13T08:15:30Z WARN main: m", "flink-1 is 7 years old", "re-run it 2024-05-13 08:15:30 again",
		"[pod/unfinished", "<12x>1 2024", "<34>1 2024-05-13T08:15:30.123Z host app 12 ID [open", "2024-05-13T08:15:30+08:00\ta\tb", "Mon 2024-05-13 08:15:30 CST host", "id | name | type",
		"2024/05/13 08:15:30 [error] 12#12: x", "I0513 08:15:30.123456 12 a.cpp:1] x", "May be 13 o'clock today: it is",
	} {
		if inner, meta, ok := Strip([]byte(line)); ok {
			t.Errorf("%q: stripped to %q %+v", line, inner, meta)
		}
	}
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"plain": "plain", "a\tb": "a\tb", "crlf\r": "crlf", "\ufeffbom": "bom", "nul\x00l": "null", "\x1b[31mred\x1b[0m": "red",
		"\x1b]0;title\x07text": "text", "\x1b]8;;http://x\x1b\\link": "link", "\x1b": "", "a\x1b[": "a", "\x1b[3": "", "back\x08space": "backspace", "\x7fdel": "del", "中文\r": "中文",
	} {
		if got := string(Clean([]byte(in))); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
	raw := []byte("nothing to do here")
	if got := Clean(raw); &got[0] != &raw[0] {
		t.Error("a clean line was copied")
	}
}

func TestNoAllocation(t *testing.T) {
	line := []byte("2024-05-13 08:15:30,123 INFO  org.apache.flink.runtime.jobmaster.JobMaster [] - hello")
	if n := testing.AllocsPerRun(100, func() { Strip(Clean(line)) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzStrip(f *testing.F) {
	for _, s := range []string{
		`{"log":"x\n","stream":"stdout","time":"2024-05-13T08:15:30Z"}`, "[pod/a/b] x", "2024-05-13T08:15:30.123456789Z stdout F x", "a-1 b | x",
		"May 13 08:15:30 host kernel: x", `{"level":"INFO","message":"x","thrown":{"name":"a","cause":{"name":"b"}}}`, "<34>1 2024-05-13T08:15:30Z h a p i - x",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		before := bytes.Clone(line)
		inner, meta, ok := Strip(Clean(line))
		if len(inner) > 8*len(line)+1024 {
			t.Fatalf("%d bytes became %d", len(line), len(inner))
		}
		if !ok && (meta != Meta{}) {
			t.Fatalf("nothing stripped, but %+v", meta)
		}
		if !bytes.Equal(before, line) {
			t.Fatal("the line was changed")
		}
	})
}
