package starrocks

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/internal/cutting"
)

const crashed = `start time: Thu Jul  2 06:02:43 PM +07 2026, server uptime:  18:02:43 up 202 days,  3:11,  1 user,  load average: 1.61, 1.51, 1.42
4.0.12 RELEASE (build 1fe715d distro centos arch x86_64)
query_id:01a0012d-75f7-7c9e-a51f-010a458607d5, fragment_instance:01a0012d-75f7-7c9e-a51f-010a458607d6, plan_node_id:10
tracker:process consumption: 61024757096
tracker:query_pool consumption: 12753410640
*** Aborted at 1786726151 (unix time) try "date -d @1786726151" if you are using GNU date ***
PC: @          0x8ff4460 starrocks::BinaryColumnBase<unsigned int>::_build_slices() const
*** SIGSEGV (@0xf) received by PID 1894009 (TID 0x14f7a9539640) LWP(1894365) from PID 15; stack trace: ***
    @          0xdfdcd94 google::(anonymous namespace)::FailureSignalHandler(int, siginfo_t*, void*)
    @     0x14f7feac81c6 JVM_handle_linux_signal
    @          0x8ff4460 starrocks::BinaryColumnBase<unsigned int>::_build_slices() const
    @                0x0 (unknown)
`

func TestCrash(t *testing.T) {
	events := cutting.Events(Layouts(), crashed+"start time: Thu Jul  2 06:03:43 PM +07 2026, server uptime:  18:03:43 up 202 days\nRun with JEMALLOC_CONF: 'percpu_arena:percpu'\n")
	if len(events) != 2 {
		t.Fatalf("%d records", len(events))
	}
	e := events[0]
	if e.Component != be || e.Level != parsers.LevelFatal || e.Layout != "starrocks-be-out" || e.Chain != nil || e.Lines != 12 {
		t.Errorf("component %q level %v layout %q chain %v lines %d", e.Component, e.Level, e.Layout, e.Chain, e.Lines)
	}
	if want := time.Unix(1786726151, 0).UTC(); !e.Time.At.Equal(want) || !e.Time.Zoned {
		t.Errorf("time %v", e.Time)
	}
	for name, want := range map[string]string{"version": "4.0.12", "query_id": "01a0012d-75f7-7c9e-a51f-010a458607d5", "signal": "SIGSEGV",
		"function": "starrocks::BinaryColumnBase<unsigned int>::_build_slices() const"} {
		if got := e.Fields.Get(name); got != want {
			t.Errorf("%s = %q", name, got)
		}
	}
	for _, part := range []string{"*** Aborted at 1786726151 (unix time)", "PC: @ 0x8ff4460 starrocks::", "*** SIGSEGV (@0xf) received by PID", "@ 0x14f7feac81c6 JVM_handle_linux_signal"} {
		if !strings.Contains(e.Message, part) {
			t.Errorf("message lacks %q", part)
		}
	}
	if restart := events[1]; restart.Level != parsers.LevelInfo || restart.Time.Known() || restart.Component != be {
		t.Errorf("restart: level %v time %v component %q", restart.Level, restart.Time, restart.Component)
	}
}

// TestCrashCutAnywhere begins the block at each of its lines: what is left is one record.
func TestCrashCutAnywhere(t *testing.T) {
	lines := strings.SplitAfter(strings.TrimSpace(crashed), "\n")
	for from := 0; from <= 7; from++ {
		events := cutting.Events(Layouts(), strings.Join(lines[from:], ""))
		if len(events) != 1 || events[0].Component != be || events[0].Level != parsers.LevelFatal || events[0].Fields.Get("signal") != "SIGSEGV" {
			t.Errorf("from line %d: %d records, %v", from, len(events), events[0].Fields)
		}
	}
}

func TestCrashForms(t *testing.T) {
	tests := []struct {
		label, text string
		records     int
		fields      map[string]string
	}{
		{"ids masked", "*** SIGSEGV (@0x0) received by PID (TID 0x...) ***\n    @     0x7b9b67093453 SSL_CTX_new_ex\n    @     0x7b9b6a09d95a Java_org_wildfly_openssl_SSLImpl_makeSSLContext0",
			1, map[string]string{"signal": "SIGSEGV"}},
		{"out of memory, first line cut off", "  what():  std::bad_alloc\n*** Aborted at 1700000000 (unix time) try \"date -d @1700000000\" if you are using GNU date ***\nPC: @ 0x7f00 raise",
			1, map[string]string{"signal": "", "function": "raise"}},
		{"out of memory", "terminate called after throwing an instance of 'std::bad_alloc'\n  what():  std::bad_alloc\n3.1.4 RELEASE (build abc)\nquery_id:00000000-0000-0000-0000-000000000000, fragment_instance:0\ntracker:process consumption: 1\n*** Aborted at 1700000000 (unix time) try \"date -d @1700000000\" if you are using GNU date ***\nPC: @ 0x7f00 raise",
			1, map[string]string{"version": "3.1.4", "function": "raise"}},
		{"two crashes", crashed + crashed, 2, map[string]string{"version": "4.0.12"}},
		{"two crashes without a start between", strings.Join(strings.SplitAfter(crashed, "\n")[1:], "") + strings.Join(strings.SplitAfter(crashed, "\n")[1:], ""),
			2, map[string]string{"version": "4.0.12"}},
		{"a line for the lake's file", "4.0.12 RELEASE (build 1)\nquery_id:a, fragment_instance:b\nfilename: s3://x/y.dat\ntracker:process consumption: 1\n*** Aborted at 1700000000 (unix time)",
			1, map[string]string{"query_id": "a"}},
	}
	for _, tt := range tests {
		events := cutting.Events(Layouts(), tt.text)
		if len(events) != tt.records {
			t.Errorf("%s: %d records", tt.label, len(events))
			continue
		}
		for name, want := range tt.fields {
			if got := events[0].Fields.Get(name); got != want {
				t.Errorf("%s: %s = %q", tt.label, name, got)
			}
		}
	}
}

// TestCrashBounded keeps the innermost frames of a deep stack.
func TestCrashBounded(t *testing.T) {
	var b strings.Builder
	b.WriteString("*** SIGABRT (@0x1) received by PID 7 (TID 0x1) from PID 7; stack trace: ***\n")
	for i := range 500 {
		fmt.Fprintf(&b, "    @     0x7b9b67093453 starrocks::f%d()\n", i)
	}
	e := cutting.Events(Layouts(), b.String())[0]
	if !strings.Contains(e.Message, "f0()") || strings.Contains(e.Message, fmt.Sprintf("f%d()", maxFrames)) || e.Lines != 501 {
		t.Errorf("%d lines, message %.200q", e.Lines, e.Message)
	}
}

// TestForeignCrash leaves the component open when nothing but the C++ runtime spoke: any native library may die like that.
func TestForeignCrash(t *testing.T) {
	e := cutting.Events(Layouts(), "terminate called after throwing an instance of 'std::bad_alloc'\n  what():  std::bad_alloc\n")[0]
	if e.Component != parsers.ComponentUnknown || e.Level != parsers.LevelFatal {
		t.Errorf("component %q level %v", e.Component, e.Level)
	}
}
