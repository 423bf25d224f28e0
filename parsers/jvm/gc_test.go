package jvm

import (
	"strings"
	"testing"
	"time"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/internal/cutting"
)

func TestCollections(t *testing.T) {
	for _, c := range []struct {
		text, layout string
		level        parsers.Level
		at, fields   string
	}{
		{"[2024-05-13T08:15:15.332+0000][info][gc          ] GC(812) Pause Full (G1 Compaction Pause) 1021M->1018M(1024M) 34211.881ms", "jvm-unified", parsers.LevelInfo, "08:14:41.121",
			"gc=full gc_cause=G1 Compaction Pause heap_after=1018M heap_before=1021M heap_size=1024M pause_ms=34211"},
		{"[2024-05-13T16:15:15.332+0800][51234.117s][info][gc] GC(813) Pause Young (Normal) (G1 Evacuation Pause) 621M->118M(1024M) 41.281ms", "jvm-unified", parsers.LevelInfo, "08:15:15.291",
			"gc=young gc_cause=G1 Evacuation Pause heap_after=118M heap_before=621M heap_size=1024M pause_ms=41"},
		{"[12.345s][info][gc] GC(3) Pause Remark 60M->60M(128M) 0.512ms", "jvm-unified", parsers.LevelInfo, "", "gc=remark heap_after=60M heap_before=60M heap_size=128M pause_ms=0"},
		{"[12.345s][info][gc] GC(3) Pause Init Mark (unload classes) 0.064ms", "jvm-unified", parsers.LevelInfo, "", "gc=init mark gc_cause=unload classes pause_ms=0"},
		{"[2024-05-13T08:14:41.120+0000][info][gc,start    ] GC(812) Pause Full (G1 Compaction Pause)", "jvm-unified", parsers.LevelInfo, "08:14:41.120", ""},
		{"[12.345s][info][gc] GC(814) Concurrent Mark Cycle 12041.229ms", "jvm-unified", parsers.LevelInfo, "", ""},
		{"[info][gc] Using G1", "jvm-unified", parsers.LevelInfo, "", ""},
		{`[0.005s][warning][os,thread] Failed to start thread "Unknown thread" with pthread_create (EAGAIN) for attributes: stacksize: 1024k`, "jvm-unified", parsers.LevelWarn, "", ""},
		{`[12.345s][info][safepoint] Safepoint "G1CollectForAllocation", Time since last: 1 ns, Reaching safepoint: 2 ns, At safepoint: 3 ns, Total: 12345678901 ns`, "jvm-unified", parsers.LevelInfo, "", "gc=safepoint pause_ms=12345"},
		{"[12.345s][info][safepoint] Total time for which application threads were stopped: 34.2119973 seconds, Stopping threads took: 0.0001010 seconds", "jvm-unified", parsers.LevelInfo, "", "gc=safepoint pause_ms=34211"},
		{"2024-05-13T08:15:15.332+0000: 51234.117: [Full GC (Allocation Failure) [PSYoungGen: 349184K->0K(349696K)] [ParOldGen: 699050K->698811K(699392K)] 1048234K->698811K(1049088K), [Metaspace: 91204K->91204K(1134592K)], 34.2118811 secs] [Times: user=35.01 sys=0.22, real=34.21 secs]",
			"jvm-gc", parsers.LevelInfo, "08:15:15.332", "gc=full gc_cause=Allocation Failure heap_after=698811K heap_before=1048234K heap_size=1049088K pause_ms=34210"},
		{"51234.117: [GC (Allocation Failure) 51234.118: [ParNew: 100K->10K(200K), 0.0123 secs] 300K->210K(900K), 0.0124001 secs]", "jvm-gc", parsers.LevelInfo, "",
			"gc=young gc_cause=Allocation Failure heap_after=210K heap_before=300K heap_size=900K pause_ms=12"},
		{"[12.345s][info][gc] GC(9) Pause Full (System.gc()) 521M->118M(1024M) 311.881ms", "jvm-unified", parsers.LevelInfo, "", "gc=full gc_cause=System.gc() heap_after=118M heap_before=521M heap_size=1024M pause_ms=311"},
		{"[Full GC (System.gc())  300K->210K(900K), 1.5 secs]", "jvm-gc", parsers.LevelInfo, "", "gc=full gc_cause=System.gc() heap_after=210K heap_before=300K heap_size=900K pause_ms=1500"},
		{"[Full GC (Ergonomics)  300K->210K(900K), 1.5 secs]", "jvm-gc", parsers.LevelInfo, "", "gc=full gc_cause=Ergonomics heap_after=210K heap_before=300K heap_size=900K pause_ms=1500"},
		{"2024-05-13T08:15:15.332+0000: [GC pause (G1 Evacuation Pause) (mixed), 0.0512 secs]\n   [Parallel Time: 50.1 ms, GC Workers: 8]\n   [Eden: 24.0M(24.0M)->0.0B(13.0M) Survivors: 0.0B->3072.0K Heap: 1024.0M(2048.0M)->512.5M(2048.0M)]\n [Times: user=0.30 sys=0.01, real=10.05 secs]",
			"jvm-gc", parsers.LevelInfo, "08:15:15.332", "gc=mixed gc_cause=G1 Evacuation Pause heap_after=512.5M heap_before=1024.0M heap_size=2048.0M pause_ms=10050"},
		{"2024-05-13T08:15:15.332+0000: 12.117: [GC remark 12.118: [GC ref-proc, 0.1 secs], 0.2 secs]", "jvm-gc", parsers.LevelInfo, "08:15:15.332", "gc=remark pause_ms=200"},
		{"12.117: [CMS-concurrent-mark: 15.1/15.2 secs] [Times: user=30.1 sys=0.1, real=15.2 secs]", "jvm-gc", parsers.LevelInfo, "", ""},
		{"12.117: [GC (CMS Initial Mark) [1 CMS-initial-mark: 10K(20K)] 30K(40K), 0.01 secs]", "jvm-gc", parsers.LevelInfo, "", "gc=initial mark gc_cause=CMS Initial Mark pause_ms=10"},
		{"2024-05-13T08:15:15.332+0000: 51234.117: Total time for which application threads were stopped: 34.2119973 seconds, Stopping threads took: 0.0001010 seconds", "jvm-gc", parsers.LevelInfo, "08:14:41.121", "gc=safepoint pause_ms=34211"},
	} {
		events := cutting.Events(Layouts(), c.text)
		if len(events) != 1 {
			t.Errorf("%s: %d events", c.text, len(events))
			continue
		}
		e, at := events[0], ""
		if e.Time.Known() {
			at = e.Time.At.In(time.UTC).Format("15:04:05.000")
		}
		if e.Layout != c.layout || e.Level != c.level || at != c.at || show(e) != c.fields || e.Component != parsers.ComponentJVM {
			t.Errorf("%s:\n got %s %v at %q, %s", c.text, e.Layout, e.Level, at, show(e))
		}
	}
}

