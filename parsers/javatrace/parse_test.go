package javatrace

import (
	"strings"
	"testing"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/internal/lex"
)

// x builds an element without frames.
func x(class, message string) parsers.Exception {
	return parsers.Exception{Class: class, Message: message}
}

// framed gives an element frames.
func framed(e parsers.Exception, frames ...string) parsers.Exception {
	e.Frames = frames
	return e
}

func TestParse(t *testing.T) {
	tests := []struct {
		label, body, message string
		chain                []parsers.Exception
	}{
		{"no trace", "Triggering checkpoint 4 (type=CHECKPOINT) @ 1658069397823 for job 74cc.", "Triggering checkpoint 4 (type=CHECKPOINT) @ 1658069397823 for job 74cc.", nil},
		{"class at the start, no head", "java.lang.Exception: Job leader for job id 1bb3 lost leadership.", "",
			[]parsers.Exception{x("java.lang.Exception", "Job leader for job id 1bb3 lost leadership.")}},
		{"message of several lines", "Stopped.\ncom.acme.LoadException: too many filtered rows\nresponseBody: {\"Status\":\"Fail\"}\nerrorLog: null\n\tat com.acme.Sink.write(Sink.java:3)", "Stopped.",
			[]parsers.Exception{framed(x("com.acme.LoadException", `too many filtered rows responseBody: {"Status":"Fail"} errorLog: null`), "com.acme.Sink.write(Sink.java:3)")}},
		{"message names the exception, then it is printed", "Failed: java.io.IOException: gone\njava.io.IOException: gone\n\tat com.acme.Sink.write(Sink.java:3)", "Failed: java.io.IOException: gone",
			[]parsers.Exception{framed(x("java.io.IOException", "gone"), "com.acme.Sink.write(Sink.java:3)")}},
		{"quoted without frames: the message stays whole", "Checkpoint 3 failed with exception: java.io.IOException: disk full", "Checkpoint 3 failed with exception: java.io.IOException: disk full",
			[]parsers.Exception{x("java.io.IOException", "disk full")}},
		{"akka's cause in brackets", "Association has failed. Reason: [Association failed with [akka.tcp://flink@h:6122]] Caused by: [java.net.ConnectException: Connection refused: h/10.0.0.1:6122]",
			"Association has failed. Reason: [Association failed with [akka.tcp://flink@h:6122]] Caused by: [java.net.ConnectException: Connection refused: h/10.0.0.1:6122]",
			[]parsers.Exception{x("java.net.ConnectException", "Connection refused: h/10.0.0.1:6122")}},
		{"akka's cause that is a host", "Association has failed. Reason: [x] Caused by: [flink-taskmanager-754bb4f48-xw8cb]", "Association has failed. Reason: [x] Caused by: [flink-taskmanager-754bb4f48-xw8cb]", nil},
		{"serialized throwable", "org.apache.flink.util.SerializedThrowable: com.acme.ShardClosed: 7\n\tat com.acme.Sink.write(Sink.java:3)", "",
			[]parsers.Exception{framed(x("org.apache.flink.util.SerializedThrowable", "com.acme.ShardClosed: 7"), "com.acme.Sink.write(Sink.java:3)"), x("com.acme.ShardClosed", "7")}},
		{"throwable of a throwable, cause printed", "java.lang.RuntimeException: java.io.IOException: gone\n\tat a.B.c(B.java:1)\nCaused by: java.io.IOException: gone\n\t... 1 more", "",
			[]parsers.Exception{framed(x("java.lang.RuntimeException", "java.io.IOException: gone"), "a.B.c(B.java:1)"), x("java.io.IOException", "gone")}},
		{"throwable of a throwable, trace cut", "java.lang.RuntimeException: java.io.IOException: gone\n\tat a.B.c(B.java:1)", "",
			[]parsers.Exception{framed(x("java.lang.RuntimeException", "java.io.IOException: gone"), "a.B.c(B.java:1)"), x("java.io.IOException", "gone")}},
		{"Spring", "org.springframework.jdbc.UncategorizedSQLException: bad; nested exception is java.sql.SQLException: Access denied\n\tat a.B.c(B.java:1)", "",
			[]parsers.Exception{framed(x("org.springframework.jdbc.UncategorizedSQLException", "bad; nested exception is java.sql.SQLException: Access denied"), "a.B.c(B.java:1)"), x("java.sql.SQLException", "Access denied")}},
		{"main thread", "Exception in thread \"main\" java.lang.OutOfMemoryError: Java heap space", `Exception in thread "main"`,
			[]parsers.Exception{x("java.lang.OutOfMemoryError", "Java heap space")}},
		{"main thread, blanks lost", "Exception in thread\"main\"java.lang.NoSuchFieldError:INSTANCE\n        at a.B.c(B.java:1)", `Exception in thread"main"`,
			[]parsers.Exception{framed(x("java.lang.NoSuchFieldError", "INSTANCE"), "a.B.c(B.java:1)")}},
		{"class names in a message that were not thrown", "java.lang.ClassNotFoundException: com.acme.OrderException\n\tat a.B.c(B.java:1)", "",
			[]parsers.Exception{framed(x("java.lang.ClassNotFoundException", "com.acme.OrderException"), "a.B.c(B.java:1)")}},
		{"unqualified class before frames", "caught end of stream exception\nEndOfStreamException: Unable to read additional data\n\tat org.apache.zookeeper.server.NIOServerCnxn.doIO(NIOServerCnxn.java:239)", "caught end of stream exception",
			[]parsers.Exception{framed(x("EndOfStreamException", "Unable to read additional data"), "org.apache.zookeeper.server.NIOServerCnxn.doIO(NIOServerCnxn.java:239)")}},
		{"frames without class", "Latch timeout. com.acme.log.Pool_FullLatch\n        at com.acme.Latch.acquire(Latch.java:87)", "Latch timeout. com.acme.log.Pool_FullLatch",
			[]parsers.Exception{framed(x("", ""), "com.acme.Latch.acquire(Latch.java:87)")}},
		{"nested JSON answer", `java.lang.RuntimeException: begin failed, responseBody: {"Status":"FAILED","Message":"class com.starrocks.common.BeginTransactionException: current running txns on db 1 is 100"}, label x` + "\n\tat a.B.c(B.java:1)", "",
			[]parsers.Exception{framed(x("java.lang.RuntimeException", `begin failed, responseBody: {"Status":"FAILED","Message":"class com.starrocks.common.BeginTransactionException: current running txns on db 1 is 100"}, label x`), "a.B.c(B.java:1)"),
				x("com.starrocks.common.BeginTransactionException", "current running txns on db 1 is 100")}},
		{"root first", "boom\njava.io.IOException: gone\n\tat a.B.c(B.java:1)\nWrapped by: java.lang.RuntimeException: outer\n\tat a.B.d(B.java:2)", "boom",
			[]parsers.Exception{framed(x("java.lang.RuntimeException", "outer"), "a.B.d(B.java:2)"), framed(x("java.io.IOException", "gone"), "a.B.c(B.java:1)")}},
		{"circular", "java.lang.RuntimeException: a\n\tat a.B.c(B.java:1)\nCaused by: java.lang.IllegalStateException: b\n\tat a.B.d(B.java:2)\n\t[CIRCULAR REFERENCE:java.lang.RuntimeException: a]", "",
			[]parsers.Exception{framed(x("java.lang.RuntimeException", "a"), "a.B.c(B.java:1)"), framed(x("java.lang.IllegalStateException", "b"), "a.B.d(B.java:2)")}},
		{"cut short by the author", "...\nCaused by: java.io.IOException: Cannot instantiate file system\n...\nCaused by: java.net.UnknownHostException: nameservice\n...", "...",
			[]parsers.Exception{x("java.io.IOException", "Cannot instantiate file system ..."), x("java.net.UnknownHostException", "nameservice ...")}},
		{"text behind the trace", "launch failed\njava.io.IOException: exit\n\tat a.B.c(B.java:1)\n\nContainer exited with a non-zero exit code 239", "launch failed Container exited with a non-zero exit code 239",
			[]parsers.Exception{framed(x("java.io.IOException", "exit"), "a.B.c(B.java:1)")}},
		{"quoted in JSON, wrapped before the class", "begin failed, body: {\"Message\":\"class\ncom.acme.TxnException: 100 running\"}, label x", `begin failed, body: {"Message":"class com.acme.TxnException: 100 running"}, label x`,
			[]parsers.Exception{x("com.acme.TxnException", "100 running")}},
		{"flattened, without a message", "Exception when following the leader java.io.EOFException at a.B.c(B.java:1)", "Exception when following the leader",
			[]parsers.Exception{framed(x("java.io.EOFException", ""), "a.B.c(B.java:1)")}},
		{"flattened, unqualified", "Unexpected exception EndOfStreamException: Unable to read at a.B.c(B.java:1)", "Unexpected exception",
			[]parsers.Exception{framed(x("EndOfStreamException", "Unable to read"), "a.B.c(B.java:1)")}},
		{"flattened, no frames", "com.acme.SslException: handshake failed Caused by: java.io.IOException: PKIX", "",
			[]parsers.Exception{x("com.acme.SslException", "handshake failed"), x("java.io.IOException", "PKIX")}},
		{"flattened, then wrapped before a quoted class", "Task failed java.lang.RuntimeException: refresh failed, error:\njava.lang.IllegalStateException: locked at a.B.c(B.java:1)", "Task failed",
			[]parsers.Exception{framed(x("java.lang.RuntimeException", "refresh failed, error: java.lang.IllegalStateException: locked"), "a.B.c(B.java:1)"), x("java.lang.IllegalStateException", "locked")}},
		{"thread dump", "Task did not react\n\"main\" prio=5\n   java.lang.Thread.State: WAITING (parking)\n\tat sun.misc.Unsafe.park(Native Method)", "Task did not react \"main\" prio=5 java.lang.Thread.State: WAITING (parking)",
			[]parsers.Exception{framed(x("", ""), "sun.misc.Unsafe.park(Native Method)")}},
	}
	for _, tt := range tests {
		t.Run(tt.label, func(t *testing.T) {
			message, chain := Parse(tt.body)
			if lex.Fold(message) != tt.message {
				t.Errorf("message %q, want %q", message, tt.message)
			}
			sameChain(t, chain, tt.chain, false)
		})
	}
}

