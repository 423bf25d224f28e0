package cause

import (
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// failedTexts mark events in which a task, a job or a process went down.
var failedTexts = []string{
	" to FAILED", "to state FAILED", "reached terminal state FAILED", "reached globally terminal state FAILED",
	"Fatal error occurred", "FATAL", "Could not start cluster entrypoint", "Terminating TaskManagerRunner", "exiting abnormally",
}

// failed tells whether the event reports that something went down, not merely that something went wrong.
func failed(event *parsers.Event) bool {
	if event.Level == parsers.LevelFatal {
		return true
	}
	for _, text := range failedTexts {
		if strings.Contains(event.Message, text) {
			return true
		}
	}
	return false
}
