package scan

import (
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
)

// healthyLines are templates of ordinary records. %d is a number, %x 32 hexadecimal digits, %t a time of day.
var healthyLines = []string{
	"2025-06-02 %t,%d INFO  org.apache.flink.runtime.checkpoint.CheckpointCoordinator            [] - Triggering checkpoint %d (type=CheckpointType{name='Checkpoint'}) @ %d for job %x.",
	"2025-06-02 %t,%d INFO  org.apache.flink.runtime.checkpoint.CheckpointCoordinator            [] - Completed checkpoint %d for job %x (%d bytes, checkpointDuration=%d ms, finalizationTime=%d ms).",
	"2025-06-02 %t,%d INFO  org.apache.flink.runtime.taskmanager.Task                            [] - Source: clicks[%d] -> Filter[%d] (%d/16)#0 (%x) switched from DEPLOYING to INITIALIZING.",
	"2025-06-02 %t,%d INFO  org.apache.flink.runtime.executiongraph.ExecutionGraph               [] - Sink: clicks_sink[%d] (%d/16) (%x) switched from SCHEDULED to DEPLOYING.",
	"2025-06-02 %t,%d INFO  org.apache.flink.runtime.taskexecutor.TaskExecutor                   [] - Receive slot request %x for job %x from resource manager with leader id %x.",
	"2025-06-02 %t,%d DEBUG org.apache.flink.runtime.taskexecutor.TaskExecutor                   [] - Received heartbeat request from %x.",
	"2025-06-02 %t,%d INFO  com.example.clicks.SessionJoin                                       [] - joined session user=%d clicks=%d revenue=%d.%d latencyUs=%d",
	"2025-06-02 %t,%d WARN  org.apache.kafka.clients.NetworkClient                               [] - [Consumer clientId=clicks-%d, groupId=clicks] Node %d disconnected.",
	"2025-06-02 %t,%d INFO  org.apache.flink.runtime.resourcemanager.active.ActiveResourceManager [] - Worker clicks-taskmanager-1-%d is registered.",
	"I20250602 %t.%d %d delta_writer.cpp:430] Tablet %d committed rowset rows=%d segments=%d bytes=%d",
	"I20250602 %t.%d %d stream_load.cpp:233] finished to execute stream load. label=flink-%x txn_id=%d db=ods table=clicks status=OK bytes=%d",
	"2025-06-02 %t.%d+08:00 INFO (heartbeat mgr|%d) [HeartbeatMgr.runAfterCatalogReady():167] get heartbeat response from 10.9.%d.%d:9050, status OK, cost %dms",
	"2025-06-02 %t.%d+08:00 INFO (thrift-server-pool-%d|%d) [FrontendServiceImpl.loadTxnBegin():1166] receive txn begin request, db: ods, tbl: clicks, label: flink-%x",
	"2025/06/02 %t [info] %d#%d: *%d client 10.9.%d.%d closed keepalive connection",
}

// healthyText returns about size bytes of ordinary log, the same for the same seed.
func healthyText(size int, seed uint64) []byte {
	rng := rand.New(rand.NewPCG(seed, 7))
	out := make([]byte, 0, size+512)
	for len(out) < size {
		line := healthyLines[rng.IntN(len(healthyLines))]
		for {
			i := strings.IndexByte(line, '%')
			if i < 0 {
				break
			}
			out = append(out, line[:i]...)
			out = appendValue(out, line[i+1], rng)
			line = line[i+2:]
		}
		out = append(append(out, line...), '\n')
	}
	return out
}

func appendValue(out []byte, verb byte, rng *rand.Rand) []byte {
	switch verb {
	case 'd':
		return strconv.AppendInt(out, rng.Int64N(1<<(1+rng.IntN(30))), 10)
	case 'x':
		for range 32 {
			out = append(out, "0123456789abcdef"[rng.IntN(16)])
		}
		return out
	}
	for i := range 3 {
		if i > 0 {
			out = append(out, ':')
		}
		out = append(out, byte('0'+rng.IntN(6)), byte('0'+rng.IntN(10)))
	}
	return out
}

// messageTexts returns n literals out of the messages and exceptions that the rules look for, markers first.
func messageTexts(tb testing.TB, n int) []string {
	tb.Helper()
	text, err := os.ReadFile("testdata/literals.txt")
	if err != nil {
		tb.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	if len(lines) < n {
		tb.Fatalf("only %d literals, want %d", len(lines), n)
	}
	return lines[:n]
}
