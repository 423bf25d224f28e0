package analyzer

import (
	"testing"

	"github.com/flinkdoctor/flinkdoctor/analyzer/accept"
)

// TestAllowedFailures: what the allow-list accepts neither stands in the report nor becomes an incident, unless it took the job down.
func TestAllowedFailures(t *testing.T) {
	const failure = "com.acme.GeoTimeoutException: no answer from geo-3\n\tat com.acme.Geo.ask(Geo.java:51)\n"
	harmless := "2024-01-24 14:30:59,900 ERROR org.apache.flink.streaming.runtime.tasks.StreamTask [] - Falling back to the default region.\n" + failure
	fatal := "2024-01-24 14:30:59,900 WARN  org.apache.flink.runtime.taskmanager.Task [] - Enrich (1/1)#0 (3a1b2c3d4e5f60718293a4b5c6d7e8f9) switched from RUNNING to FAILED with failure cause: " + failure
	allow := Options{Accept: Accept{Allow: []accept.Entry{{Text: "GeoTimeoutException: no answer from geo-"}}}}
	tests := []struct {
		name, log              string
		options                Options
		incidents, unexplained int
	}{
		{"harmless", harmless, Options{}, 1, 1},
		{"harmless and allowed", harmless, allow, 0, 0},
		{"fatal", fatal, Options{}, 1, 1},
		{"fatal and allowed", fatal, allow, 1, 0},
	}
	for _, tt := range tests {
		report := analyze(t, tt.options, file("taskmanager.log", noise(1)+tt.log))
		if len(report.Incidents) != tt.incidents || len(report.Unexplained) != tt.unexplained {
			t.Errorf("%s: %d incidents, %d unexplained; want %d, %d", tt.name, len(report.Incidents), len(report.Unexplained), tt.incidents, tt.unexplained)
		}
	}
}
