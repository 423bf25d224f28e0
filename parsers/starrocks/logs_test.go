package starrocks

import (
	"strings"
	"testing"
	"time"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/internal/cutting"
)

const (
	fe = parsers.ComponentStarRocksFE
	be = parsers.ComponentStarRocksBE
)

func TestFrontendAndBackend(t *testing.T) {
	tests := []struct {
		label, text    string
		layout         string
		component      parsers.Component
		level          parsers.Level
		time           string
		zoned          bool
		thread, logger string
		message        string // "" means: not compared
		fields         map[string]string
	}{
		{"fe.log", "2025-08-09 08:16:07.852-06:00 WARN (Thread-70|2103846) [ConnectScheduler.lambda$printAllRunningQuery$4():339] FE ShutDown! Running Query:show frontends;,  QueryFEAllocatedMemory: 69224",
			"starrocks-fe", fe, parsers.LevelWarn, "2025-08-09T14:16:07.852Z", true, "Thread-70", "ConnectScheduler.lambda$printAllRunningQuery$4",
			"FE ShutDown! Running Query:show frontends;, QueryFEAllocatedMemory: 69224", nil},
		{"fe.log, old", "2024-02-06 14:33:58,211 INFO (main|1) [FrontendOptions.initAddrUseIp():249] Use IP init local addr, IP: /172.17.0.1",
			"starrocks-fe", fe, parsers.LevelInfo, "2024-02-06T14:33:58.211Z", false, "main", "FrontendOptions.initAddrUseIp", "Use IP init local addr, IP: /172.17.0.1", nil},
		{"thread of BDB JE, with a trace", "2024-01-05 12:47:21,339 ERROR (MASTER 172.17.0.1_9112_1704430041062(-1)|1) [StarRocksFE.start():186] StarRocksFE start failed\ncom.sleepycat.je.DatabaseNotFoundException: (JE 18.3.16) _jeRepGroupDB\n\tat com.sleepycat.je.rep.impl.RepImpl.openGroupDb(RepImpl.java:1974) ~[starrocks-bdb-je-18.3.16.jar:?]",
			"starrocks-fe", fe, parsers.LevelError, "2024-01-05T12:47:21.339Z", false, "MASTER 172.17.0.1_9112_1704430041062(-1)", "StarRocksFE.start", "StarRocksFE start failed", nil},
		{"broken behind the thread", "2025-06-06 15:41:43.813+08:00 WARN (AutoStatistic|41)\n[LockManager.logSlowLockTrace():423] LockManager detects slow lock :\n{\"owners\":[{\"id\":1}]}",
			"starrocks-fe", fe, parsers.LevelWarn, "2025-06-06T07:41:43.813Z", true, "AutoStatistic", "LockManager.logSlowLockTrace", `LockManager detects slow lock : {"owners":[{"id":1}]}`, nil},
		{"broken inside the message", "2026-02-12 11:07:39.370+08:00 WARN (thrift-server-pool-7|286) [FrontendServiceImpl.loadTxnCommitImpl():1317]\ntxn 62316 publish timeout txn has not sent publish tasks yet,\nmaybe waiting previous txns",
			"starrocks-fe", fe, parsers.LevelWarn, "2026-02-12T03:07:39.37Z", true, "thrift-server-pool-7", "FrontendServiceImpl.loadTxnCommitImpl",
			"txn 62316 publish timeout txn has not sent publish tasks yet, maybe waiting previous txns", nil},
		{"audit", "2025-08-09 08:16:07.852+08:00 [query] |Timestamp=1754698567852|Client=10.0.0.12:40112|User=root|Db=ods|State=ERR|ErrorCode=ANALYSIS_ERR|Time=12|QueryId=01a0-1|feIp=10.0.0.21|Stmt=select a |State=fake\nfrom t",
			"starrocks-fe-audit", fe, parsers.LevelInfo, "2025-08-09T00:16:07.852Z", true, "", "query", "",
			map[string]string{"client": "10.0.0.12:40112", "user": "root", "db": "ods", "state": "ERR", "error_code": "ANALYSIS_ERR", "query_id": "01a0-1", "fe_ip": "10.0.0.21"}},
		{"audit as JSON", `2025-08-09 08:16:07,852 [slow_query] {"Client":"10.0.0.12:40112","State":"EOF"}`, "starrocks-fe-audit", fe, parsers.LevelInfo,
			"2025-08-09T08:16:07.852Z", false, "", "slow_query", `{"Client":"10.0.0.12:40112","State":"EOF"}`, nil},
		{"glog", "W20250110 18:17:57.977756 139905026795072 load_channel.cpp:256] tablet writer add chunk timeout. txn_id=1691, cost=16728ms",
			"starrocks-be", be, parsers.LevelWarn, "2025-01-10T18:17:57.977756Z", false, "139905026795072", "load_channel.cpp:256", "tablet writer add chunk timeout. txn_id=1691, cost=16728ms", nil},
		{"glog without a year", "E0718 16:38:30.396853 47892 stream_load_executor.cpp:94] fragment execute failed", "starrocks-be", be, parsers.LevelError,
			"0000-07-18T16:38:30.396853Z", false, "47892", "stream_load_executor.cpp:94", "fragment execute failed", nil},
		{"glog shortened and broken by hand", "W20251022 07:46:27 segment_replicate_executor.cpp:162] Failed to send rpc to SyncChannnel\n  [host: 10.0.0.65, port: 8060, tablet_id: 13, txn_id: 21]\n  err=Internal error: [E110]Fail to connect",
			"starrocks-be", be, parsers.LevelWarn, "2025-10-22T07:46:27Z", false, "", "segment_replicate_executor.cpp:162",
			"Failed to send rpc to SyncChannnel [host: 10.0.0.65, port: 8060, tablet_id: 13, txn_id: 21] err=Internal error: [E110]Fail to connect", nil},
		{"brpc", "W0124 18:13:31.620914 21877 4294969345 src/brpc/input_messenger.cpp:258] Fail to read from Socket{id=1}", "starrocks-be", be, parsers.LevelWarn,
			"0000-01-24T18:13:31.620914Z", false, "21877", "src/brpc/input_messenger.cpp:258", "Fail to read from Socket{id=1}", nil},
		{"stack of a status", "W0718 16:38:30.396853 47892 delta_writer.cpp:90] Internal error: x\n/build/starrocks/be/src/storage/a.cpp:12 _init()\n/build/starrocks/be/src/storage/b.cpp:3 open()",
			"starrocks-be", be, parsers.LevelWarn, "0000-07-18T16:38:30.396853Z", false, "47892", "delta_writer.cpp:90",
			"Internal error: x /build/starrocks/be/src/storage/a.cpp:12 _init() /build/starrocks/be/src/storage/b.cpp:3 open()", nil},
		{"failed check", "F0718 16:38:30.396853 47892 chunk.cpp:120] Check failed: a == b (4 vs. 5)\n*** Check failure stack trace: ***\n    @          0x6f0c51d  google::LogMessage::Fail()",
			"starrocks-be", be, parsers.LevelFatal, "0000-07-18T16:38:30.396853Z", false, "47892", "chunk.cpp:120",
			"Check failed: a == b (4 vs. 5) *** Check failure stack trace: *** @ 0x6f0c51d google::LogMessage::Fail()", nil},
	}
	for _, tt := range tests {
		t.Run(tt.label, func(t *testing.T) {
			events := cutting.Events(Layouts(), tt.text)
			if len(events) != 1 {
				t.Fatalf("%d records", len(events))
			}
			e := events[0]
			if e.Layout != tt.layout || e.Component != tt.component || e.Level != tt.level || e.Thread != tt.thread || e.Logger != tt.logger {
				t.Errorf("layout %q component %q level %v thread %q logger %q", e.Layout, e.Component, e.Level, e.Thread, e.Logger)
			}
			if got := e.Time.At.Format(time.RFC3339Nano); got != tt.time || e.Time.Zoned != tt.zoned || !e.Time.Known() {
				t.Errorf("time %s zoned %v", got, e.Time.Zoned)
			}
			if tt.message != "" && e.Message != tt.message {
				t.Errorf("message %q", e.Message)
			}
			for name, want := range tt.fields {
				if got := e.Fields.Get(name); got != want {
					t.Errorf("%s = %q, want %q", name, got, want)
				}
			}
		})
	}
}

