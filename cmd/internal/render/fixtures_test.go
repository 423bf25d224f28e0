package render

import (
	"time"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
)

func at(clock string) *time.Time {
	t, err := time.Parse("2006-01-02 15:04:05", "2024-01-24 "+clock)
	if err != nil {
		panic(err)
	}
	return &t
}

func ref(s string) *string { return &s }

// loadRefused is the report of a StarRocks load that nginx refuses, told in the given language.
func loadRefused(lang string) *report.Report {
	tr := words{zh: lang == "zh"}
	return &report.Report{
		SchemaVersion: 1, Tool: report.Tool{Name: "flinkdoctor", Version: "0.1.0", Rules: "0123abcd"}, Language: lang,
		Summary: report.Summary{Sources: 3, Bytes: 1_204_113_002, Lines: 8_104_221, First: at("14:10:02"), Last: at("18:13:31")},
		Sources: []report.SourceInfo{
			{Name: "nginx/error.log", Layout: "nginx-error", Component: "nginx", Bytes: 1_200_000_000, Lines: 8_100_000, First: at("14:10:02"), Last: at("14:58:40"), Assessed: true, Notes: []string{"gzip"}},
			{Name: "taskmanager.log", Layout: "flink-log4j", Component: "flink-taskmanager", Bytes: 4_000_000, Lines: 4_200, Assessed: true},
			{Name: "notes.txt", Bytes: 113_002, Lines: 21},
		},
		Facts: report.Facts{
			Versions:        map[string]report.Fact{"flink": {Value: "1.16.1", Evidence: report.Evidence{Source: "taskmanager.log", Line: 3}}},
			EffectiveConfig: map[string]report.Fact{"taskmanager.memory.process.size": {Value: "1728m", Evidence: report.Evidence{Source: "taskmanager.log", Line: 40}}},
		},
		Incidents:   []report.Incident{{ID: "aa11bb22", Fails: true, First: at("14:53:12"), Last: at("14:58:40"), RootCause: outOfRotation(tr), Symptoms: []report.Finding{flushFailed(tr)}}},
		Unexplained: []report.Unexplained{odd()},
		NotAssessed: []report.NotAssessed{{What: "notes.txt", Why: tr.say("no known log layout was recognised", "没有识别出已知的日志格式")}},
		Exit:        report.Exit{Code: 1, Reason: "findings", FailOn: "error"},
	}
}

func outOfRotation(tr words) *report.Finding {
	section := "upstream starrocks-tcp2 { server ... }"
	return &report.Finding{
		Rule: ref("nginx-no-live-upstreams"), Title: tr.say("nginx has taken every StarRocks FE out of rotation", "nginx 把所有 StarRocks FE 都摘除了，大小请求一律返回 502"),
		Severity: "critical", Role: "root", Confidence: "high", Why: tr.say("the program's own message names the cause", "程序自己的日志写明了原因"),
		Cause:     tr.say("Each of the three FEs of upstream starrocks-tcp2 failed once within 2 s (max_fails=1), then every load was refused.", "upstream starrocks-tcp2 的三台 FE 在 2 秒内各失败一次（max_fails=1），之后所有导入都被拒绝。"),
		Component: "nginx", Count: 214, First: at("14:53:14"), Last: at("14:58:40"), Captures: map[string]string{"group": "starrocks-tcp2"},
		Evidence: []report.Evidence{
			{Source: "nginx/error.log", Line: 812, Time: at("14:53:12"), MessageAt: 42, Text: `2024/01/24 14:53:12 [error] 6581#0: *3090 recv() failed (104: Connection reset by peer) while reading response header from upstream, client: 10.0.0.12, server: , request: "PUT /api/radar_test/test_qnmanager_data/_stream_load HTTP/1.1", upstream: "http://10.0.0.21:8030/api/radar_test/test_qnmanager_data/_stream_load", host: "nginx-node:8031"`},
			{Source: "nginx/error.log", Line: 815, Time: at("14:53:14"), Text: "2024/01/24 14:53:14 [error] 6581#0: *3093 no live upstreams while connecting to upstream, client: 10.0.0.12, upstream: \"http://starrocks-tcp2/\x1b[2J\u202e\""},
		},
		Fixes: []report.Fix{
			{
				Title: tr.say("Do not take a server out after one failure", "不要一次失败就摘除节点"), Online: true,
				Changes: []report.Change{
					{File: "nginx.conf", Section: section, Key: "max_fails", From: "1", To: "3"},
					{File: "nginx.conf", Section: section, Key: "fail_timeout", From: "600s", To: "10s"},
					{File: "nginx.conf", Section: "upstream starrocks-tcp2", Key: "zone", To: "starrocks-tcp2 64k"},
				},
				Apply:  "nginx -t && nginx -s reload",
				Verify: tr.say("grep -c 'no live upstreams' error.log does not grow for an hour.", "一小时内 grep -c 'no live upstreams' error.log 不再增长。"),
				Risk:   tr.say("A really dead server is tried three times before it is left out.", "真正宕机的节点要失败三次才会被摘除。"),
				Why:    tr.say("fail_timeout is both the window of counting and the time a server stays out.", "fail_timeout 既是失败计数窗口，也是节点被摘除的时长。"),
			},
			{
				Title: tr.say("Take nginx out of the load path", "导入链路不再经过 nginx"), Versions: "Flink >=1.13",
				Changes: []report.Change{{File: "sink table options", Key: "load-url", From: "nginx-node:8031", To: "fe1:8030;fe2:8030;fe3:8030"}},
				Apply:   tr.say("Stop the job with a savepoint and start it again: ./bin/flink stop --savepointPath s3://savepoints/radar 0123456789abcdef0123456789abcdef", "带 savepoint 停止作业后重新启动：./bin/flink stop --savepointPath s3://savepoints/radar 0123456789abcdef0123456789abcdef"),
				Verify:  tr.say("the sink commits every checkpoint", "每个 checkpoint 都能正常提交"),
			},
			{Title: tr.say("A third way", "第三种办法"), Apply: tr.say("do this", "这样做"), Verify: tr.say("see that", "看结果"), Vendor: "Alibaba VVR"},
			{Title: tr.say("A fourth way", "第四种办法"), Apply: tr.say("do that", "那样做"), Verify: tr.say("see this", "看结果")},
		},
		AskFor: []string{},
	}
}

