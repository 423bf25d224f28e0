// Package yarn reads the diagnostics that YARN hands to clients and shows in its pages: why an application or a container ended, and the report of yarn
// application -status. The daemons' own logs are log4j text and read elsewhere. No rule may enter.
package yarn

import (
	"bytes"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// Layouts returns the layouts. They hold no state.
func Layouts() []parsers.Layout { return []parsers.Layout{diagnostics{}, report{}} }

// diagnostics is the text that the ResourceManager puts together from what the NodeManagers say:
//
//	Application application_1_2 failed 2 times due to AM Container for appattempt_1_2_000002 exited with  exitCode: -104
//	[2023-12-06 00:16:35.981]Container [pid=1,containerID=container_1_2_01_000005] is running 4096B beyond the 'PHYSICAL' memory limit. ...
type diagnostics struct{}

// Name implements parsers.Layout.
func (diagnostics) Name() string { return "yarn-diagnostics" }

// Weak tells that a head does not end a record of another layout: the same words stand inside Flink's messages.
func (diagnostics) Weak() bool { return true }

// openings are the sentences with which diagnostics begin. Sources: apache/hadoop hadoop-yarn-server-resourcemanager RMAppImpl.java, RMAppAttemptImpl.java,
// SchedulerApplicationAttempt.java (AMState); hadoop-yarn-server-nodemanager ContainersMonitorImpl.java, ContainerLaunch.java, DefaultContainerExecutor.java.
var openings = []string{
	"Application application_", "Application is added to the scheduler", "Application is Activated", "AM Container for appattempt_", "Attempt recovered after RM restart",
	"Container [pid=", "[pid=", "Container container_", "Container exited with a non-zero exit code", "Container killed by", "Container killed on request",
	"Container id: container_", "Container released", "Container expired since it was unused", "Container preempted by scheduler", "Diagnostics from YARN:", "Diagnostics: ",
	"Diagnostics:", "Dump of the process-tree for container_", "Exception from container-launch", "Exit code: ", "Failing this attempt", "Failing the application",
	"Killed by external signal", "Queue's AM resource limit exceeded",
}

// Head accepts such a sentence, indented or behind the time in brackets that newer NodeManagers put in front without a blank.
func (diagnostics) Head(line []byte) (parsers.Head, bool) {
	text := bytes.TrimLeft(line, " \t")
	text = text[bracketed(text):]
	if len(text) < 8 || bytes.IndexByte([]byte("ACDEFKQ["), text[0]) < 0 {
		return parsers.Head{}, false
	}
	for _, opening := range openings {
		if bytes.HasPrefix(text, []byte(opening)) {
			return parsers.Head{Component: parsers.ComponentYarn, Body: len(line) - len(text)}, true
		}
	}
	return parsers.Head{}, false
}

// bracketed returns the length of "[2023-12-06 00:16:35.981]" or "[Mon May 13 08:15:44 +0800 2024] " at the start of b, 0 when it is not there.
func bracketed(b []byte) int {
	const shortest, longest = len("[2023-12-06 00:16:35.981]"), 40
	if len(b) < shortest || b[0] != '[' {
		return 0
	}
	end := bytes.IndexByte(b[:min(len(b), longest)], ']')
	if end < shortest-1 || bytes.Count(b[:end], []byte{':'}) != 2 {
		return 0
	}
	if end++; end < len(b) && b[end] == ' ' {
		end++
	}
	return end
}

// Continues takes what follows: diagnostics run over many lines until something with a head of its own comes, or another application.
func (diagnostics) Continues(_, line []byte, n int) bool {
	const most = 100
	return n < most && len(line) > 0 && !bytes.HasPrefix(line, []byte("Application application_")) && !isReport(line)
}

// Finish names the application, the container, the exit code, and the memory that was used and allowed.
func (diagnostics) Finish(event *parsers.Event, text string) {
	fields(event, text)
	event.Level = gravity(event)
}

// report is the answer of yarn application -status. Its title ends the record of a log that stands before it in the same file.
type report struct{}

// Name implements parsers.Layout.
func (report) Name() string { return "yarn-report" }

// Head accepts the title. Source: apache/hadoop hadoop-yarn-client ApplicationCLI.java (printApplicationReport).
func (report) Head(line []byte) (parsers.Head, bool) {
	return parsers.Head{Component: parsers.ComponentYarn}, isReport(line)
}

func isReport(line []byte) bool { return bytes.HasPrefix(line, []byte("Application Report :")) }

// Continues takes the lines "key : value" and the diagnostics at their end.
func (report) Continues(_, line []byte, n int) bool {
	const most = 150
	return n < most && len(line) > 0 && !isReport(line)
}

// Finish reads how the application ended.
func (report) Finish(event *parsers.Event, text string) {
	fields(event, text)
	state := word(text, "Final-State : ")
	set(event, "final_state", state)
	event.Level = parsers.LevelInfo
	if state == "FAILED" || state == "KILLED" {
		event.Level = gravity(event)
	}
}

// failures are the words of which one stands in every diagnosis of a failure that names no exit code.
var failures = []string{"ailed", "ailing", "illed", "xception", "memory limit", "non-zero", "rejected"}

// gravity is Error for a failure, Warn where somebody asked for the end or nothing runs yet, and unknown for anything else. Source of the codes:
// apache/hadoop hadoop-yarn-api ContainerExitStatus.java.
func gravity(event *parsers.Event) parsers.Level {
	m := event.Message
	switch event.Fields.Get("exit_code") {
	case "0", "143", "-102", "-105", "-106", "-107": // SIGTERM, preempted, ended by the application master, the ResourceManager, with the application
		if event.Fields.Get("memory_kind") == "" {
			return parsers.LevelWarn
		}
		return parsers.LevelError
	case "":
		if strings.Contains(m, "killed by user") || strings.Contains(m, "waiting for resources") || strings.Contains(m, "not yet activated") {
			return parsers.LevelWarn
		}
		for _, word := range failures {
			if strings.Contains(m, word) {
				return parsers.LevelError
			}
		}
		return parsers.LevelUnknown
	}
	return parsers.LevelError
}
