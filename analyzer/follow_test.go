package analyzer

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// TestFollowTellsOnce: a root cause is told when its evidence stands in the stream, before the stream ends, and once only.
func TestFollowTellsOnce(t *testing.T) {
	r, w := io.Pipe()
	told := make(chan string, 8)
	done := make(chan *Report, 1)
	go func() {
		report, err := Follow(t.Context(), &parsers.Source{Name: "-", Reader: r}, builtin(t), Options{}, func(i *Incident) { told <- *i.RootCause.Rule })
		if err != nil {
			t.Error(err)
		}
		done <- report
	}()
	write := func(text string) {
		if _, err := io.WriteString(w, text); err != nil {
			t.Error(err)
		}
	}
	write(noise(1) + oom)
	select {
	case rule := <-told:
		if rule != "taskmanager-direct-buffer-memory" {
			t.Errorf("told %s", rule)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("nothing was told while the stream is open")
	}
	write(noise(2) + oom + noise(3))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	report := <-done
	if len(told) != 0 || len(report.Incidents) != 1 || report.Incidents[0].RootCause.Count != 2 {
		t.Errorf("%d more told; %+v", len(told), report.Incidents)
	}
}

func TestFollowInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	r, w := io.Pipe()
	defer w.Close() //nolint:errcheck // a test
	done := make(chan *Report, 1)
	go func() {
		report, _ := Follow(ctx, &parsers.Source{Name: "-", Reader: r}, builtin(t), Options{}, func(*Incident) { cancel() })
		done <- report
	}()
	if _, err := io.WriteString(w, oom+noise(1)); err != nil {
		t.Fatal(err)
	}
	select {
	case report := <-done:
		if report.Exit.Code != ExitInterrupted || len(report.Incidents) != 1 {
			t.Errorf("%+v", report.Exit)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("the run does not end")
	}
}

// days is a stream of 72 hours: a healthy line every second, and each minute a failure whose ids are new.
type days struct {
	second  int
	left    []byte
	halfway func()
}

const seconds = 72 * 3600

func (d *days) Read(p []byte) (int, error) {
	if len(d.left) == 0 {
		if d.second == seconds {
			return 0, io.EOF
		}
		if d.second == seconds/10 || d.second == seconds-1 {
			d.halfway()
		}
		at := time.Date(2024, 1, 24, 0, 0, d.second, 0, time.UTC).Format("2006-01-02 15:04:05")
		text := at + ",000 INFO  org.apache.flink.runtime.taskexecutor.TaskExecutor           [] - Receive slot request for job.\n"
		if d.second%60 == 0 {
			text += fmt.Sprintf("%s,001 WARN  org.apache.flink.runtime.taskmanager.Task [] - Sink: s (1/1)#%d (%032x_%032x_0_%d) switched from RUNNING to FAILED with failure cause:\n"+
				"com.acme.ShardException%d: shard %d of host-%d\n\tat com.acme.Sink.write(Sink.java:1)\n", at, d.second, d.second, d.second, d.second, d.second%7, d.second, d.second)
			text += fmt.Sprintf("%s,002 ERROR org.apache.flink.runtime.taskexecutor.TaskManagerRunner [] - %s", at, oom[strings.Index(oom, "Fatal"):])
		}
		d.left = []byte(text)
		d.second++
	}
	n := copy(p, d.left)
	d.left = d.left[n:]
	return n, nil
}

// TestFollowHoldsItsMemory simulates three days.
func TestFollowHoldsItsMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	var heaps []uint64
	stream := &days{halfway: func() {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		heaps = append(heaps, m.HeapAlloc)
	}}
	report, err := Follow(t.Context(), &parsers.Source{Name: "-", Reader: stream}, builtin(t), Options{}, func(*Incident) {})
	if err != nil {
		t.Fatal(err)
	}
	if len(heaps) != 2 || len(report.Incidents) == 0 || report.Summary.Lines < seconds {
		t.Fatalf("%d samples, %d incidents, %d lines", len(heaps), len(report.Incidents), report.Summary.Lines)
	}
	const room = 16 << 20
	if heaps[1] > heaps[0]+room {
		t.Errorf("the heap grew from %d to %d bytes between hour 7 and hour 72", heaps[0], heaps[1])
	}
}
