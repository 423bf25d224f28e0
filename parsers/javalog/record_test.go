package javalog

import (
	"strings"
	"testing"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/javatrace"
)

// read reads a record as the record package does: head, trace, Finish.
func read(t *testing.T, text string) *parsers.Event {
	t.Helper()
	first, _, _ := strings.Cut(text, "\n")
	l, head, ok := firstHead(first)
	if !ok {
		t.Fatalf("%q: no head", first)
	}
	message, chain := javatrace.Parse(text[head.Body:])
	event := &parsers.Event{
		Layout: l.Name(), Time: head.Time, Level: head.Level, Component: head.Component, Logger: head.Logger, Thread: head.Thread, Fields: head.Fields,
		Message: strings.Join(strings.Fields(message), " "), Chain: chain,
	}
	l.Finish(event, text)
	return event
}

func TestFinish(t *testing.T) {
	const visitor = "com.dtstack.chunjun.connector.starrocks.streamload.StarRocksStreamLoadVisitor"
	tests := []struct {
		label, text, logger, message string
		level                        parsers.Level
		component                    parsers.Component
	}{
		{"wrapped behind the logger", "2024-01-22 18:04:01,875 INFO  " + visitor + " \n- [dealStreamLoadResult] get loadResult msg = There is no 100-continue header",
			visitor, "[dealStreamLoadResult] get loadResult msg = There is no 100-continue header", info, parsers.ComponentChunJun},
		{"wrapped on both sides of the logger", "2024-01-22 18:04:01,875 INFO  \n" + visitor + "\n- [dealStreamLoadResult] get loadResult status = FAILED",
			visitor, "[dealStreamLoadResult] get loadResult status = FAILED", info, parsers.ComponentChunJun},
		{"wrapped inside the logger", "2024-01-22 18:04:01,875 INFO  com.dtstack.chunjun.connector.starrocks.stream\nload.StarRocksStreamLoadVisitor - failed\nand more",
			visitor, "failed and more", info, parsers.ComponentChunJun},
		{"wrapped before the context", "2022-01-25 22:57:35,731 INFO  org.apache.flink.runtime.executiongraph.ExecutionGraph       \n\t[] - sink (1/2) switched from RUNNING to FAILED.\njava.lang.OutOfMemoryError: Java heap space\n\tat a.B.c(B.java:1)",
			"org.apache.flink.runtime.executiongraph.ExecutionGraph", "sink (1/2) switched from RUNNING to FAILED.", info, parsers.ComponentJobManager},
		{"an empty first line is no wrapped head", "2024-12-03 02:12:26,710 INFO  org.apache.flink.runtime.entrypoint.ClusterEntrypoint        [] - \n\nRESOURCE_PARAMS extraction logs:\njvm_params: -Xmx1073741824",
			"org.apache.flink.runtime.entrypoint.ClusterEntrypoint", "RESOURCE_PARAMS extraction logs: jvm_params: -Xmx1073741824", info, parsers.ComponentJobManager},
		{"a level and nothing that looks like its head", "2024-01-22 18:04:01,875 ERROR\nsomething went wrong", "", "something went wrong", fail, ""},
		{"kafka, one line", "[2024-01-24 14:53:12,331] ERROR [Broker id=1] disk full (kafka.server.LogDirFailureChannel)", "kafka.server.LogDirFailureChannel", "[Broker id=1] disk full", fail, parsers.ComponentKafka},
		{"kafka, logger behind the second line", "[2024-01-24 14:53:12,331] INFO KafkaConfig values:\n\tlog.dirs = /data (kafka.server.KafkaConfig)", "kafka.server.KafkaConfig", "KafkaConfig values: log.dirs = /data", info, parsers.ComponentKafka},
		{"kafka, connect with line number and trace", "[2024-01-24 14:53:12,331] ERROR [c|task-0] Task threw (org.apache.kafka.connect.runtime.WorkerTask:195)\norg.apache.kafka.connect.errors.ConnectException: gone\n\tat a.B.c(B.java:1)",
			"org.apache.kafka.connect.runtime.WorkerTask", "[c|task-0] Task threw", fail, parsers.ComponentJava},
		{"kafka, brackets that are no logger", "[2024-01-24 14:53:12,331] INFO started (in 5.3 s)", "", "started (in 5.3 s)", info, parsers.ComponentJava},
		{"debezium", "2024-01-24 14:53:12,331 ERROR  MySQL|srv|binlog  Error during binlog processing.   [io.debezium.connector.mysql.MySqlStreamingChangeEventSource]\nio.debezium.DebeziumException: x\n\tat a.B.c(B.java:1)",
			"io.debezium.connector.mysql.MySqlStreamingChangeEventSource", "Error during binlog processing.", fail, parsers.ComponentJava},
		{"java.util.logging", "Jan 22, 2024 6:04:01 PM com.github.shyiko.mysql.binlog.BinaryLogClient connect\nINFO: Connected to 10.0.0.5:3306 at mysql-bin.000012/4 (sid:5701, cid:123)",
			"com.github.shyiko.mysql.binlog.BinaryLogClient", "Connected to 10.0.0.5:3306 at mysql-bin.000012/4 (sid:5701, cid:123)", info, parsers.ComponentJava},
		{"ZooKeeper, wrapped", "2018-07-03 09:57:14,714 [myid:1] - WARN  [QuorumPeer[myid=1]/0:0:0:0:0:0:0:0:2181:Follower@116]\n- Got zxid 0x500000001 expected 0x1", "Follower", "Got zxid 0x500000001 expected 0x1", warn, parsers.ComponentZooKeeper},
		{"exception history", "2025-10-08 11:28:18\norg.apache.flink.util.FlinkException: Global failure\n\tat a.B.c(B.java:1)", "", "", 0, ""},
	}
	for _, tt := range tests {
		t.Run(tt.label, func(t *testing.T) {
			event := read(t, tt.text)
			if event.Logger != tt.logger || event.Message != tt.message || event.Level != tt.level || event.Component != tt.component {
				t.Errorf("logger %q message %q level %v component %q", event.Logger, event.Message, event.Level, event.Component)
			}
		})
	}
}

