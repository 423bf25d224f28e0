package analyzer

import (
	"strings"
	"testing"
	"time"
)

const (
	pauseAt8   = "[2023-07-11T03:10:41.911+0800][82524.623s][info][gc          ] GC(872) Pause Full (G1 Compaction Pause) 2046M->2039M(2048M) 41811.000ms\n"
	timeoutRaw = "2023-07-11 03:10:43,022 INFO  org.apache.flink.shaded.zookeeper3.org.apache.zookeeper.ClientCnxn [] - Client session timed out, have not heard from server in 43211ms for sessionid 0x3000002d1f50004, closing socket connection and attempting reconnect\n"
)

// TestClockWithoutZone: a clock that states no zone takes that of the other sources only when it meets them with it and does not without it.
func TestClockWithoutZone(t *testing.T) {
	tests := []struct {
		name, raw string
		zone      *time.Location
		wantFirst string
		wantNote  bool
	}{
		{"meets with the zone", timeoutRaw, nil, "2023-07-10 19:10:43", true},
		{"meets as UTC", strings.Replace(timeoutRaw, "2023-07-11 03:", "2023-07-10 19:", 1), nil, "2023-07-10 19:10:43", false},
		{"meets never", strings.Replace(timeoutRaw, "2023-07-11 03:", "2023-07-12 15:", 1), nil, "2023-07-12 15:10:43", false},
		{"the user knows better", timeoutRaw, time.FixedZone("", -3600), "2023-07-11 04:10:43", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			report := analyze(t, Options{Zone: tt.zone}, file("gc.log", pauseAt8), file("jobmanager.log", tt.raw))
			source := report.Sources[1]
			if got := source.First.Format(time.DateTime); got != tt.wantFirst {
				t.Errorf("first record at %s, want %s", got, tt.wantFirst)
			}
			if noted := strings.Contains(strings.Join(source.Notes, "\n"), "+08:00"); noted != tt.wantNote {
				t.Errorf("notes %q, want the zone told: %t", source.Notes, tt.wantNote)
			}
		})
	}
}

// TestCarriersGoWithWhatTheyAnnounce: a wrapper's line is no failure of its own beside the finding it announces, and one without it.
func TestCarriersGoWithWhatTheyAnnounce(t *testing.T) {
	const carrier = "2024-01-24 14:30:59,900 ERROR io.debezium.connector.mysql.MySqlStreamingChangeEventSource [] - Error during binlog processing. Last offset stored = null, binlog reader near position = mysql-bin.000003/154\n"
	if got := analyze(t, Options{}, file("taskmanager.log", carrier+oom)).Unexplained; len(got) != 0 {
		t.Errorf("beside a finding: %d unexplained, want none: %q", len(got), got[0].Message)
	}
	if got := analyze(t, Options{}, file("taskmanager.log", carrier)).Unexplained; len(got) != 1 {
		t.Errorf("alone: %d unexplained, want 1", len(got))
	}
	const frames = "\tat org.apache.zookeeper.server.quorum.QuorumCnxManager.connectAll(QuorumCnxManager.java:735)\n\tat org.apache.zookeeper.server.quorum.QuorumPeer.run(QuorumPeer.java:1247)\n"
	if got := analyze(t, Options{}, file("zookeeper.log", frames+noise(1))).Unexplained; len(got) != 0 {
		t.Errorf("the rest of a trace: %d unexplained, want none", len(got))
	}
}
