package render

import (
	"html/template"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
)

// The view is what the template shows. Every text in it is clean; the template escapes.
type (
	htmlView struct {
		Lang, Title, Tool, CSP, Mood      string
		CSS                               template.CSS
		JS                                template.JS
		Interrupted                       bool
		Health, Scope, Accept             both
		UnexplainedTitle, SuppressedTitle both
		Timeline                          *htmlTimeline
		Incidents                         []htmlIncident
		Unexplained, Suppressed           []htmlFinding
		NotAssessed                       []report.NotAssessed
		Notices                           []both
		Facts                             []htmlFacts
		Memory                            []htmlMemory
		Sources                           []htmlSource
	}
	htmlIncident struct {
		Anchor, Title, Mood, Why, Frame, Before, Explain, Snippet string
		Label, Weight, Confidence                                 both
		Elsewhere                                                 bool
		Cause                                                     []htmlProse
		Evidence                                                  []htmlEvidence
		Graph                                                     *htmlGraph
		Contributing, Symptoms                                    []htmlFinding
		Restarts                                                  []both
		Fixes                                                     []htmlFix
		AskFor                                                    [][]htmlProse
	}
	htmlFinding struct {
		Title, Frame string
		Name         both
		Evidence     []htmlEvidence
	}
	htmlEvidence struct{ Place, Before, Mark, After string }
	// htmlProse is a paragraph of words and commands, or a block of several lines.
	htmlProse struct {
		Block string
		Parts []htmlPart
	}
	htmlPart struct {
		Text string
		Code bool
	}
	htmlFix struct {
		Best          bool
		Label, Limits both
		Title, Copy   string
		Lines         []htmlLine
		Memory        []htmlMemory
		Parts         []htmlNamed
	}
	// htmlMemory is the memory of a process; Fix tells whether it has sizes after a fix.
	htmlMemory struct {
		Title both
		Fix   bool
		Rows  []htmlMemoryRow
		Note  string
	}
	htmlMemoryRow struct {
		Name           both
		Now, After     string
		Changed, Total bool
	}
	htmlLine struct {
		Class string
		Text  both
	}
	htmlNamed struct {
		Name both
		Text []htmlProse
	}
	htmlFacts struct {
		Title both
		Rows  []htmlFact
	}
	htmlFact   struct{ Key, Value, Place string }
	htmlSource struct {
		Name string
		Text both
	}
)