func TestFrontendPiece(t *testing.T) {
	events := cutting.Events(Layouts(), "[BDBEnvironment.setup():198] error to open replicated environment. will exit.\ncom.sleepycat.je.rep.ReplicaWriteException: (JE 18.3.12) x\n\tat a.B.c(B.java:1)\n")
	if len(events) != 1 {
		t.Fatalf("%d records", len(events))
	}
	e := events[0]
	if e.Component != fe || e.Logger != "BDBEnvironment.setup" || e.Message != "error to open replicated environment. will exit." || len(e.Chain) != 1 || e.Time.Known() {
		t.Errorf("%+v", e)
	}
}

// TestNeighbours puts records one behind the other.
func TestNeighbours(t *testing.T) {
	const text = `W0718 16:38:30.396853 47892 a.cpp:90] first
{"TxnId":1003,"Label":"l1","Status":"Fail","Message":"too many filtered rows"}
2024-02-06 14:33:58,211 INFO (main|1) [A.b():1] second
java.lang.IllegalStateException: x
	at com.starrocks.A.b(A.java:1)
4.0.12 RELEASE (build 1fe715d distro centos arch x86_64)
*** Aborted at 1786726151 (unix time) try "date -d @1786726151" if you are using GNU date ***
I0718 16:38:31.396853 47892 a.cpp:91] third
* Empty reply from server
`
	want := []string{"starrocks-be", "stream-load", "starrocks-fe", "starrocks-be-out", "starrocks-be"}
	var got []string
	for _, e := range cutting.Events(Layouts(), text) {
		got = append(got, e.Layout)
	}
	if strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("%v, want %v", got, want)
	}
}

