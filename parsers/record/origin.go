package record

import (
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// settle fills Component and Origin from the trace where the head did not tell.
func settle(event *parsers.Event) {
	where := fromFrames(event)
	if event.Component == parsers.ComponentUnknown {
		event.Component = where
	}
	switch event.Component {
	case parsers.ComponentFlink, parsers.ComponentJobManager, parsers.ComponentJava, parsers.ComponentChunJun:
	default:
		return
	}
	if isTaskFailure(event.Message) {
		event.Origin = parsers.ComponentTaskManager
		return
	}
	switch where {
	case parsers.ComponentJobManager, parsers.ComponentTaskManager, parsers.ComponentStarRocksFE:
		event.Origin = where
	case parsers.ComponentFlink:
		if event.Component == parsers.ComponentJava {
			event.Origin = where
		}
	}
}

// isTaskFailure recognises the line with which both sides of Flink report a failed task. Source: apache/flink
// flink-runtime executiongraph/Execution.java and taskmanager/Task.java.
func isTaskFailure(message string) bool {
	i := strings.Index(message, " switched from ")
	if i < 0 || strings.HasPrefix(message, "Job ") {
		return false
	}
	rest := message[i:]
	return strings.Contains(rest, " to FAILED") || strings.Contains(rest, " to CANCELED")
}

// markers order matters: the first frame prefix that is found decides.
var frameMarkers = []struct {
	prefix    string
	component parsers.Component
}{
	{"org.apache.flink.runtime.taskmanager.", parsers.ComponentTaskManager},
	{"org.apache.flink.runtime.taskexecutor.", parsers.ComponentTaskManager},
	{"org.apache.flink.streaming.runtime.tasks.", parsers.ComponentTaskManager},
	{"org.apache.flink.streaming.runtime.io.", parsers.ComponentTaskManager},
	{"org.apache.flink.connector.base.source.reader.", parsers.ComponentTaskManager},
	{"org.apache.flink.runtime.checkpoint.", parsers.ComponentJobManager},
	{"org.apache.flink.runtime.state.filesystem.FsCheckpointMetadataOutputStream", parsers.ComponentJobManager},
	{"org.apache.flink.runtime.jobmaster.", parsers.ComponentJobManager},
	{"org.apache.flink.runtime.dispatcher.", parsers.ComponentJobManager},
	{"org.apache.flink.runtime.entrypoint.", parsers.ComponentJobManager},
	{"org.apache.flink.runtime.resourcemanager.", parsers.ComponentJobManager},
	{"org.apache.flink.runtime.scheduler.", parsers.ComponentJobManager},
	{"org.apache.flink.runtime.source.coordinator.", parsers.ComponentJobManager},
	{"org.apache.flink.client.", parsers.ComponentFlinkClient},
	{"org.apache.flink.", parsers.ComponentFlink},
	{"org.apache.zookeeper.server.", parsers.ComponentZooKeeper},
	{"com.starrocks.connector.", parsers.ComponentFlink},
	{"com.starrocks.data.load.", parsers.ComponentFlink},
	{"com.starrocks.", parsers.ComponentStarRocksFE},
	{"com.sleepycat.je.", parsers.ComponentStarRocksFE},
	{"org.apache.streampark.", parsers.ComponentStreamPark},
}

// fromFrames tells from the stack frames which program ran them. The marker that is highest in the list wins over the whole chain.
func fromFrames(event *parsers.Event) parsers.Component {
	best := len(frameMarkers)
	for i := range event.Chain {
		for _, frame := range event.Chain[i].Frames {
			for m := 0; m < best; m++ {
				if strings.HasPrefix(frame, frameMarkers[m].prefix) {
					best = m
					break
				}
			}
		}
	}
	if best == len(frameMarkers) {
		return parsers.ComponentUnknown
	}
	return frameMarkers[best].component
}