func flushFailed(tr words) report.Finding {
	return report.Finding{
		Rule: ref("chunjun-starrocks-flush-failed"), Title: tr.say("ChunJun could not write to StarRocks", "ChunJun 写 StarRocks 失败"), Severity: "error", Role: "symptom",
		Confidence: "medium", Count: 3, First: at("14:53:15"), Last: at("14:58:41"),
		Evidence: []report.Evidence{{Source: "taskmanager.log", Line: 4471, Time: at("14:53:15"), Text: "2024-01-24 14:53:15,620 ERROR com.dtstack.chunjun.connector.starrocks.streamload.StreamLoadManager - Unable to flush"}},
	}
}

func odd() report.Unexplained {
	return report.Unexplained{
		Fingerprint: "7c9e6679", Exception: "java.lang.IllegalStateException", Message: "shard 7 of <table> & co was closed", FirstUserFrame: "com.acme.Sink.write(Sink.java:12)",
		Level: "error", Count: 12, First: at("15:00:00"), Last: at("15:10:00"), Evidence: []report.Evidence{{Source: "taskmanager.log", Line: 90, Text: "x"}},
	}
}

// several is a report of a symptom without its cause, of a failure that no rule knows, and of more incidents than are shown in full.
func several(lang string) *report.Report {
	tr := words{zh: lang == "zh"}
	r := loadRefused(lang)
	symptom := report.Finding{
		Rule: ref("taskmanager-heartbeat-timeout"), Title: tr.say("A TaskManager stopped answering", "TaskManager 心跳超时"), Severity: "error", Role: "symptom", Confidence: "medium",
		Why: tr.say("its cause is not in these logs", "原因不在这些日志里"), Cause: tr.say("The JobManager heard nothing for 50 s.", "JobManager 50 秒没有收到心跳。"), Count: 1, First: at("16:00:00"), Last: at("16:00:00"),
		Evidence: []report.Evidence{{Source: "jm.log", Line: 7, Text: "Heartbeat of TaskManager timed out."}},
		AskFor:   []string{tr.say("the TaskManager's own log at that second: kubectl logs -p flink-taskmanager-1-1 -c flink-main-container | tail -200", "该 TaskManager 同一秒的日志：kubectl logs -p flink-taskmanager-1-1 -c flink-main-container | tail -200")},
	}
	u := odd()
	unknown := report.Finding{
		Title: u.Exception + ": " + u.Message, Severity: "error", Role: "root", Confidence: "low", Count: u.Count, First: u.First, Last: u.Last, Evidence: u.Evidence,
		Why: tr.say("it is the innermost cause that the logs show", "这是日志中最内层的原因"),
	}
	r.Incidents = []report.Incident{{ID: "s1", RootCause: &symptom, Fails: true}, {ID: u.Fingerprint, RootCause: &unknown, Fails: true}}
	for range 5 {
		minor := flushFailed(tr)
		minor.Role, minor.Severity = "root", "warning"
		r.Incidents = append(r.Incidents, report.Incident{ID: "m", RootCause: &minor})
	}
	return r
}

func healthy(lang string) *report.Report {
	r := loadRefused(lang)
	r.Incidents, r.Unexplained = nil, nil
	r.Exit = report.Exit{Reason: "healthy", FailOn: "error"}
	return r
}

func interrupted(lang string) *report.Report {
	r := healthy(lang)
	r.Sources, r.Summary.Sources, r.NotAssessed = r.Sources[:1], 1, nil
	r.Summary.Zone = "Asia/Shanghai"
	r.Exit = report.Exit{Code: 130, Reason: "interrupted", FailOn: "error"}
	return r
}