// TestProse holds text that speaks of classes and of places without reporting an exception.
func TestProse(t *testing.T) {
	for _, body := range []string{
		"Registered handler for java.lang.Exception and com.acme.FooException, will retry",
		"Look at org.apache.flink.Foo (see docs) at http://a.b.c/D.e(f)",
		"Connection refused at db1.prod.example.com:3306 at 10.0.0.1",
		"see https://flink.apache.org/java.lang.Exception: no",
		"Caused by: a colleague. He stopped at.the.door",
		"Using configuration file /opt/conf/com.acme.Error: none",
		"after 0 events: *mysql.MyError: ERROR 1236 (HY000): Binary log is not open",
		"Loading configuration property: env.java.opts.all, -XX:OnOutOfMemoryError=kill",
		"[Error] net.Error: i/o timeout",
		"looking at a.b",
		"Waiting at org.apache.flink.runtime.taskmanager since noon",
	} {
		message, chain := Parse(body)
		if message != body || chain != nil {
			t.Errorf("%q: message %q\n%s", body, message, show(chain))
		}
	}
}

func TestSlips(t *testing.T) {
	tests := []struct{ body, class, frame string }{
		{"java. lang.OutOfMemoryError: Direct buffer memory at java.nio.Bits.reserveMemory(Bits.java:695)", "java.lang.OutOfMemoryError", "java.nio.Bits.reserveMemory(Bits.java:695)"},
		{"java.lang. OutOfMemoryError: Direct buffer memory at java.nio .Bits.reserveMemory(Bits. java:695)", "java.lang.OutOfMemoryError", "java.nio.Bits.reserveMemory(Bits.java:695)"},
		{"lava.lang.0utOfMemoryErr0r: x at java.io.Data0utputStream.write(Data0utputStream.1ava:107)", "java.lang.OutOfMemoryError", "java.io.DataOutputStream.write(DataOutputStream.java:107)"},
		{"java.io.I0Exception: x at 0rg.apache.flink.Foo.serialize0peratorState(Foo.lava:1)", "java.io.IOException", "org.apache.flink.Foo.serializeOperatorState(Foo.java:1)"},
		{"java.lang.lllegalStateException: x at org.apache. flink. runtime.Foo.bar(Foo.java:1) ~[7:1.8.0_3721 at a.B.c(B.java:2)", "java.lang.IllegalStateException", "org.apache.flink.runtime.Foo.bar(Foo.java:1)"},
		{"java.lang.IllegalState Exception: x at org.apache.flink.Foo.write Foo.java:130) ~?:? at a.B.c(B.java:2)", "java.lang.IllegalStateException", "org.apache.flink.Foo.write(Foo.java:130)"},
		{"java.lang.OutOfMemoryError: Direct buffer memory at lava.n10.B1ts.reserveMemory(B1ts.lava:/08 ~ 7:1.8.0 312. at java.nio.X.y(X.java:1)", "java.lang.OutOfMemoryError", "java.n10.B1ts.reserveMemory(B1ts.java:/08)"},
		{"java.lang.RuntimeException: xat org.apache.flink.Foo.bar(Foo.java:1)atorg.apache.flink.Foo.baz(Foo.java:2)", "java.lang.RuntimeException", "org.apache.flink.Foo.bar(Foo.java:1)"},
	}
	for _, tt := range tests {
		_, chain := Parse(tt.body)
		if len(chain) != 1 || chain[0].Class != tt.class || len(chain[0].Frames) == 0 || chain[0].Frames[0] != tt.frame {
			t.Errorf("%q:\n%s", tt.body, show(chain))
		}
	}
}

