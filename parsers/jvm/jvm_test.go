package jvm

import (
	"strings"
	"testing"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/internal/cutting"
)

const sigsegv = `#
# A fatal error has been detected by the Java Runtime Environment:
#
#  SIGSEGV (0xb) at pc=0x00007f0c1c5d8a10, pid=17, tid=143
#
# JRE version: OpenJDK Runtime Environment (11.0.20+8) (build 11.0.20+8)
# Problematic frame:
# C  [librocksdbjni-linux64.so+0x2f1a10]  rocksdb::DBImpl::Get()+0x10
#
# An error report file with more information is saved as:
# /opt/flink/hs_err_pid17.log
#

---------------  S U M M A R Y ------------

Command Line: -Xmx1g org.apache.flink.runtime.taskexecutor.TaskManagerRunner

Host: node3, 8 cores, 31G, Debian
Time: Mon May 13 08:15:44 2024 UTC elapsed time: 12.345 seconds (0d 0h 0m 12s)

---------------  T H R E A D  ---------------

Current thread (0x00007f0c1c001000):  JavaThread "Source: orders (1/4)#0" [_thread_in_native, id=143]

siginfo: si_signo: 11 (SIGSEGV), si_code: 1 (SEGV_MAPERR), si_addr: 0x0000000000000000
---------------  P R O C E S S  ---------------
`

func TestCrash(t *testing.T) {
	for _, c := range []struct {
		name, text, message, at, fields, cause string
	}{
		{"hs_err", sigsegv, "A fatal error has been detected by the Java Runtime Environment: SIGSEGV (0xb) at pc=0x00007f0c1c5d8a10, pid=17, tid=143 JRE version: ", "2024-05-13 08:15:44",
			"error_file=/opt/flink/hs_err_pid17.log library=librocksdbjni-linux64.so pid=17 problematic_frame=C  [librocksdbjni-linux64.so+0x2f1a10]  rocksdb::DBImpl::Get()+0x10 signal=SIGSEGV", ""},
		{"sigbus in a stub", "# A fatal error has been detected by the Java Runtime Environment:\n#\n#  SIGBUS (0x7) at pc=0x1, pid=22110, tid=0x2\n# Problematic frame:\n# v  ~StubRoutines::jbyte_disjoint_arraycopy",
			"A fatal error has been detected", "", "pid=22110 problematic_frame=v  ~StubRoutines::jbyte_disjoint_arraycopy signal=SIGBUS", ""},
		{"out of memory", "# A fatal error has been detected by the Java Runtime Environment:\n#\n#  Internal Error (debug.cpp:362), pid=1136, tid=1137\n#  fatal error: OutOfMemory encountered: Java heap space",
			"A fatal error has been detected by the Java Runtime Environment: Internal Error (debug.cpp:362), pid=1136, tid=1137 fatal error: OutOfMemory encountered: Java heap space", "", "internal_error=debug.cpp:362 pid=1136", ""},
		{"memory refused", "# There is insufficient memory for the Java Runtime Environment to continue.\n# Native memory allocation (mmap) failed to map 16384 bytes. Error detail: committing reserved memory.\n# An error report file with more information is saved as:\n# /opt/flink/hs_err_pid1.log",
			"There is insufficient memory for the Java Runtime Environment to continue. Native memory allocation (mmap) failed to map 16384 bytes.", "", "bytes=16384 error_file=/opt/flink/hs_err_pid1.log", ""},
		{"command on OutOfMemoryError", "# java.lang.OutOfMemoryError: Java heap space\n# -XX:OnOutOfMemoryError=\"kill -9 %p\"\n#   Executing /bin/sh -c \"kill -9 1\"...",
			`java.lang.OutOfMemoryError: Java heap space -XX:OnOutOfMemoryError="kill -9 %p"`, "", "", "java.lang.OutOfMemoryError: Java heap space"},
	} {
		var found []*parsers.Event
		for _, e := range cutting.Events(Layouts(), c.text) {
			if e.Layout == "jvm-crash" {
				found = append(found, e)
			}
		}
		if len(found) != 1 {
			t.Errorf("%s: %d crashes", c.name, len(found))
			continue
		}
		e, at, cause := found[0], "", ""
		if e.Time.Known() {
			at = e.Time.At.Format("2006-01-02 15:04:05")
		}
		if root := e.Root(); root != nil {
			cause = root.Class + ": " + root.Message
		}
		if !strings.HasPrefix(e.Message, c.message) || at != c.at || show(e) != c.fields || cause != c.cause || e.Level != parsers.LevelFatal {
			t.Errorf("%s:\n got %q at %q\n %s\n cause %q", c.name, e.Message, at, show(e), cause)
		}
	}
	if e := cutting.Events(Layouts(), sigsegv)[1]; !strings.Contains(e.Message, `JavaThread "Source: orders (1/4)#0"`) || strings.Contains(e.Message, "P R O C E S S") || e.Lines != 24 {
		t.Errorf("the crashed thread: %d lines, %q", e.Lines, e.Message)
	}
}

