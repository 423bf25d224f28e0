// Package cutting lets the tests of log families read a text with their own layouts only, by the rules of parsers/record: strong heads
// begin records, weak ones where no record is open, Continues decides about the rest. Envelopes and limits may not enter, and nothing but
// tests may import it.
package cutting

import (
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/javatrace"
)

// Events cuts text into records and reads them. A line that no layout accepts and no record takes is an event without layout.
func Events(layouts []parsers.Layout, text string) []*parsers.Event {
	var events []*parsers.Event
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	for from := 0; from < len(lines); {
		layout, head := begin(layouts, lines[from])
		to := from + 1
		for layout != nil && to < len(lines) && !isStrong(layouts, lines[to]) && layout.Continues([]byte(lines[from]), []byte(lines[to]), to-from) {
			to++
		}
		event := Read(layout, head, strings.Join(lines[from:to], "\n"))
		event.Line, event.Lines = from+1, to-from
		events = append(events, event)
		from = to
	}
	return events
}

// Read reads one record whose first line gave head.
func Read(layout parsers.Layout, head parsers.Head, text string) *parsers.Event {
	message, chain := javatrace.Parse(text[min(head.Body, len(text)):])
	event := &parsers.Event{
		Time: head.Time, Level: head.Level, Component: head.Component, Logger: head.Logger, Thread: head.Thread, Fields: head.Fields,
		Message: strings.Join(strings.Fields(message), " "), Chain: chain,
	}
	if layout != nil {
		event.Layout = layout.Name()
		layout.Finish(event, text)
	}
	return event
}

func begin(layouts []parsers.Layout, line string) (parsers.Layout, parsers.Head) {
	for _, weak := range [...]bool{false, true} {
		for _, layout := range layouts {
			if isWeak(layout) != weak {
				continue
			}
			if head, ok := layout.Head([]byte(line)); ok {
				return layout, head
			}
		}
	}
	return nil, parsers.Head{}
}

func isStrong(layouts []parsers.Layout, line string) bool {
	layout, _ := begin(layouts, line)
	return layout != nil && !isWeak(layout)
}

func isWeak(layout parsers.Layout) bool {
	weak, ok := layout.(parsers.WeakLayout)
	return ok && weak.Weak()
}
