// Package render writes a report, or a rule, for a reader: one file a format. It decides how things look; what they are (causes,
// severities, the exit code) was decided before and may not be changed here.
package render

import (
	"fmt"
	"io"
	"time"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/term"
)

// Renderer writes a report in one format. It does not change the report, and the same report gives the same bytes. The error is
// that of w.
type Renderer interface {
	Render(w io.Writer, report *report.Report) error
}

// Options steer the formats that are meant for people.
type Options struct {
	// Language is "en" or "zh"; "" takes the report's.
	Language string
	// Width in columns, 0 for term.DefaultWidth.
	Width   int
	Palette term.Palette
	// Verbose adds facts, sources, every finding, all evidence and all fixes.
	Verbose bool
	// Timeline adds the picture of what happened when; ASCII draws it without other characters.
	Timeline, ASCII bool
	// Lint writes text as Lint does, not as a report about logs.
	Lint bool
	// Snippet ends a text with what accepts the incidents that made the exit code 1.
	Snippet bool
	// ShowSuppressed lists the incidents that are known and accepted.
	ShowSuppressed bool
	// System returns the system of a rule whose page is part of the project's documentation, "" for others; nil for none.
	System func(rule string) string
	// ToldApart returns what a rule says of its look-alikes in a language, "" when it says nothing; nil for none.
	ToldApart func(rule, language string) string
	// Dir is the absolute folder that relative names of sources belong to and to which reports for code hosts make absolute names relative; "" leaves
	// names as they are.
	Dir string
	// Summary takes what the github format writes for the job's summary page beside its annotations; nil for nothing.
	Summary io.Writer
	// Elapsed is how long the analysis took, 0 when it shall not be told. It is not in the report because reports are reproducible.
	Elapsed time.Duration
	// Focus returns the literals of a rule, around which its evidence is cut; nil for none.
	Focus func(rule string) []string
}

// Formats are the names New knows.
var Formats = []string{"text", "json", "jsonl", "sarif", "junit", "gitlab", "github", "markdown", "html"}

// New returns the renderer of a format. The error lists the formats.
func New(format string, options Options) (Renderer, error) {
	switch format {
	case "text":
		return &textRenderer{options}, nil
	case "json":
		return jsonRenderer{}, nil
	case "jsonl":
		return jsonlRenderer{}, nil
	case "sarif":
		return sarifRenderer{options}, nil
	case "junit":
		return junitRenderer{options}, nil
	case "markdown":
		return markdownRenderer{options}, nil
	case "html":
		return htmlRenderer{options}, nil
	case "github":
		return githubRenderer{options}, nil
	case "gitlab":
		return gitlabRenderer{options}, nil
	}
	return nil, fmt.Errorf("unknown format %q: use one of %v", format, Formats)
}

// reproducible are the options without what differs between two runs or belongs to a terminal.
func (o Options) reproducible() Options {
	o.Palette, o.Elapsed = term.Palette{}, 0
	return o
}