// TestNamesWithDigits: what only looks like a slip stays.
func TestNamesWithDigits(t *testing.T) {
	const body = "com.acme.v1.Log4j0Exception: x\n\tat jdk.internal.reflect.NativeMethodAccessorImpl.invoke0(Native Method)\n\tat com.acme.Foo.access$000(Foo.java:10)\n\tat com.acme.Base64.lambda$init$0(Base64.java:1)"
	_, chain := Parse(body)
	sameChain(t, chain, []parsers.Exception{framed(x("com.acme.v1.Log4j0Exception", "x"), "jdk.internal.reflect.NativeMethodAccessorImpl.invoke0(Native Method)",
		"com.acme.Foo.access$000(Foo.java:10)", "com.acme.Base64.lambda$init$0(Base64.java:1)")}, false)
}

func TestServerSide(t *testing.T) {
	const body = `Could not submit
java.util.concurrent.CompletionException: org.apache.flink.runtime.rest.util.RestClientException: [Internal server error., <Exception on server side:
org.apache.flink.runtime.client.JobSubmissionException: Failed to submit job.
	at org.apache.flink.runtime.dispatcher.Dispatcher.lambda$internalSubmitJob$3(Dispatcher.java:362)
Caused by: java.lang.IllegalArgumentException: bad plan
	... 7 more

End of exception on server side>]
	at org.apache.flink.runtime.rest.RestClient.parseResponse(RestClient.java:532)`
	message, chain := Parse(body)
	if lex.Fold(message) != "Could not submit" {
		t.Errorf("message %q", message)
	}
	var classes []string
	for i := range chain {
		classes = append(classes, chain[i].Class)
	}
	want := "java.util.concurrent.CompletionException org.apache.flink.runtime.rest.util.RestClientException org.apache.flink.runtime.client.JobSubmissionException java.lang.IllegalArgumentException"
	if got := strings.Join(classes, " "); got != want {
		t.Errorf("chain %s", got)
	}
	if n := len(chain[0].Frames); n != 2 {
		t.Errorf("outer element has %d frames:\n%s", n, show(chain))
	}
}

