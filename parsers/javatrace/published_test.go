package javatrace

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestPublished reads traces as people published them: flattened, cut off, one of them retyped by an OCR program.
func TestPublished(t *testing.T) {
	tests := map[string][]string{
		"cdc-event-header-v4-flattened": {
			"io.debezium.DebeziumException", "com.github.shyiko.mysql.binlog.event.deserialization.EventDataDeserializationException", "java.io.EOFException"},
		"be-mem-limit-exceeded-flattened":         {"java.lang.RuntimeException", "com.starrocks.data.load.stream.exception.StreamLoadFailException"},
		"jobmanager-direct-buffer-flattened-ocr":  {"java.lang.OutOfMemoryError"},
		"taskmanager-heartbeat-timeout-flattened": {"java.util.concurrent.TimeoutException"},
		"mysql-binlog-purged-flattened":           {"java.lang.RuntimeException", "java.lang.RuntimeException", "java.lang.IllegalStateException"},
	}
	for name, want := range tests {
		body, err := os.ReadFile(filepath.Join("testdata", name+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		message, chain := Parse(string(body))
		var got []string
		for i := range chain {
			got = append(got, chain[i].Class)
		}
		if message != "" || strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("%s: message %q\n%s", name, message, show(chain))
		}
	}
}

// TestPublishedFrames: a frame that an OCR program spelled wrongly is found under its right name.
func TestPublishedFrames(t *testing.T) {
	body, err := os.ReadFile(filepath.Join("testdata", "jobmanager-direct-buffer-flattened-ocr.txt"))
	if err != nil {
		t.Fatal(err)
	}
	_, chain := Parse(string(body))
	if chain[0].Message != "Direct buffer memory" {
		t.Errorf("message %q", chain[0].Message)
	}
	frames := strings.Join(chain[0].Frames, "\n")
	for _, frame := range []string{
		"sun.nio.ch.FileChannelImpl.write(FileChannelImpl.java:234)",
		"org.apache.flink.runtime.state.filesystem.FsCheckpointMetadataOutputStream.write(FsCheckpointMetadataOutputStream.java:78)",
		"org.apache.flink.runtime.checkpoint.Checkpoints.storeCheckpointMetadata(Checkpoints.java:102)",
	} {
		if !strings.Contains(frames, frame) {
			t.Errorf("%s is missing in\n%s", frame, frames)
		}
	}
}