// strangers are lines of other programs that look a little like those of StarRocks.
var strangers = []string{
	"", " ", "{}", `{"jobid":"a"}`, `{"kind":"Status","status":"Failure"}`, "*", "* item", "> quoted", "< back", "curl: try", "W", "W0718", "I0309 15:09:22.161239       1 controller.go:175] x",
	"E0000 16:38:30.396853 47892 a.cpp:94] x", "W0718 16:38:30.396853 47892 a.cpp] x", "Info 2024 a.cpp:12] x", "2024-02-06 14:33:58,211 INFO  org.apache.flink.A [] - (main|1) x",
	"2024-02-06 14:33:58,211 INFO (main) [A.b():1] x", "2024-02-06 14:33:58,211 [main] {} x", "2024-02-06 14:33:58,211 [main] INFO a.B - x", "2024/01/24 14:53:14 [error] 1#1: x",
	"    @ home", "start timer", "query_ids: 3", "terminated", "12 RELEASES (build", "2024-01-24T14:53:12.123456Z 0 [ERROR] [MY-010584] [Repl] x",
	"[main] INFO x", "[A.b():] x", "[INFO] x():12]", "java.lang.IllegalStateException: x", "\tat com.starrocks.A.b(A.java:1)", `"jobs": [`, "PC: none", "<html>",
}

func TestStrangers(t *testing.T) {
	for _, line := range strangers {
		for _, l := range Layouts() {
			if _, ok := l.Head([]byte(line)); ok {
				t.Errorf("%s reads %q", l.Name(), line)
			}
		}
	}
}

// TestRejectsWithoutAllocation matters because Head is asked about every line near a candidate.
func TestRejectsWithoutAllocation(t *testing.T) {
	lines := make([][]byte, len(strangers))
	for i, line := range strangers {
		lines[i] = []byte(line)
	}
	layouts := Layouts()
	allocs := testing.AllocsPerRun(100, func() {
		for _, line := range lines {
			for _, l := range layouts {
				l.Head(line)
			}
		}
	})
	if allocs != 0 {
		t.Errorf("%v allocations", allocs)
	}
}
