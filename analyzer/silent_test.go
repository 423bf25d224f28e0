package analyzer

import (
	"strings"
	"testing"
)

// TestNothingIsSilent: failures that calm records carry or hide are told, in a paste and in a large log.
func TestNothingIsSilent(t *testing.T) {
	const trace = "java.lang.IllegalStateException: shard 7 is gone\n\tat com.acme.Shards.open(Shards.java:12)\n"
	for name, text := range map[string]string{
		"uncaught exception behind java.util.logging": "Jan 24, 2024 2:53:12 PM com.acme.rpc.Proxy proxy\nINFO: Use the shared channel pool\n" +
			"Exception in thread \"pool-3\" " + trace,
		"uncaught exception behind log4j": noise(1) + "Exception in thread \"pool-3\" " + trace,
		"level behind two brackets":       noise(1) + "2024/01/24 14:53:14.704 +0000 [Thread-7] [CacheAdapter] ERROR shard 7 is gone\n" + trace,
		"severe":                          "Jan 24, 2024 2:53:12 PM com.acme.rpc.Proxy proxy\nSEVERE: shard 7 is gone\n",
		"error in brackets":               "2024-01-24 14:53:12,512 o.a.f.k.o.c.FlinkDeploymentController [ERROR][default/orders] shard 7 is gone\n",
		"a job that ended as failed": "2024-01-24 14:53:12,512 INFO  org.apache.flink.runtime.entrypoint.ClusterEntrypoint         - Shutting StandaloneJobClusterEntryPoint down " +
			"with application status FAILED. Diagnostics org.acme.Odd: shard 7 is gone.\n\tat org.acme.Odd.run(Odd.java:25)\n",
		"an event of type Warning": `{"level":"info","ts":"2024-01-24T14:53:12Z","msg":"Logged Warning event: SavepointFailed: {java.util.concurrent.CompletionException: ` +
			`org.acme.ShardException: shard 7 is gone.\n\tat org.acme.Odd.run(Odd.java:25)}"}` + "\n",
	} {
		large := strings.Repeat(noise(2), smallSource/len(noise(2))+1)
		for kind, log := range map[string]string{"small": text, "large": large + text + noise(3)} {
			r := analyze(t, Options{}, file("a.log", log))
			if got := encoded(t, r); len(r.Unexplained) == 0 || !strings.Contains(got, "shard 7 is gone") {
				t.Errorf("%s, %s: %d unexplained", name, kind, len(r.Unexplained))
			}
		}
	}
}

// TestTextWithoutHeads: what has no head for longer than a record may be is read to its end, each line once.
func TestTextWithoutHeads(t *testing.T) {
	var b strings.Builder
	for b.Len() < 300<<10 {
		b.WriteString("        {\n          \"message\": \"com.acme.Loader\"\n      },\n")
	}
	b.WriteString(oom)
	text := b.String()
	r := analyze(t, Options{}, file("a.json", text))
	if len(r.Incidents) != 1 || r.Incidents[0].RootCause.Evidence[0].Line != strings.Count(text, "\n")-2 {
		t.Errorf("%+v", r.Incidents)
	}
}

// TestFaintFailures: a warning that reads as a failure is told when the logs hold nothing else, and only then.
func TestFaintFailures(t *testing.T) {
	const backend = "W1130 10:12:34.351038 51278 odd_engine.cpp:912] failed to perform odd compaction. res=Not supported: odd key\n"
	const operator = `{"ts":"2024-01-24T14:53:12Z","level":"warning","msg":"Failed to reconcile resource flink/orders: dial tcp: odd host"}` + "\n"
	for _, text := range []string{backend, operator} {
		if r := analyze(t, Options{}, file("a.log", text)); len(r.Unexplained) != 1 || len(r.Incidents) != 0 {
			t.Errorf("%s: %d unexplained, %d incidents", text, len(r.Unexplained), len(r.Incidents))
		}
	}
	if r := analyze(t, Options{}, file("a.log", backend), file("b.log", oom)); len(r.Unexplained) != 0 || len(r.Incidents) != 1 {
		t.Errorf("beside a cause: %d unexplained, %d incidents", len(r.Unexplained), len(r.Incidents))
	}
}