func unrecognised(lang string) *report.Report {
	r := healthy(lang)
	r.Sources = r.Sources[2:]
	r.Summary = report.Summary{Sources: 1, Bytes: 113_002, Lines: 21}
	r.Exit = report.Exit{Code: 3, Reason: "not-assessed", FailOn: "error"}
	return r
}

// accepted is a report with everything else that a report can have: causal links, restarts, a timeline, a diff, suppressed incidents, notices.
func accepted(lang string) *report.Report {
	tr := words{zh: lang == "zh"}
	r := loadRefused(lang)
	i := &r.Incidents[0]
	reset := report.Finding{
		Rule: ref("nginx-upstream-reset"), Title: tr.say("StarRocks closed the connection", "StarRocks 关闭了连接"), Severity: "warning", Role: "root", Confidence: "medium",
		Count: 1, First: at("14:53:12"), Last: at("14:53:12"), Component: "nginx", Evidence: i.RootCause.Evidence[:1],
	}
	i.Contributing = []report.Finding{reset}
	i.Edges = []report.CausalLink{
		{Cause: "nginx-upstream-reset", Effect: "nginx-no-live-upstreams", Why: tr.say("one reset takes a server out", "一次重置就会摘除节点")},
		{Cause: "nginx-no-live-upstreams", Effect: "chunjun-starrocks-flush-failed", Why: tr.say("a load through nginx is answered 502", "经过 nginx 的导入得到 502")},
		{Cause: "nginx-upstream-reset", Effect: "chunjun-starrocks-flush-failed", Why: tr.say("the load that was reset failed too", "被重置的导入也失败了")},
	}
	i.Restarts = []report.Restarts{{Job: "radar", Count: 3, First: at("14:53:20"), Last: at("14:58:42"), Ended: "FAILED"}}
	i.RootCause.Fixes = i.RootCause.Fixes[:1]
	i.RootCause.Fixes[0].Diff = fixtureDiff
	r.Suppressed = []report.Suppressed{
		{Fingerprint: "cc33dd44", Rule: ref("zookeeper-suspended"), Title: tr.say("ZooKeeper connection suspended", "ZooKeeper 连接中断"), Count: 2, AcceptedBy: "suppression", Reason: "planned maintenance", By: ".flinkdoctor.yaml:3"},
		{Fingerprint: "ee55ff66", Title: "java.lang.IllegalStateException: x", Count: 1, AcceptedBy: "baseline", By: "baseline"},
		{Fingerprint: "0a1b2c3d4e5f", Title: "com.acme.GeoTimeoutException: no answer from geo-3", Count: 7, AcceptedBy: "allow-list", Reason: "falls back to the default region", By: "ci/accepted.txt:4"},
	}
	r.Notices = []report.Notice{
		{State: "unused", Suppression: "kafka-timeout", Where: ".flinkdoctor.yaml:7", Reason: "old cluster"},
		{State: "expired", Suppression: "ee55ff66", Where: ".flinkdoctor.yaml:9", Reason: "fixed with OPS-4711", Until: "2024-01-01"},
		{State: "unknown-rule", Suppression: "zookeper-suspended", Where: ".flinkdoctor.yaml:12", Reason: "OPS-4712"},
	}
	r.Timeline = &report.Timeline{First: *at("14:50:00"), Last: *at("15:10:00"), Lanes: []report.Lane{
		{Source: "nginx/error.log", Component: "nginx", Density: []int{0, 0, 3, 9, 4, 1, 0, 0}, Marks: []report.TimelineMark{
			{Time: *at("14:53:12"), Kind: "contributing", Rule: "nginx-upstream-reset", Count: 1}, {Time: *at("14:53:14"), Kind: "cause", Rule: "nginx-no-live-upstreams", Count: 214},
		}},
		{Source: "taskmanager.log", Component: "flink-taskmanager", Density: []int{0, 0, 1, 1, 0, 0, 0, 1}, Marks: []report.TimelineMark{
			{Time: *at("14:51:00"), Kind: "running"}, {Time: *at("14:53:15"), Kind: "symptom", Rule: "chunjun-starrocks-flush-failed", Count: 3},
			{Time: *at("14:53:20"), Kind: "restart"}, {Time: *at("14:58:42"), Kind: "job-failed"}, {Time: *at("15:00:00"), Kind: "unexplained", Count: 12},
		}},
	}}
	return r
}

const fixtureDiff = `--- a/conf/nginx.conf
+++ b/conf/nginx.conf
@@ -1,6 +1,7 @@
 upstream starrocks-tcp2 {
-    server 10.0.0.21:8030 max_fails=1 fail_timeout=600s;
-    server 10.0.0.22:8030 max_fails=1 fail_timeout=600s;
-    server 10.0.0.23:8030 max_fails=1 fail_timeout=600s;
+    zone starrocks-tcp2 64k;
+    server 10.0.0.21:8030 max_fails=3 fail_timeout=10s;
+    server 10.0.0.22:8030 max_fails=3 fail_timeout=10s;
+    server 10.0.0.23:8030 max_fails=3 fail_timeout=10s;
 }
 # the end
`