func TestPython(t *testing.T) {
	const body = `Task failed.
java.lang.RuntimeException: Error received from SDK harness for instruction 3: Traceback (most recent call last):
  File "/opt/venv/lib/site-packages/pyflink/worker.py", line 289, in _execute
    response = task()
  File "/opt/jobs/orders.py", line 12, in enrich
    raise ValueError("no shop " + id)
ValueError: no shop 7

	at java.util.concurrent.CompletableFuture.reportGet(CompletableFuture.java:357)
Caused by: java.lang.IllegalStateException: closed
	... 3 more`
	_, chain := Parse(body)
	sameChain(t, chain, []parsers.Exception{
		framed(x("java.lang.RuntimeException", "Error received from SDK harness for instruction 3:"), "java.util.concurrent.CompletableFuture.reportGet(CompletableFuture.java:357)"),
		framed(x("ValueError", "no shop 7"), "enrich(/opt/jobs/orders.py:12)", "_execute(/opt/venv/lib/site-packages/pyflink/worker.py:289)"),
		x("java.lang.IllegalStateException", "closed"),
	}, false)
	if frame := FirstUserFrame(chain[1]); frame != "enrich(/opt/jobs/orders.py:12)" {
		t.Errorf("user frame %q", frame)
	}
}

func TestPythonCausesFirst(t *testing.T) {
	const body = `Traceback (most recent call last):
  File "a.py", line 1, in f
    g()
KeyError: 'x'

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "a.py", line 3, in f
    raise RuntimeError("no x")
RuntimeError: no x`
	_, chain := Parse(body)
	sameChain(t, chain, []parsers.Exception{framed(x("RuntimeError", "no x"), "f(a.py:3)"), framed(x("KeyError", "'x'"), "f(a.py:1)")}, false)
}

