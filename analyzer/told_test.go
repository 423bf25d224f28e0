package analyzer

import "testing"

// TestToldExceptionIsNotUnexplained: a symptom whose rule reads the innermost exception out of the message and tells it leaves nothing unexplained; an
// innermost exception below the message is listed.
func TestToldExceptionIsNotUnexplained(t *testing.T) {
	const head = "2024-05-13 08:15:30,123 WARN  akka.remote.ReliableDeliverySupervisor                       [] - Association with remote system [akka.tcp://flink@10.1.2.3:6122] has failed, address is now gated for [50] ms. Reason: [Association failed with [akka.tcp://flink@10.1.2.3:6122]] Caused by: ["
	for tail, want := range map[string]int{
		"java.net.ConnectException: Connection refused: /10.1.2.3:6122]\n":                                                              0,
		"x]\nCaused by: com.acme.net.QuotaException: tenant 7 may not open more channels\n\tat com.acme.net.Quota.take(Quota.java:7)\n": 1,
	} {
		r := analyze(t, Options{}, file("jobmanager.log", head+tail))
		if len(r.Incidents) != 1 || len(r.Unexplained) != want {
			t.Errorf("%s: %d incidents, %d unexplained, want 1 and %d", tail, len(r.Incidents), len(r.Unexplained), want)
		}
	}
}
