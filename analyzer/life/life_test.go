package life

import (
	"testing"
	"time"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

const job = "5b6d2c8ae9b0f1b6c0a0b9f9a3c2d1e0"

func TestRead(t *testing.T) {
	for _, c := range []struct {
		message string
		want    Mark
	}{
		{"Job orders (v2) (" + job + ") switched from state RUNNING to RESTARTING.", Mark{Kind: JobState, Job: job, From: "RUNNING", To: "RESTARTING"}},
		{"Job " + job + " reached terminal state FAILED.", Mark{Kind: JobState, Job: job, To: "FAILED"}},
		{"Job " + job + " reached globally terminal state FINISHED.", Mark{Kind: JobState, Job: job, To: "FINISHED"}},
		{"Source: a -> b (1/2) (" + job + "_0_0) switched from RUNNING to FAILED on tm-1-4 @ tm-1 (dataPort=1).", Mark{Kind: TaskFailed, Attempt: job + "_0_0", From: "RUNNING", To: "FAILED", TaskManager: "tm-1-4"}},
		{"Sink: s (1/1)#3 (" + job + ") switched from INITIALIZING to FAILED with failure cause:", Mark{Kind: TaskFailed, Attempt: job, From: "INITIALIZING", To: "FAILED"}},
		{"Completed checkpoint 12 for job " + job + " (1024 bytes, checkpointDuration=18 ms, finalizationTime=4 ms).", Mark{Kind: CheckpointCompleted, Job: job}},
		{"Checkpoint 13 of job " + job + " expired before completing.", Mark{Kind: CheckpointFailed, Job: job}},
		{"Registering TaskManager with ResourceID tm-1-4 (pekko.tcp://flink@10.0.0.8:6122/user/rpc/taskmanager_0) at ResourceManager", Mark{Kind: TaskManagerCame, TaskManager: "tm-1-4"}},
		{"Closing TaskExecutor connection tm-1-4 because: The TaskExecutor is shutting down.", Mark{Kind: TaskManagerLeft, TaskManager: "tm-1-4"}},
		{"RECEIVED SIGNAL 15: SIGTERM. Shutting down as requested.", Mark{Kind: ProcessStopped}},
		{"Starting KubernetesTaskExecutorRunner (Version: 1.17.1, Scala: 2.12, Rev:2750d5c, Date:2023-05-19T10:45:46+02:00)", Mark{Kind: ProcessStarted}},
	} {
		got, ok := Read(&parsers.Event{Message: c.message})
		if !ok || got != c.want {
			t.Errorf("%q: got %+v %v, want %+v", c.message, got, ok, c.want)
		}
	}
	for _, message := range []string{
		"", "Job " + job + " is submitted.", "Sink: s (1/1)#0 (" + job + ") switched from DEPLOYING to RUNNING.", "switched from nothing",
	} {
		if got, ok := Read(&parsers.Event{Message: message}); ok {
			t.Errorf("%q: read as %+v", message, got)
		}
	}
}

func TestJobs(t *testing.T) {
	at := func(minute int) parsers.Time {
		return parsers.Time{At: time.Date(2024, 1, 24, 14, minute, 0, 0, time.UTC)}
	}
	l := &Log{}
	for minute := range 3 {
		l.Add(Mark{Kind: JobState, Job: job, From: "RUNNING", To: "RESTARTING", At: at(10 * minute)})
		l.Add(Mark{Kind: JobState, Job: job, From: "RESTARTING", To: "RUNNING", At: at(10*minute + 1)})
	}
	l.Add(Mark{Kind: JobState, Job: job, To: "FAILED", At: at(30)})
	got := Jobs([]*Log{l})
	if len(got) != 1 || got[0].Count != 3 || got[0].Ended != "FAILED" || got[0].Span() != 20*time.Minute {
		t.Errorf("got %+v", got)
	}
}

func TestLogIsBounded(t *testing.T) {
	l := &Log{}
	for range maxMarks + 5 {
		l.Add(Mark{Kind: TaskFailed})
	}
	if len(l.Marks) != maxMarks || l.Dropped != 5 {
		t.Errorf("%d marks, %d dropped", len(l.Marks), l.Dropped)
	}
}