func TestSuppressedBlocks(t *testing.T) {
	const body = `java.lang.Exception: top
	at a.B.c(B.java:1)
	Suppressed: java.io.IOException: s1
		at a.B.d(B.java:2)
		Suppressed: java.io.IOException: s2
			at a.B.e(B.java:3)
		Caused by: java.lang.Error: s1 cause
			... 1 more
Caused by: java.lang.IllegalStateException: cause
	at a.B.f(B.java:4)`
	_, chain := Parse(body)
	var marks []string
	for i := range chain {
		mark := chain[i].Message
		if chain[i].Suppressed {
			mark = "(" + mark + ")"
		}
		marks = append(marks, mark)
	}
	if got := strings.Join(marks, " "); got != "top (s1) (s2) (s1 cause) cause" {
		t.Errorf("chain %s", got)
	}
	event := parsers.Event{Chain: chain}
	if root := event.Root(); root == nil || root.Message != "cause" {
		t.Errorf("root %v", root)
	}
}

func TestLines(t *testing.T) {
	_, chain := Parse("failed\njava.lang.Exception: a:\n b\n\tat a.B.c(B.java:1)\nCaused by: java.io.IOException: java.net.SocketException: reset\n\t... 1 more")
	var lines []int
	for i := range chain {
		lines = append(lines, chain[i].Line)
	}
	if len(lines) != 3 || lines[0] != 1 || lines[1] != 4 || lines[2] != 4 {
		t.Errorf("lines %v\n%s", lines, show(chain))
	}
}

// TestBounds: hostile traces stay small.
func TestBounds(t *testing.T) {
	_, chain := Parse("java.lang.Exception: a\n" + strings.Repeat("\tat a.B.c(B.java:1)\n", 1000))
	if len(chain) != 1 || len(chain[0].Frames) != parsers.MaxFrames {
		t.Errorf("%d elements, %d frames", len(chain), len(chain[0].Frames))
	}
	_, chain = Parse(strings.Repeat("Caused by: java.lang.Exception: a\n", 1000) + "Caused by: java.io.IOException: last")
	if len(chain) != maxChain {
		t.Errorf("%d elements", len(chain))
	}
	if last := chain[len(chain)-1]; last.Class != "java.io.IOException" && len(chain) == maxChain {
		t.Errorf("the innermost element was dropped: %v", last)
	}
	_, chain = Parse("x: " + strings.Repeat("java.lang.Exception: ", 3000))
	if len(chain) > maxChain {
		t.Errorf("%d elements", len(chain))
	}
}