// TestWrapEveryHead breaks Flink's head at every place behind the level.
func TestWrapEveryHead(t *testing.T) {
	const line = "2024-03-13 10:30:28,960 WARN  org.apache.flink.runtime.executiongraph.ExecutionGraph       [] - DataSink (1/1) switched"
	from := strings.Index(line, "WARN") + len("WARN")
	to := strings.Index(line, "DataSink")
	for i := from; i <= to; i++ {
		event := read(t, line[:i]+"\n"+line[i:])
		if event.Logger != "org.apache.flink.runtime.executiongraph.ExecutionGraph" || event.Message != "DataSink (1/1) switched" || event.Component != parsers.ComponentJobManager {
			t.Errorf("%q: logger %q message %q component %q", line[:i], event.Logger, event.Message, event.Component)
		}
	}
}

func TestContinues(t *testing.T) {
	var weak parsers.Layout
	for _, l := range Layouts() {
		if w, ok := l.(parsers.WeakLayout); ok && w.Weak() {
			weak = l
		} else if !l.Continues([]byte("x"), []byte("any text"), 1) {
			t.Errorf("%s does not go on", l.Name())
		}
	}
	if weak == nil {
		t.Fatal("no weak layout")
	}
	const head, date = "java.io.IOException: x", "2025-10-08 11:28:18"
	tests := []struct {
		first, line string
		n           int
		want        bool
	}{
		{head, "\tat a.B.c(B.java:1)", 1, true}, {head, "responseBody: {", 1, true}, {head, "", 3, true}, {head, "Caused by: java.io.EOFException", 3, true},
		{head, "Exception in thread \"x\" java.lang.Error", 3, false}, {head, "[ERROR] Could not execute SQL statement. Reason:", 1, false}, {head, date, 4, false},
		{date, head, 1, true}, {date, "some text", 1, false}, {date, "some text", 2, true},
	}
	for _, tt := range tests {
		if got := weak.Continues([]byte(tt.first), []byte(tt.line), tt.n); got != tt.want {
			t.Errorf("%q, %q, %d: %v", tt.first, tt.line, tt.n, got)
		}
	}
}

func TestComponents(t *testing.T) {
	tests := map[string]parsers.Component{
		"org.apache.flink.runtime.checkpoint.CheckpointCoordinator":                                  parsers.ComponentJobManager,
		"org.apache.flink.runtime.checkpoint.channel.ChannelStateWriteRequestExecutorImpl":           parsers.ComponentTaskManager,
		"org.apache.flink.runtime.operators.coordination.OperatorCoordinatorHolder":                  parsers.ComponentJobManager,
		"org.apache.flink.runtime.operators.BatchTask":                                               parsers.ComponentTaskManager,
		"org.apache.flink.client.deployment.application.ApplicationDispatcherBootstrap":              parsers.ComponentJobManager,
		"org.apache.flink.client.program.rest.RestClusterClient":                                     parsers.ComponentFlinkClient,
		"org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumerator":                   parsers.ComponentJobManager,
		"com.ververica.cdc.connectors.mysql.source.assigners.MySqlSnapshotSplitAssigner":             parsers.ComponentJobManager,
		"org.apache.flink.cdc.connectors.mysql.source.reader.MySqlSplitReader":                       parsers.ComponentTaskManager,
		"org.apache.flink.shaded.curator5.org.apache.curator.framework.state.ConnectionStateManager": parsers.ComponentFlink,
		"akka.remote.ReliableDeliverySupervisor":                                                     parsers.ComponentFlink,
		"org.apache.pekko.remote.ReliableDeliverySupervisor":                                         parsers.ComponentFlink,
		"org.apache.curator.framework.imps.CuratorFrameworkImpl":                                     parsers.ComponentJava,
		"org.apache.zookeeper.server.quorum.QuorumPeer":                                              parsers.ComponentZooKeeper,
		"com.starrocks.data.load.stream.DefaultStreamLoader":                                         parsers.ComponentFlink,
		"kafka.server.KafkaServer":                                                                   parsers.ComponentKafka,
		"org.apache.kafka.clients.NetworkClient":                                                     parsers.ComponentJava,
		"org.apache.streampark.console.Foo":                                                          parsers.ComponentStreamPark,
		"o.a.f.r.c.CheckpointCoordinator":                                                            parsers.ComponentJobManager,
		"o.a.f.r.t.TaskExecutor":                                                                     parsers.ComponentTaskManager,
		"o.a.f.c.GlobalConfiguration":                                                                parsers.ComponentFlink,
		"com.acme.Orders":                                                                            parsers.ComponentJava,
		"":                                                                                           parsers.ComponentJava,
	}
	for logger, component := range tests {
		if got := componentOf(logger); got != component {
			t.Errorf("%s: %q, want %q", logger, got, component)
		}
	}
}
