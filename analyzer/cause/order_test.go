package cause

import (
	"strings"
	"testing"
	"time"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// TestOrderOfUnlikeClocks: sources with and without a zone order in circles (by time where clocks can be compared, else by name). The same records must come
// out in the same order all the same, whatever order a map has today.
func TestOrderOfUnlikeClocks(t *testing.T) {
	records := []struct {
		source string
		second int
		zoned  bool
	}{{"z", 1, true}, {"m", 9, false}, {"a", 2, true}, {"k", 3, false}, {"c", 4, true}, {"x", 2, false}, {"b", 0, true}, {"y", 1, false}}
	var list []*rules.Rule
	for i := range records {
		list = append(list, rule("rule-"+string(rune('a'+i))))
	}
	order := func() string {
		c, u := NewCollector(), NewFailures()
		for i, r := range records {
			event := &parsers.Event{Message: strings.Repeat("x", i+1), Time: parsers.Time{At: day.Add(time.Duration(r.second) * time.Second), Zoned: r.zoned}}
			c.Add(Occurrence{Source: r.source, Event: event, Hits: []rules.Hit{{Rule: list[i]}}})
			u.Add(Occurrence{Source: r.source, Event: event})
		}
		var out []string
		for _, f := range c.Findings() {
			out = append(out, f.Occ.Source)
		}
		for _, f := range u.List() {
			out = append(out, f.Occ.Source)
		}
		return strings.Join(out, " ")
	}
	want := order()
	for range 200 {
		if got := order(); got != want {
			t.Fatalf("%s\nthen %s", want, got)
		}
	}
}
