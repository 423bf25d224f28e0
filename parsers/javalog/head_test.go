package javalog

import (
	"testing"
	"time"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// firstHead asks the layouts in order, as the record reader does, strong before weak.
func firstHead(line string) (parsers.Layout, parsers.Head, bool) {
	for _, weak := range []bool{false, true} {
		for _, l := range Layouts() {
			w, ok := l.(parsers.WeakLayout)
			if (ok && w.Weak()) != weak {
				continue
			}
			if head, ok := l.Head([]byte(line)); ok {
				return l, head, true
			}
		}
	}
	return nil, parsers.Head{}, false
}

type want struct {
	line, layout, at string
	level            parsers.Level
	logger, thread   string
	component        parsers.Component
	body             string
	resource         string
}

const (
	info = parsers.LevelInfo
	warn = parsers.LevelWarn
	fail = parsers.LevelError
)

var heads = []want{
	// Flink, log4j
	{line: "2020-10-16 17:05:07,609 INFO  org.apache.flink.runtime.taskexecutor.TaskExecutor            - Close JobManager connection for job 1bb3.",
		layout: "flink-log4j", at: "2020-10-16T17:05:07.609Z", level: info, logger: "org.apache.flink.runtime.taskexecutor.TaskExecutor", component: parsers.ComponentTaskManager, body: "Close JobManager connection for job 1bb3."},
	{line: "2024-03-13 10:30:28,960 INFO  org.apache.flink.runtime.executiongraph.ExecutionGraph       [] - DataSink (1/1) switched from CREATED to SCHEDULED.",
		layout: "flink-log4j", at: "2024-03-13T10:30:28.96Z", level: info, logger: "org.apache.flink.runtime.executiongraph.ExecutionGraph", component: parsers.ComponentJobManager, body: "DataSink (1/1) switched from CREATED to SCHEDULED."},
	{line: "2021-11-17 15:53:38,655 INFO  org.apache.flink.runtime.entrypoint.ClusterEntrypoint        [] -  Starting StandaloneSessionClusterEntrypoint (Version: 1.14.0)",
		layout: "flink-log4j", at: "2021-11-17T15:53:38.655Z", level: info, logger: "org.apache.flink.runtime.entrypoint.ClusterEntrypoint", component: parsers.ComponentJobManager, body: " Starting StandaloneSessionClusterEntrypoint (Version: 1.14.0)"},
	{line: "2020-10-16 17:05:07,611 WARN org.apache.flink.shaded.zookeeper.org.apache.zookeeper.ClientCnxn - Client session timed out",
		layout: "flink-log4j", at: "2020-10-16T17:05:07.611Z", level: warn, logger: "org.apache.flink.shaded.zookeeper.org.apache.zookeeper.ClientCnxn", component: parsers.ComponentFlink, body: "Client session timed out"},
	{line: "2026-11-21 09:03:53,353 INFO  org.apache.zookeeper.ClientCnxn                              [] - Socket error", layout: "flink-log4j", at: "2026-11-21T09:03:53.353Z", level: info,
		logger: "org.apache.zookeeper.ClientCnxn", component: parsers.ComponentJava, body: "Socket error"},
	{line: "    2025-02-20 08:18:31,066 WARN  org.apache.flink.runtime.taskmanager.Task                    ] - Source: x (1/1)#0", layout: "flink-log4j", at: "2025-02-20T08:18:31.066Z", level: warn,
		logger: "org.apache.flink.runtime.taskmanager.Task", component: parsers.ComponentTaskManager, body: "Source: x (1/1)#0"},
	{line: "2022-01-25 22:56:58,333 INFO  hive.metastore                                               [] - Closed a connection", layout: "flink-log4j", at: "2022-01-25T22:56:58.333Z", level: info,
		logger: "hive.metastore", component: parsers.ComponentJava, body: "Closed a connection"},
	{line: "08:15:30,123 INFO  org.apache.flink.runtime.dispatcher.StandaloneDispatcher              - Stopping", layout: "flink-log4j", level: info,
		logger: "org.apache.flink.runtime.dispatcher.StandaloneDispatcher", component: parsers.ComponentJobManager, body: "Stopping"},
	{line: "ERROR org.apache.flink.runtime.entrypoint.ClusterEntrypoint        [] - Fatal error occurred in the cluster entrypoint.", layout: "flink-log4j", level: fail,
		logger: "org.apache.flink.runtime.entrypoint.ClusterEntrypoint", component: parsers.ComponentJobManager, body: "Fatal error occurred in the cluster entrypoint."},
	{line: "INFO  [] - Loading configuration property: taskmanager.memory.process.size, 1728m", layout: "flink-log4j", level: info, component: parsers.ComponentFlink,
		body: "Loading configuration property: taskmanager.memory.process.size, 1728m"},
	{line: "2024-01-22 18:04:01,875 INFO  com.dtstack.chunjun.connector.starrocks.streamload.StarRocksStreamLoadVisitor - [dealStreamLoadResult] get loadResult", layout: "flink-log4j", at: "2024-01-22T18:04:01.875Z", level: info,
		logger: "com.dtstack.chunjun.connector.starrocks.streamload.StarRocksStreamLoadVisitor", component: parsers.ComponentChunJun, body: "[dealStreamLoadResult] get loadResult"},
	{line: "2024-01-22 18:04:01,875  lNFO   org.apache.flink.runtime.taskmanager.Task  [] – x", layout: "flink-log4j", at: "2024-01-22T18:04:01.875Z", level: info,
		logger: "org.apache.flink.runtime.taskmanager.Task", component: parsers.ComponentTaskManager, body: "x"},
	{line: "2024-01-22 18:04:01,875 ERRQR org.apache.flink.runtime.taskmanager.Task [] - x", layout: "flink-log4j", at: "2024-01-22T18:04:01.875Z",
		logger: "org.apache.flink.runtime.taskmanager.Task", component: parsers.ComponentTaskManager, body: "x"},
	{line: "2024-01-22 18:04:01,875 INFOorg.apache. flink.runtime.taskmanager.Task [] - x", layout: "flink-log4j", at: "2024-01-22T18:04:01.875Z", level: info,
		logger: "org.apache.flink.runtime.taskmanager.Task", component: parsers.ComponentTaskManager, body: "x"},
	{line: "024-01-22 18:04:01,875 INFO  org.apache.kafka.clients.consumer.internals.Fetcher          [] - [Consumer clientId=c] x", layout: "flink-log4j", at: "2024-01-22T18:04:01.875Z", level: info,
		logger: "org.apache.kafka.clients.consumer.internals.Fetcher", component: parsers.ComponentJava, body: "[Consumer clientId=c] x"},
	{line: "2024-01-22 18:04:01,875 INFO  org.apache.flink.cdc.connectors.mysql.source.enumerator.MySqlSourceEnumerator [] - x", layout: "flink-log4j", at: "2024-01-22T18:04:01.875Z", level: info,
		logger: "org.apache.flink.cdc.connectors.mysql.source.enumerator.MySqlSourceEnumerator", component: parsers.ComponentJobManager, body: "x"},
	{line: "2024-01-2218:04:01,875INFOcom.dtstack.chunjun.Visitor- [deal] x", layout: "flink-log4j", at: "2024-01-22T18:04:01.875Z", level: info,
		logger: "com.dtstack.chunjun.Visitor", component: parsers.ComponentChunJun, body: "[deal] x"},
	{line: "2024-01-22  18:04:01,875   INFO   org.apache.flink.runtime.taskmanager.Task[]-x", layout: "flink-log4j", at: "2024-01-22T18:04:01.875Z", level: info,
		logger: "org.apache.flink.runtime.taskmanager.Task", component: parsers.ComponentTaskManager, body: "x"},
	// torn heads
	{line: "2024-01-22 18:04:01,875 INFO  com.dtstack.chunjun.connector.starrocks.streamload.StarRocksStreamLoadVisitor ", layout: "flink-log4j", at: "2024-01-22T18:04:01.875Z", level: info,
		logger: "com.dtstack.chunjun.connector.starrocks.streamload.StarRocksStreamLoadVisitor", component: parsers.ComponentChunJun},
	{line: "2024-01-22 18:04:01,875 INFO  ", layout: "flink-log4j", at: "2024-01-22T18:04:01.875Z", level: info},
	// Flink, logback
	{line: "2024-05-13 08:15:30.123 [flink-pekko.actor.default-dispatcher-15] INFO  o.a.f.runtime.executiongraph.ExecutionGraph  - Source: orders[1] (1/4)", layout: "flink-logback", at: "2024-05-13T08:15:30.123Z", level: info,
		logger: "o.a.f.runtime.executiongraph.ExecutionGraph", thread: "flink-pekko.actor.default-dispatcher-15", component: parsers.ComponentJobManager, body: "Source: orders[1] (1/4)"},
	{line: "2024-05-13 08:15:30.123 [Source: orders[1] -> Map (1/4)#0] WARN  o.a.f.r.t.Task fetcher-1 - x", layout: "flink-logback", at: "2024-05-13T08:15:30.123Z", level: warn,
		logger: "o.a.f.r.t.Task", thread: "Source: orders[1] -> Map (1/4)#0", component: parsers.ComponentTaskManager, body: "x"},
	{line: "2026-11-21 09:05:33.610 [main] ERROR lab.JvmLab  - case direct-file failed", layout: "flink-logback", at: "2026-11-21T09:05:33.61Z", level: fail, logger: "lab.JvmLab", thread: "main", component: parsers.ComponentJava, body: "case direct-file failed"},
	{line: "08:15:30.123 [main] INFO  c.acme.App - x", layout: "flink-logback", level: info, logger: "c.acme.App", thread: "main", component: parsers.ComponentJava, body: "x"},
	{line: "2024-05-13 08:15:30 ERROR o.a.f.client.cli.CliFrontend  - Error while running the command.", layout: "flink-log4j", at: "2024-05-13T08:15:30Z", level: fail,
		logger: "o.a.f.client.cli.CliFrontend", component: parsers.ComponentFlinkClient, body: "Error while running the command."},
	// operator
	{line: "2022-04-13 06:09:40,761 i.j.o.Operator                 [INFO ] Registered reconciler", layout: "flink-operator", at: "2022-04-13T06:09:40.761Z", level: info, logger: "i.j.o.Operator", component: parsers.ComponentJava, body: "Registered reconciler"},
	{line: "2024-04-13 06:09:40,761 o.a.f.k.o.c.FlinkDeploymentController [ERROR][prod/orders] Error during reconciliation", layout: "flink-operator", at: "2024-04-13T06:09:40.761Z", level: fail,
		logger: "o.a.f.k.o.c.FlinkDeploymentController", component: parsers.ComponentFlink, body: "Error during reconciliation", resource: "prod/orders"},
	// StreamPark
	{line: "2024-01-24 14:53:12.331 StreamPark [main] INFO  o.a.s.console.StreamParkConsole:48 - Started", layout: "streampark", at: "2024-01-24T14:53:12.331Z", level: info,
		logger: "o.a.s.console.StreamParkConsole", thread: "main", component: parsers.ComponentStreamPark, body: "Started"},
	{line: "2024-01-24 14:53:12 | ERROR | streampark-build-1 | org.apache.streampark.console.core.task.FlinkAppHttpWatcher:233] build failed", layout: "streampark", at: "2024-01-24T14:53:12Z", level: fail,
		logger: "org.apache.streampark.console.core.task.FlinkAppHttpWatcher", thread: "streampark-build-1", component: parsers.ComponentStreamPark, body: "build failed"},
	// Spring Boot
	{line: "2024-01-24 14:53:12.331  INFO 1 --- [           main] o.a.s.c.b.Foo   : Starting", layout: "spring-boot", at: "2024-01-24T14:53:12.331Z", level: info, logger: "o.a.s.c.b.Foo", thread: "main", component: parsers.ComponentJava, body: "Starting"},
	{line: "2024-01-24T14:53:12.331+08:00 ERROR 4711 --- [orders] [nio-8080-exec-1] com.acme.Api : boom", layout: "spring-boot", at: "2024-01-24T06:53:12.331Z", level: fail, logger: "com.acme.Api", thread: "nio-8080-exec-1", component: parsers.ComponentJava, body: "boom"},
	// ZooKeeper
	{line: "2026-11-21 09:05:31,156 [myid:1] - WARN  [QuorumPeer[myid=1]/0:0:0:0:0:0:0:0:2181:Follower@116] - Got zxid 0x5 expected 0x1", layout: "zookeeper", at: "2026-11-21T09:05:31.156Z", level: warn,
		logger: "Follower", thread: "QuorumPeer[myid=1]/0:0:0:0:0:0:0:0:2181", component: parsers.ComponentZooKeeper, body: "Got zxid 0x5 expected 0x1"},
	{line: "2026-11-21 09:04:09,865 - INFO  [main:QuorumPeerConfig@177] - Reading configuration from: zoo.cfg", layout: "zookeeper", at: "2026-11-21T09:04:09.865Z", level: info,
		logger: "QuorumPeerConfig", thread: "main", component: parsers.ComponentZooKeeper, body: "Reading configuration from: zoo.cfg"},
	{line: "2026-11-21 09:04:09,865 [myid:] - INFO  [main-SendThread(h:2181):ClientCnxn$SendThread@1171] - Opening socket", layout: "zookeeper", at: "2026-11-21T09:04:09.865Z", level: info,
		logger: "ClientCnxn$SendThread", thread: "main-SendThread(h:2181)", component: parsers.ComponentJava, body: "Opening socket"},
	{line: "[myid:2] - ERROR [main:QuorumPeerMain@98] - Invalid config, exiting abnormally", layout: "zookeeper", level: fail, logger: "QuorumPeerMain", thread: "main", component: parsers.ComponentZooKeeper, body: "Invalid config, exiting abnormally"},
	// Kafka, Debezium
	{line: "[2024-01-24 14:53:12,331] ERROR [Producer clientId=p-1] Failed to send (org.apache.kafka.clients.producer.internals.Sender)", layout: "kafka", at: "2024-01-24T14:53:12.331Z", level: fail,
		logger: "org.apache.kafka.clients.producer.internals.Sender", component: parsers.ComponentJava, body: "[Producer clientId=p-1] Failed to send (org.apache.kafka.clients.producer.internals.Sender)"},
	{line: "[2024-01-24 14:53:12,331] INFO [ReplicaManager broker=1] shut down (kafka.server.ReplicaManager)", layout: "kafka", at: "2024-01-24T14:53:12.331Z", level: info,
		logger: "kafka.server.ReplicaManager", component: parsers.ComponentKafka, body: "[ReplicaManager broker=1] shut down (kafka.server.ReplicaManager)"},
	{line: "2024-01-24 14:53:12,331 INFO   MySQL|srv|binlog  Connected to binlog   [io.debezium.connector.mysql.MySqlStreamingChangeEventSource]", layout: "debezium", at: "2024-01-24T14:53:12.331Z", level: info,
		logger: "io.debezium.connector.mysql.MySqlStreamingChangeEventSource", component: parsers.ComponentJava, body: "Connected to binlog   [io.debezium.connector.mysql.MySqlStreamingChangeEventSource]"},
	{line: "2024-01-24 14:53:12,331 INFO   ||  Kafka version: 3.5.1   [org.apache.kafka.common.utils.AppInfoParser]", layout: "debezium", at: "2024-01-24T14:53:12.331Z", level: info,
		logger: "org.apache.kafka.common.utils.AppInfoParser", component: parsers.ComponentJava, body: "Kafka version: 3.5.1   [org.apache.kafka.common.utils.AppInfoParser]"},
	// Hadoop, Spark
	{line: "2024-01-24 14:53:12,331 INFO org.apache.hadoop.yarn.server.nodemanager.containermanager.monitor.ContainersMonitorImpl: Memory usage", layout: "hadoop", at: "2024-01-24T14:53:12.331Z", level: info,
		logger: "org.apache.hadoop.yarn.server.nodemanager.containermanager.monitor.ContainersMonitorImpl", component: parsers.ComponentYarn, body: "Memory usage"},
	{line: "24/05/13 08:15:30 WARN TaskSetManager: Lost task 0.0", layout: "hadoop", at: "2024-05-13T08:15:30Z", level: warn, logger: "TaskSetManager", component: parsers.ComponentJava, body: "Lost task 0.0"},
	{line: "081109 203615 148 INFO dfs.DataNode$PacketResponder: PacketResponder 1", layout: "hadoop", at: "2008-11-09T20:36:15Z", level: info, logger: "dfs.DataNode$PacketResponder", component: parsers.ComponentJava, body: "PacketResponder 1"},
	{line: "2024-01-24 14:53:12,331 INFO [main] org.apache.hadoop.mapreduce.v2.app.MRAppMaster: Created", layout: "hadoop", at: "2024-01-24T14:53:12.331Z", level: info, logger: "org.apache.hadoop.mapreduce.v2.app.MRAppMaster", thread: "main", component: parsers.ComponentJava, body: "Created"},
	{line: "2024-01-24 14:53:12,331 INFO  namenode.FSNamesystem (FSNamesystem.java:check(123)) - Safe mode", layout: "hadoop", at: "2024-01-24T14:53:12.331Z", level: info, logger: "namenode.FSNamesystem", component: parsers.ComponentJava, body: "Safe mode"},
	// others
	{line: "[INFO] [2022-07-31 21:18:22][org.apache.flink.runtime.executiongraph.ExecutionGraph]Source: order_info[5] (2/8)", layout: "java-log", at: "2022-07-31T21:18:22Z", level: info,
		logger: "org.apache.flink.runtime.executiongraph.ExecutionGraph", component: parsers.ComponentJobManager, body: "Source: order_info[5] (2/8)"},
	{line: "[dinky] 2025-05-06 11:02:40 CST INFO  org.apache.flink.configuration.GlobalConfiguration 160 lambda$logConfiguration$0 - Loading configuration property: a, b", layout: "java-log", at: "2025-05-06T11:02:40Z", level: info,
		logger: "org.apache.flink.configuration.GlobalConfiguration", thread: "dinky", component: parsers.ComponentFlink, body: "Loading configuration property: a, b"},
	{line: "2024-01-24 14:53:12,331 - root - ERROR - boom", layout: "java-log", at: "2024-01-24T14:53:12.331Z", level: fail, logger: "root", component: parsers.ComponentJava, body: "boom"},
	{line: "2024-01-24 14:53:12,331 INFO  [io.debezium.server.DebeziumServer] (main) Consumer started", layout: "java-log", at: "2024-01-24T14:53:12.331Z", level: info, logger: "io.debezium.server.DebeziumServer", thread: "main", component: parsers.ComponentJava, body: "Consumer started"},
	{line: "2024-01-24 14:53:12.331 [ERROR] [main] com.acme.Foo - boom", layout: "java-log", at: "2024-01-24T14:53:12.331Z", level: fail, logger: "com.acme.Foo", thread: "main", component: parsers.ComponentJava, body: "boom"},
	{line: "[2024-01-24 14:53:12] INFO com.acme.jobs.Foo - started", layout: "java-log", at: "2024-01-24T14:53:12Z", level: info, logger: "com.acme.jobs.Foo", component: parsers.ComponentJava, body: "started"},
	{line: "2024/01/24 14:53:12 ERROR boom at once", layout: "java-log", at: "2024-01-24T14:53:12Z", level: fail, component: parsers.ComponentJava, body: "boom at once"},
	{line: "ERROR 2024-01-24 14:53:12,331 [main] com.acme.jobs.Foo boom", layout: "java-log", at: "2024-01-24T14:53:12.331Z", level: fail, logger: "com.acme.jobs.Foo", thread: "main", component: parsers.ComponentJava, body: "boom"},
	{line: "Jan 22, 2024 6:04:01 PM com.github.shyiko.mysql.binlog.BinaryLogClient connect", layout: "java-log", at: "2024-01-22T18:04:01Z", logger: "com.github.shyiko.mysql.binlog.BinaryLogClient", component: parsers.ComponentJava},
	{line: "十一月 22, 2024 12:04:01 上午 com.github.shyiko.mysql.binlog.BinaryLogClient connect", layout: "java-log", at: "2024-11-22T00:04:01Z", logger: "com.github.shyiko.mysql.binlog.BinaryLogClient", component: parsers.ComponentJava},
	// bare traces
	{line: "java.lang.OutOfMemoryError: Java heap space", layout: "java-trace", body: "java.lang.OutOfMemoryError: Java heap space"},
	{line: "java. lang.OutOfMemoryError: Direct buffer memory at x", layout: "java-trace", body: "java. lang.OutOfMemoryError: Direct buffer memory at x"},
	{line: "Caused by: java.io.EOFException", layout: "java-trace", body: "Caused by: java.io.EOFException"},
	{line: "\tat java.lang.Thread.run(Thread.java:748)", layout: "java-trace", body: "\tat java.lang.Thread.run(Thread.java:748)"},
	{line: "Exception in thread \"main\" java.lang.Error: x", layout: "java-trace", thread: "main", body: "Exception in thread \"main\" java.lang.Error: x"},
	{line: "[ERROR] Could not execute SQL statement. Reason:", layout: "java-trace", level: fail, body: "Could not execute SQL statement. Reason:"},
	{line: "2025-10-08 11:28:18", layout: "java-trace", at: "2025-10-08T11:28:18Z"},
}

func TestHeads(t *testing.T) {
	for _, w := range heads {
		l, head, ok := firstHead(w.line)
		if !ok {
			t.Errorf("%q: no layout accepts it", w.line)
			continue
		}
		at := ""
		if head.Time.Known() {
			at = head.Time.At.Format(time.RFC3339Nano)
		}
		got := want{w.line, l.Name(), at, head.Level, head.Logger, head.Thread, head.Component, w.line[head.Body:], head.Fields.Get("resource")}
		if got != w {
			t.Errorf("%q:\n got %+v\nwant %+v", w.line, got, w)
		}
	}
}

// foreign are heads of other families and lines that are no heads.
var foreign = []string{
	"2024-02-06 14:33:58,211 INFO (main|1) [FrontendOptions.initAddrUseIp():249] Use IP init local addr",
	"2025-08-09 08:16:07.852-06:00 WARN (Thread-70|2103846) [ConnectScheduler.lambda$printAllRunningQuery$4():339] FE ShutDown!",
	"2025-08-09 08:16:07.844-06:00 ERROR (stateChangeExecutor|86)",
	"2024-01-24 14:53:12.331+08:00 [query] |Client=10.0.0.1:1|User=root|State=EOF",
	"2024/01/24 14:53:14 [error] 6581#0: *3093 no live upstreams while connecting to upstream, client: x",
	"W0124 18:13:31.620914 21877 sink_buffer.cpp:319] transmit chunk rpc failed",
	"I20250110 18:17:57.977756 139905026795072 load_channel.cpp:256] x",
	"2024-01-24T14:53:12.331456Z 0 [ERROR] [MY-010119] [Server] Aborting",
	"2026-11-21  9:08:17 6 [ERROR] Got fatal error 1236 from master",
	"240513  8:15:30 [ERROR] mysqld: x",
	"[2026-11-21T09:05:31.156+0000][info][gc] Using G1",
	"Jun 10 11:20:24 db2 kernel: Out of memory: Kill process 22654 (java)",
	"10.244.1.2 - - [06/Sep/2023:21:18:16 +0000] \"GET / HTTP/1.1\" 200 615",
	"time=2026-11-21T09:07:49.967Z level=INFO msg=\"create BinlogSyncer\"",
	"{\"@timestamp\":\"2024-05-13T08:15:30.123Z\",\"log.level\":\"INFO\"}",
	"# A fatal error has been detected by the Java Runtime Environment:",
	"INFO: Connected to 10.0.0.5:3306 at mysql-bin.000012/4 (sid:5701, cid:123)",
	"ERROR 1236 (HY000): Binary log is not open",
	"ERROR - the job failed", "INFO", "", "    ", "[", "2024", "plain text", "at once", "Total Process Memory:          1.688gb (1811939328 bytes)",
	"2024-01-24 is the day", "RESOURCE_PARAMS extraction logs:", "Starting Job Manager", "'connector'='starrocks'",
}

func TestForeign(t *testing.T) {
	for _, line := range foreign {
		if l, head, ok := firstHead(line); ok {
			t.Errorf("%q: %s read %+v", line, l.Name(), head)
		}
	}
}

func TestRejectAllocates(t *testing.T) {
	lines := [][]byte{[]byte("\tat org.apache.flink.runtime.taskmanager.Task.run(Task.java:567) ~[flink-dist-1.17.1.jar:1.17.1]"), []byte("Caused by: java.io.IOException: gone")}
	for _, line := range foreign {
		lines = append(lines, []byte(line))
	}
	for _, l := range Layouts() {
		if w, ok := l.(parsers.WeakLayout); ok && w.Weak() {
			continue
		}
		for _, line := range lines {
			if n := testing.AllocsPerRun(20, func() { l.Head(line) }); n != 0 {
				t.Errorf("%s allocates %v times to reject %q", l.Name(), n, line)
			}
		}
	}
}

// BenchmarkReject measures how fast all layouts together refuse the lines of a trace.
func BenchmarkReject(b *testing.B) {
	line := []byte("\tat org.apache.flink.runtime.taskmanager.Task.run(Task.java:567) ~[flink-dist-1.17.1.jar:1.17.1]")
	layouts := Layouts()
	b.SetBytes(int64(len(line)))
	for b.Loop() {
		for _, l := range layouts {
			if _, ok := l.(parsers.WeakLayout); !ok {
				l.Head(line)
			}
		}
	}
}

// BenchmarkHead measures the line that Flink logs consist of.
func BenchmarkHead(b *testing.B) {
	line := heads[1].line
	b.SetBytes(int64(len(line)))
	for b.Loop() {
		firstHead(line)
	}
}
