// Package life follows the life of Flink jobs and processes through their logs: state changes of jobs and tasks, restarts, checkpoints, TaskManagers
// that come and go. It reads events and keeps bounded marks; it knows no rule and decides nothing.
package life

import (
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// Kind says what happened.
type Kind string

// Kinds of marks.
const (
	JobState            Kind = "job-state"              // To is the new state of the job
	TaskFailed          Kind = "task-failed"            // an attempt of a task went to FAILED
	CheckpointCompleted Kind = "checkpoint-completed"   //
	CheckpointFailed    Kind = "checkpoint-failed"      // expired, declined or aborted
	TaskManagerCame     Kind = "taskmanager-registered" //
	TaskManagerLeft     Kind = "taskmanager-lost"       // the ResourceManager closed the connection
	ProcessStarted      Kind = "process-started"        // the start-up banner
	ProcessStopped      Kind = "process-stopped"        // a signal ended it, or it said that it ends
)

// longestID bounds the names kept, in bytes.
const longestID = 200

// Mark is one moment in a life.
type Mark struct {
	Kind Kind
	At   parsers.Time
	// Job is the job id (32 hexadecimal digits), Attempt the execution attempt id, TaskManager the resource id; "" when the line names none.
	Job, Attempt, TaskManager string
	// From and To are states of a job or task.
	From, To string
	Line     int
}

// Markers are literals that stand in the lines of a life that are rare in a healthy log; the scan takes them as candidates. Checkpoints that complete and
// TaskManagers that register are not among them: a healthy log is full of them, so they are only seen where every record is read.
var Markers = []string{
	"switched from state ", "reached terminal state", "reached globally terminal state", "expired before completing", "Decline checkpoint ",
	"Closing TaskExecutor connection", "RECEIVED SIGNAL ",
}

// Read returns what the event tells about a life. Line is not filled in. Sources of the texts: apache/flink flink-runtime executiongraph/Execution.java,
// DefaultExecutionGraph.java, checkpoint/CheckpointCoordinator.java, resourcemanager/ResourceManager.java, util/SignalHandler.java.
func Read(event *parsers.Event) (Mark, bool) {
	mark, ok := readJob(event.Message)
	if !ok {
		mark, ok = readProcess(event.Message)
	}
	mark.At = event.Time
	return mark, ok
}

func readJob(m string) (Mark, bool) {
	switch {
	case strings.HasPrefix(m, "Job ") && strings.Contains(m, " switched from state "):
		head, states, _ := strings.Cut(m, " switched from state ")
		from, to, _ := strings.Cut(states, " to ")
		return Mark{Kind: JobState, Job: lastID(head), From: from, To: word(to)}, true
	case strings.HasPrefix(m, "Job ") && strings.Contains(m, " terminal state "):
		_, to, _ := strings.Cut(m, " terminal state ")
		return Mark{Kind: JobState, Job: word(m[len("Job "):]), To: word(to)}, true
	case strings.HasPrefix(m, "Completed checkpoint "):
		_, rest, _ := strings.Cut(m, " for job ")
		return Mark{Kind: CheckpointCompleted, Job: word(rest)}, true
	case strings.HasPrefix(m, "Checkpoint ") && strings.Contains(m, " expired before completing"):
		_, rest, _ := strings.Cut(m, " of job ")
		return Mark{Kind: CheckpointFailed, Job: word(rest)}, true
	case strings.HasPrefix(m, "Decline checkpoint "):
		_, rest, _ := strings.Cut(m, " of job ")
		return Mark{Kind: CheckpointFailed, Job: word(rest)}, true
	}
	return readTask(m)
}

// readTask reads "<task> (<i>/<n>) (<attempt>) switched from RUNNING to FAILED ...".
func readTask(m string) (Mark, bool) {
	head, rest, ok := strings.Cut(m, " switched from ")
	if !ok {
		return Mark{}, false
	}
	from, to, ok := strings.Cut(rest, " to ")
	if !ok || word(to) != "FAILED" {
		return Mark{}, false
	}
	mark := Mark{Kind: TaskFailed, Attempt: lastID(head), From: from, To: "FAILED"}
	if _, where, ok := strings.Cut(to, "FAILED on "); ok {
		mark.TaskManager = word(where)
	}
	return mark, true
}

func readProcess(m string) (Mark, bool) {
	switch {
	case strings.HasPrefix(m, "Registering TaskManager with ResourceID "):
		return Mark{Kind: TaskManagerCame, TaskManager: word(m[len("Registering TaskManager with ResourceID "):])}, true
	case strings.HasPrefix(m, "Closing TaskExecutor connection "):
		return Mark{Kind: TaskManagerLeft, TaskManager: word(m[len("Closing TaskExecutor connection "):])}, true
	case strings.HasPrefix(m, "RECEIVED SIGNAL "):
		return Mark{Kind: ProcessStopped}, true
	case strings.Contains(m, "Starting ") && strings.Contains(m, " (Version: "):
		return Mark{Kind: ProcessStarted}, true
	}
	return Mark{}, false
}

// word returns the text up to the first blank, without the full stop behind it.
func word(s string) string {
	s, _, _ = strings.Cut(s, " ")
	s = strings.TrimRight(s, ".,;:")
	if len(s) > longestID {
		return ""
	}
	return strings.Clone(s)
}

// lastID returns what stands in the last pair of brackets of a head such as "Job orders (5b6d...)".
func lastID(head string) string {
	open := strings.LastIndexByte(head, '(')
	if open < 0 {
		return ""
	}
	id, _, ok := strings.Cut(head[open+1:], ")")
	if !ok || len(id) > longestID {
		return ""
	}
	return strings.Clone(id)
}
