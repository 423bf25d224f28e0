package main

import (
	"strings"
	"testing"

	"github.com/flinkdoctor/flinkdoctor/parsers/layouts"
	records "github.com/flinkdoctor/flinkdoctor/parsers/record"
)

// TestHeads has every record begin as the analyzer's layouts expect, and the healthy ones say so themselves.
func TestHeads(t *testing.T) {
	reader := records.NewReader(layouts.All())
	c := newCorpus(4, false)
	check := func(text string) {
		line, _, _ := strings.Cut(text, "\n")
		layout, head, ok := reader.Head([]byte(line))
		if !ok || !head.Time.Known() {
			t.Errorf("no layout knows %q", line)
		} else if layout.Name() == "" {
			t.Errorf("a layout without a name knows %q", line)
		}
	}
	for _, p := range programs {
		for i := range p.records {
			text := string(p.records[i].append(nil, c))
			check(text)
			for _, word := range []string{" ERROR ", " WARN ", "[error]", "[warn]", "Exception", "${"} {
				if strings.Contains(text, word) {
					t.Errorf("%s: %q in a healthy record: %s", p.name, word, text)
				}
			}
		}
	}
	for i := range failureRecords {
		check(string(failureRecords[i].append(nil, c)))
	}
}
