package render

import (
	"bytes"
	"io"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
)

// jsonlRenderer writes one JSON object a line, for tools that read streams. Every object says with "kind" what it is: first "report" (tool, summary, exit),
// then "incident", "unexplained", "not_assessed", "suppressed" and "notice". Its other fields are those of docs/schema/report.schema.json.
type jsonlRenderer struct{}

type (
	reportLine struct {
		Kind          string         `json:"kind"`
		SchemaVersion int            `json:"schema_version"`
		Tool          report.Tool    `json:"tool"`
		Language      string         `json:"language"`
		Summary       report.Summary `json:"summary"`
		Exit          report.Exit    `json:"exit"`
	}
	incidentLine struct {
		Kind string `json:"kind"`
		report.Incident
	}
	unexplainedLine struct {
		Kind string `json:"kind"`
		report.Unexplained
	}
	notAssessedLine struct {
		Kind string `json:"kind"`
		report.NotAssessed
	}
	suppressedLine struct {
		Kind string `json:"kind"`
		report.Suppressed
	}
	noticeLine struct {
		Kind string `json:"kind"`
		report.Notice
	}
)

// Render implements Renderer.
func (jsonlRenderer) Render(w io.Writer, r *report.Report) error {
	var b bytes.Buffer
	for _, line := range jsonLines(r) {
		text, err := encode(line, "")
		if err != nil {
			return err
		}
		b.Write(text)
	}
	_, err := w.Write(b.Bytes())
	return err
}

func jsonLines(r *report.Report) []any {
	lines := []any{reportLine{"report", r.SchemaVersion, r.Tool, r.Language, r.Summary, r.Exit}}
	for _, i := range r.Incidents {
		lines = append(lines, incidentLine{"incident", i})
	}
	for _, u := range r.Unexplained {
		lines = append(lines, unexplainedLine{"unexplained", u})
	}
	for _, n := range r.NotAssessed {
		lines = append(lines, notAssessedLine{"not_assessed", n})
	}
	for _, s := range r.Suppressed {
		lines = append(lines, suppressedLine{"suppressed", s})
	}
	for _, n := range r.Notices {
		lines = append(lines, noticeLine{"notice", n})
	}
	return lines
}
