package javatrace

import "testing"

func TestIsContinuation(t *testing.T) {
	for _, line := range []string{
		"", "\tat a.B.c(B.java:1)", "at a.B.c(B.java:1)", "        at a.B.c(B.java:1)", "Caused by: java.io.IOException: x", "Caused  by: x", "Causedby: x",
		"\t... 12 more", "... 12 more", "...", "Suppressed: java.io.IOException: x", "Wrapped by: java.io.IOException", "[CIRCULAR REFERENCE:java.lang.Error]",
		"    'connector'='starrocks'", "java.io.IOException: x", "java.util.concurrent.TimeoutException", "java.io.IOException：连接被拒绝",
		"org.apache.zookeeper.KeeperException$ConnectionLossException: KeeperErrorCode = ConnectionLoss for /flink",
		"nk.runtime.taskmanager.Task.run(Task.java:567)", "~[flink-dist-1.17.1.jar:1.17.1]", ".17.1.jar:1.17.1]",
		"Traceback (most recent call last):", "The above exception was the direct cause of the following exception:", "End of exception on server side>]",
	} {
		if !IsContinuation([]byte(line)) {
			t.Errorf("%q does not continue", line)
		}
	}
	for _, line := range []string{
		"2024-01-22 18:04:01,875 INFO  a.B - x", "Starting Job Manager", "nginx: [emerg] bind() failed", "attempt 3", "{\"status\":\"FAILED\"}",
		"Error: Could not create the Java Virtual Machine.", "org.apache.flink.runtime.taskmanager.Task - x", "I0124 18:13:31.620914 21877 a.cpp:1] x",
		"[ERROR] Could not execute SQL statement.", "java.lang.Exception is what we expect here", "see a.b:12 (note)", "ava:12)",
	} {
		if IsContinuation([]byte(line)) {
			t.Errorf("%q continues", line)
		}
	}
}

func TestContinuationAllocates(t *testing.T) {
	lines := [][]byte{[]byte("\tat a.B.c(B.java:1)"), []byte("java.io.IOException: x"), []byte("plain text without any mark"), []byte("x.y.z(Foo.java:17)")}
	if n := testing.AllocsPerRun(100, func() {
		for _, line := range lines {
			IsContinuation(line)
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestFirstUserFrame(t *testing.T) {
	library := []string{
		"java.util.concurrent.FutureTask.run(FutureTask.java:266)", "org.apache.flink.runtime.taskmanager.Task.run(Task.java:567)",
		"akka.actor.Actor.aroundReceive(Actor.scala:537)", "com.starrocks.data.load.stream.v2.StreamLoadManagerV2.write(StreamLoadManagerV2.java:252)",
		"io.debezium.connector.mysql.MySqlStreamingChangeEventSource.wrap(MySqlStreamingChangeEventSource.java:1718)", "scala.Option.get(Option.scala:1)",
		"com.acme.shaded.org.apache.http.Client.execute(Client.java:1)", "StreamExecCalc$31.processElement(Unknown Source)", "$Proxy12.select(Unknown Source)",
		"com.sun.proxy.$Proxy45.call(Unknown Source)", "org.apache.hadoop.ipc.Client.call(Client.java:1)", "ch.qos.logback.core.Foo.a(Foo.java:1)",
	}
	if got := FirstUserFrame(framed(x("a.B", ""), library...)); got != "" {
		t.Errorf("%s is no user code", got)
	}
	for _, user := range []string{"com.acme.orders.Enrich.map(Enrich.java:12)", "JvmLab.main(JvmLab.java:37)", "comet.Foo.a(Foo.java:1)", "JavaLab$1.run(JavaLab.java:4)", "enrich(/opt/jobs/orders.py:12)"} {
		if got := FirstUserFrame(framed(x("a.B", ""), append(library[:len(library):len(library)], user)...)); got != user {
			t.Errorf("%q instead of %s", got, user)
		}
	}
}