func TestOutput(t *testing.T) {
	for _, c := range []struct {
		text, layout  string
		level         parsers.Level
		lines         int
		fields, cause string
	}{
		{"Error: VM option 'UseG1GC' is experimental and must be enabled via -XX:+UnlockExperimentalVMOptions.\nError: Could not create the Java Virtual Machine.\nError: A fatal exception has occurred. Program will exit.",
			"jvm-output", parsers.LevelFatal, 3, "option=UseG1GC", ""},
		{"Unrecognized VM option 'UseConcMarkSweepGC'\nDid you mean '(+/-)UseConcSweep'?\nError: Could not create the Java Virtual Machine.", "jvm-output", parsers.LevelFatal, 3, "option=UseConcMarkSweepGC", ""},
		{"Unrecognized option: --add-opens=java.base/java.util=ALL-UNNAMED\nError: Could not create the Java Virtual Machine.", "jvm-output", parsers.LevelFatal, 2, "", ""},
		{"Error occurred during initialization of VM\nCould not reserve enough space for 4194304KB object heap", "jvm-output", parsers.LevelFatal, 2, "", ""},
		{"Error: Could not find or load main class a.B\nCaused by: java.lang.ClassNotFoundException: a.B", "jvm-output", parsers.LevelFatal, 2, "", "java.lang.ClassNotFoundException"},
		{"Error: Unable to initialize main class a.B\nCaused by: java.lang.NoClassDefFoundError: c/D", "jvm-output", parsers.LevelFatal, 2, "", "java.lang.NoClassDefFoundError"},
		{"Error: Could not create the Java Virtual Machine.\nError: A fatal exception has occurred. Program will exit.", "jvm-launcher", parsers.LevelFatal, 2, "", ""},
		{"OpenJDK 64-Bit Server VM warning: INFO: os::commit_memory(0x00007f80b12e7000, 16384, 0) failed; error='Not enough space' (errno=12)", "jvm-output", parsers.LevelWarn, 1, "bytes=16384 errno=12", ""},
		{"Java HotSpot(TM) 64-Bit Server VM warning: Options -Xverify:none and -noverify were deprecated in JDK 13", "jvm-output", parsers.LevelWarn, 1, "", ""},
		{"Terminating due to java.lang.OutOfMemoryError: Metaspace", "jvm-output", parsers.LevelFatal, 1, "", "java.lang.OutOfMemoryError"},
		{"Picked up JAVA_TOOL_OPTIONS: -Dfile.encoding=UTF-8", "jvm-output", parsers.LevelInfo, 1, "", ""},
	} {
		events := cutting.Events(Layouts(), c.text)
		if len(events) != 1 {
			t.Errorf("%s: %d events", c.text, len(events))
			continue
		}
		e, cause := events[0], ""
		if root := e.Root(); root != nil {
			cause = root.Class
		}
		if e.Layout != c.layout || e.Level != c.level || e.Lines != c.lines || show(e) != c.fields || cause != c.cause {
			t.Errorf("%s:\n got %s %v %d lines, %s, cause %q", c.text, e.Layout, e.Level, e.Lines, show(e), cause)
		}
	}
}

// TestOneLineEach: what the JVM says at a healthy start takes in nothing of what follows.
func TestOneLineEach(t *testing.T) {
	events := cutting.Events(Layouts(), "Picked up JAVA_TOOL_OPTIONS: -Da=b\nError: Could not create the Java Virtual Machine.\n\tat a.B.c(B.java:1)")
	if len(events) != 3 || events[0].Lines != 1 {
		t.Errorf("%d events, the first of %d lines", len(events), events[0].Lines)
	}
}

func FuzzHead(f *testing.F) {
	f.Add(sigsegv)
	for _, s := range []string{
		"[12.345s][info][gc] GC(3) Pause Remark 60M->60M(128M) 0.512ms", "51234.117: [GC (a) 51234.118: [ParNew: 100K->10K(200K), 0.0123 secs] 300K->210K(900K), 0.0124001 secs]",
		"# java.lang.OutOfMemoryError: x\n#", "Error: VM option 'x'\nError: Could not create", "[1s][info][safepoint] Safepoint , Total: 12 ns", "[GC pause (x) Heap: 1->2 real=1 secs]",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		line, _, _ := strings.Cut(text, "\n")
		for _, layout := range Layouts() {
			if head, ok := layout.Head([]byte(line)); ok && (head.Body < 0 || head.Body > len(line)) {
				t.Fatalf("%s: body %d of %d", layout.Name(), head.Body, len(line))
			}
		}
		for _, e := range cutting.Events(Layouts(), text) {
			if ms := e.Fields.Get("pause_ms"); strings.Trim(ms, "0123456789") != "" {
				t.Fatalf("pause_ms is %q", ms)
			}
			for _, field := range e.Fields {
				if field.Value == "" || len(field.Value) > 300 {
					t.Fatalf("field %s is %q", field.Name, field.Value)
				}
			}
		}
	})
}
