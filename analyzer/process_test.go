package analyzer

import (
	"strings"
	"testing"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

func TestSourceNamed(t *testing.T) {
	for name, want := range map[string]parsers.Component{
		"logs/flink-root-standalonesession-0-host.log":      parsers.ComponentJobManager,
		"flink--kubernetes-application-0-orders-7d4f.log":   parsers.ComponentJobManager,
		"flink--kubernetes-taskmanager-0-orders-tm-1-1.log": parsers.ComponentTaskManager,
		"orders-taskmanager-1-3":                            parsers.ComponentTaskManager,
		"taskmanager-host/jobmanager.log":                   parsers.ComponentJobManager,
		"FE/log/fe.gc.log.20240513":                         parsers.ComponentStarRocksFE,
		"orders-taskmanager-1-1/flink-main-container.log":   parsers.ComponentTaskManager,
		"zookeeper-lost/gc.log":                             parsers.ComponentUnknown,
		`C:\jobmanager lost\taskmanager.log`:                parsers.ComponentTaskManager,
		"safe.log.1":                                        parsers.ComponentUnknown,
		"gc.log":                                            parsers.ComponentUnknown,
		"":                                                  parsers.ComponentUnknown,
	} {
		if got := sourceNamed(name); got != want {
			t.Errorf("sourceNamed(%q) = %q, want %q", name, got, want)
		}
	}
}

// TestFixFitsTheProcess gives the same failure by different processes; each gets the keys of its own configuration only.
func TestFixFitsTheProcess(t *testing.T) {
	const pause = "[2024-05-13T08:15:30.123+0000][812.4s][info][gc] GC(71) Pause Full (G1 Compaction Pause) 2046M->2039M(2048M) 41811.000ms\n"
	const killed = "2024-05-13 08:15:30,123 INFO  org.apache.flink.runtime.resourcemanager.active.ActiveResourceManager [] - Worker orders-taskmanager-1-34 is terminated. Diagnostics: Pod terminated, container termination statuses: [flink-main-container(exitCode=137, reason=OOMKilled, message=null)], pod status: Failed(reason=null, message=null)\n"
	const tm, jm, fe, zk = "taskmanager.memory.process.size", "jobmanager.memory.process.size", "JAVA_OPTS", "ZK_SERVER_HEAP"
	for _, c := range []struct {
		source, text string
		with         []string
	}{
		{"jobmanager.gc.log", pause, []string{jm}},
		{"taskmanager.gc.log", pause, []string{tm}},
		{"fe.gc.log", pause, []string{fe}},
		{"zookeeper.gc.log", pause, []string{zk}},
		{"gc.log", pause, []string{tm, jm, fe, zk}},
		{"jobmanager.log", killed, []string{tm}}, // the JobManager tells of a TaskManager
	} {
		offered := map[string]bool{}
		for _, fix := range analyze(t, Options{}, file(c.source, c.text)).Incidents[0].RootCause.Fixes {
			for _, change := range fix.Changes {
				offered[change.Key] = true
			}
		}
		wanted := map[string]bool{}
		for _, key := range c.with {
			wanted[key] = true
		}
		for _, key := range []string{tm, jm, fe, zk} {
			if offered[key] != wanted[key] {
				t.Errorf("%s: %s offered: %t, want %t", c.source, key, offered[key], wanted[key])
			}
		}
	}
}

// TestProgramByName: what a JVM says when it dies does not tell whose it is; the name of the file does.
func TestProgramByName(t *testing.T) {
	for _, said := range []string{
		"Terminating due to java.lang.OutOfMemoryError: Java heap space\n",
		"\nException: java.lang.OutOfMemoryError thrown from the UncaughtExceptionHandler in thread \"main\"\n",
	} {
		for name, want := range map[string]string{
			"flink-root-standalonesession-0-host.out": "jobmanager-heap-oom",
			"flink-root-taskexecutor-0-host.out":      "taskmanager-heap-oom",
			"out.txt":                                 "taskmanager-heap-oom",
			"fe.out":                                  "fe-oom-shutdown",
		} {
			for _, long := range []string{"", strings.Repeat("INFO starting\n", 2<<16)} {
				r := analyze(t, Options{}, file(name, long+said))
				if len(r.Incidents) != 1 || r.Incidents[0].RootCause.Rule == nil || *r.Incidents[0].RootCause.Rule != want {
					t.Errorf("%s, %d bytes before %q: incidents %v, want one of %s", name, len(long), said, encoded(t, r), want)
				}
			}
		}
	}
}

// TestMisnamedExcerpt: an excerpt of a Flink log stays one, whatever its file is called.
func TestMisnamedExcerpt(t *testing.T) {
	const said = "Caused by: java.lang.IllegalStateException: Trying to access closed classloader. Please check if you store classloaders directly or indirectly in static fields.\n" +
		"\tat org.apache.flink.util.FlinkUserCodeClassLoaders$SafetyNetWrapperClassLoader.ensureInner(FlinkUserCodeClassLoaders.java:164)\n"
	for _, name := range []string{"log.txt", "zookeeper.txt", "fe.log", "be.out"} {
		r := analyze(t, Options{}, file(name, said))
		if len(r.Incidents) != 1 || *r.Incidents[0].RootCause.Rule != "closed-classloader-access" {
			t.Errorf("%s: %s", name, encoded(t, r))
		}
	}
}
