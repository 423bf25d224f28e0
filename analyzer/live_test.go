package analyzer

import (
	"context"
	"fmt"
	"io"
	"iter"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/flinkdoctor/flinkdoctor/analyzer/accept"
	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// piped is standard input.
func piped(r io.Reader) iter.Seq[*parsers.Source] {
	return func(yield func(*parsers.Source) bool) { yield(&parsers.Source{Name: "-", Reader: r}) }
}

// TestLiveTellsOnce: a root cause is told when its evidence stands in the stream, before the stream ends, and once only.
func TestLiveTellsOnce(t *testing.T) {
	r, w := io.Pipe()
	told := make(chan string, 8)
	done := make(chan *Report, 1)
	go func() {
		report, err := Analyze(t.Context(), piped(r), builtin(t), Options{Live: &Live{Told: func(i *Incident) { told <- *i.RootCause.Rule }}})
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

// steps gives a text in pieces, cut anywhere, with a pause after each.
type steps struct {
	text  string
	size  int
	pause time.Duration
}

func (s *steps) Read(p []byte) (int, error) {
	if s.text == "" {
		return 0, io.EOF
	}
	time.Sleep(s.pause)
	n := copy(p, s.text[:min(len(s.text), s.size)])
	s.text = s.text[n:]
	return n, nil
}

// TestLiveChangesNoReport: what is told meanwhile, and when, leaves no trace in the report.
func TestLiveChangesNoReport(t *testing.T) {
	trace := strings.Replace(oom, "\n\tat", "\njava.lang.RuntimeException: outer\n\tat", 1)
	tests := map[string]string{
		"empty":           "",
		"one line":        oom[:strings.IndexByte(oom, '\n')],
		"small":           noise(3) + trace + noise(2) + oom,
		"a configuration": "taskmanager.numberOfTaskSlots: 2\n",
		"large":           strings.Repeat(strings.Repeat(noise(7), 1000)+oom, 3+smallSource/len(noise(7))/1000),
	}
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			plain, err := Analyze(t.Context(), piped(strings.NewReader(text)), builtin(t), Options{})
			if err != nil {
				t.Fatal(err)
			}
			for _, pieces := range []int{1 + len(text)/50, 1 + len(text)/7, len(text) + 1} {
				reader := &steps{text: text, size: pieces, pause: 3 * time.Millisecond}
				live, err := Analyze(t.Context(), piped(reader), builtin(t), Options{Live: &Live{Delay: time.Millisecond, Always: true, Told: func(*Incident) {}}})
				if err != nil || !reflect.DeepEqual(live, plain) {
					t.Errorf("in pieces of %d bytes (%v):\n%+v\nat once:\n%+v", pieces, err, live, plain)
				}
			}
		})
	}
}

// TestLiveTellsNoAccepted: what is known and accepted is not told.
func TestLiveTellsNoAccepted(t *testing.T) {
	known := Accept{Suppressions: []accept.Suppression{{Rule: "taskmanager-direct-buffer-memory", Reason: "known"}}}
	reader := &steps{text: noise(1) + oom + noise(1), size: 1 << 20, pause: 20 * time.Millisecond}
	report, err := Analyze(t.Context(), piped(reader), builtin(t), Options{Accept: known, Live: &Live{
		Delay: time.Millisecond, Always: true, Told: func(i *Incident) { t.Errorf("told %s", *i.RootCause.Rule) },
	}})
	if err != nil || len(report.Suppressed) != 1 {
		t.Errorf("%v, %+v", err, report)
	}
}

// TestLiveTellsTheUnknown: a failure that takes a task down is told also when no rule knows it, once.
func TestLiveTellsTheUnknown(t *testing.T) {
	const failure = "2024-01-24 14:31:00,000 WARN  org.apache.flink.runtime.taskmanager.Task [] - Enrich (1/1)#0 (3a1b2c3d4e5f60718293a4b5c6d7e8f9) switched from RUNNING to FAILED with failure cause: " +
		"com.acme.PriceException: currency is unknown\n\tat com.acme.Prices.convert(Prices.java:51)\n"
	var told []string
	live := &Live{Delay: time.Millisecond, Always: true, Told: func(i *Incident) {
		if i.RootCause.Rule != nil {
			t.Errorf("told %s", *i.RootCause.Rule)
		}
		told = append(told, i.RootCause.Title)
	}}
	reader := &steps{text: strings.Repeat(noise(1)+failure, 3), size: 700, pause: 20 * time.Millisecond}
	if _, err := Analyze(t.Context(), piped(reader), builtin(t), Options{Live: live}); err != nil || len(told) != 1 || !strings.Contains(told[0], "currency is unknown") {
		t.Errorf("%v, told %q", err, told)
	}
}

func TestLiveInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	r, w := io.Pipe()
	defer w.Close() //nolint:errcheck // a test
	done := make(chan *Report, 1)
	go func() {
		report, _ := Analyze(ctx, piped(r), builtin(t), Options{Live: &Live{Told: func(*Incident) { cancel() }}})
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

// TestLiveHoldsItsMemory simulates three days.
func TestLiveHoldsItsMemory(t *testing.T) {
	if testing.Short() || raced {
		t.Skip("takes some seconds; the race detector has memory of its own")
	}
	var heaps []uint64
	days := &days{halfway: func() {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		heaps = append(heaps, m.HeapAlloc)
	}}
	told := map[string]int{}
	report, err := Analyze(t.Context(), piped(days), builtin(t), Options{Live: &Live{Delay: 50 * time.Millisecond, Told: func(i *Incident) { told[i.ID]++ }}})
	if err != nil {
		t.Fatal(err)
	}
	if len(heaps) != 2 || len(report.Incidents) == 0 || report.Summary.Lines < seconds {
		t.Fatalf("%d samples, %d incidents, %d lines", len(heaps), len(report.Incidents), report.Summary.Lines)
	}
	for rule, n := range told {
		if n > 1 {
			t.Errorf("%s was told %d times", rule, n)
		}
	}
	if len(told) == 0 {
		t.Error("nothing was told")
	}
	const room = 16 << 20
	if heaps[1] > heaps[0]+room {
		t.Errorf("the heap grew from %d to %d bytes between hour 7 and hour 72", heaps[0], heaps[1])
	}
}
