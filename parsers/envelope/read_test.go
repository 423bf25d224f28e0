package envelope_test

import (
	"strings"
	"testing"
	"time"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/envelope"
	"github.com/flinkdoctor/flinkdoctor/parsers/internal/cutting"
	"github.com/flinkdoctor/flinkdoctor/parsers/javalog"
	"github.com/flinkdoctor/flinkdoctor/parsers/kernel"
	"github.com/flinkdoctor/flinkdoctor/parsers/starrocks"
)

// TestRebuiltLinesAreRead: what Strip makes of JSON layouts and of the kernel's syslog lines is what the text layouts accept.
func TestRebuiltLinesAreRead(t *testing.T) {
	at := time.Date(2024, 5, 13, 8, 15, 30, 123e6, time.UTC)
	layouts := append(append(starrocks.Layouts(), javalog.Layouts()...), kernel.Layouts()...)
	for _, c := range []struct {
		name, line, layout, logger, message, cause string
		level                                      parsers.Level
		component                                  parsers.Component
	}{
		{"ecs", `{"@timestamp":"2024-05-13T08:15:30.123Z","ecs.version":"1.2.0","log.level":"WARN","message":"two\nlines","process.thread.name":"main","log.logger":"org.apache.flink.runtime.jobmaster.JobMaster","error.stack_trace":"java.io.IOException: broken\n\tat a.B.c(B.java:1)\nCaused by: java.net.SocketException: reset\n\tat d.E.f(E.java:2)\n"}`,
			"flink-log4j", "org.apache.flink.runtime.jobmaster.JobMaster", "two lines", "java.net.SocketException", parsers.LevelWarn, parsers.ComponentJobManager},
		{"json, no logger", `{"instant":{"epochSecond":1715588130,"nanoOfSecond":123000000},"level":"ERROR","message":"m"}`,
			"flink-log4j", "unknown", "m", "", parsers.LevelError, ""},
		{"frontend", `{"@timestamp":"2024-05-13 08:15:30.123Z","level":"WARN","thread.name":"thrift-server-pool-1","thread.id":204,"line":217,"file":"FrontendServiceImpl.java","method":"loadTxnBegin","message":"failed to begin","exception":"com.starrocks.common.UserException: too many\n\tat com.starrocks.A.b(A.java:1)\n"}`,
			"starrocks-fe", "FrontendServiceImpl.loadTxnBegin", "failed to begin", "com.starrocks.common.UserException", parsers.LevelWarn, parsers.ComponentStarRocksFE},
		{"kernel", "May 13 08:15:30 node3 kernel: [81234.113] Memory cgroup out of memory: Killed process 22110 (java) total-vm:1kB, anon-rss:2kB",
			"kernel", "", "Memory cgroup out of memory: Killed process 22110 (java) total-vm:1kB, anon-rss:2kB", "", parsers.LevelError, parsers.ComponentKernel},
	} {
		inner, meta, ok := envelope.Strip([]byte(c.line))
		if !ok {
			t.Errorf("%s: no envelope", c.name)
			continue
		}
		events := cutting.Events(layouts, string(inner))
		if len(events) != 1 {
			t.Errorf("%s: %d events in %q", c.name, len(events), inner)
			continue
		}
		e := events[0]
		cause := ""
		if root := e.Root(); root != nil {
			cause = root.Class
		}
		if e.Layout != c.layout || e.Logger != c.logger || e.Message != c.message || cause != c.cause || e.Level != c.level || c.component != "" && e.Component != c.component {
			t.Errorf("%s: got %+v", c.name, e)
		}
		if meta.Kind != "syslog" && (!e.Time.Zoned || !e.Time.At.Equal(at)) {
			t.Errorf("%s: time %v zoned %v", c.name, e.Time.At, e.Time.Zoned)
		}
	}
}

// TestHostileJSON: neither depth nor length costs more than reading the line.
func TestHostileJSON(t *testing.T) {
	for name, line := range map[string]string{
		"deep":           `{"log":` + strings.Repeat(`{"a":`, 200_000) + "1" + strings.Repeat("}", 200_001),
		"deep list":      `{"message":` + strings.Repeat("[", 400_000) + strings.Repeat("]", 400_000) + "}",
		"causes":         `{"level":"INFO","message":"m","thrown":` + strings.Repeat(`{"name":"a","cause":`, 9_000) + "null" + strings.Repeat("}", 9_001),
		"too long":       `{"log":"` + strings.Repeat("x", 2<<20) + `"}`,
		"broken escapes": `{"log":"` + strings.Repeat(`\ud800`, 100_000) + `\n","time":"2024-05-13T08:15:30Z"}`,
		"empty frames":   `{"level":"INFO","message":"m","thrown":{"name":"a","extendedStackTrace":[` + strings.Repeat("{},", 50_000) + "{}]}}",
		"names":          strings.Repeat("a-1 ", 100_000),
		"colons":         "May 13 08:15:30 host " + strings.Repeat("a:", 100_000),
		"stamps":         strings.Repeat("2024-05-13T08:15:30.123456789Z ", 50_000),
	} {
		inner, _, _ := envelope.Strip([]byte(line))
		if len(inner) > 8*len(line)+1024 {
			t.Errorf("%s: %d bytes became %d", name, len(line), len(inner))
		}
	}
}