func TestRefused(t *testing.T) {
	for _, line := range []string{
		"", "#", "# a comment", "[", "[info] text", "[12345] text", "[error] 12#12: text", "[1234][info] text without tags", "[2024-05-13 08:15:30,123] INFO x (kafka.X)", "[1][2][3]", "[info][GC] x",
		"12.5: a measure", "2024-05-13T08:15:15.332+0000: 51234.117: something else", "2024-05-13 08:15:30,123 INFO  a.B [] - [GC (x)", "[GCP] x", "[pod/a/b] [info][gc] x",
		"Error: something of the program's own", "OpenJDK 64-Bit Server VM (build 25.372-b07)", "Java heap space", "Unrecognized token 'x'", "Picked up the phone", "Exception in thread \"main\" x",
	} {
		for _, layout := range Layouts() {
			if head, ok := layout.Head([]byte(line)); ok {
				t.Errorf("%s takes %q: %+v", layout.Name(), line, head)
			}
		}
	}
}

func TestNoAllocation(t *testing.T) {
	for _, text := range []string{"2024-05-13 08:15:30,123 INFO  a.B [] - hello", "[info] something else", "# a comment in a file", "\tat a.B.c(B.java:1)", "12.5: a measure", "[12345] and a text"} {
		line := []byte(text)
		for _, layout := range Layouts() {
			if n := testing.AllocsPerRun(100, func() { layout.Head(line) }); n > 0 {
				t.Errorf("%s: %v allocations for %q", layout.Name(), n, line)
			}
		}
	}
}

func show(e *parsers.Event) string {
	var out []string
	for _, f := range e.Fields {
		out = append(out, f.Name+"="+f.Value)
	}
	return strings.Join(out, " ")
}
