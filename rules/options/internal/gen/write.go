package main

import (
	"strings"
)

// render writes one table.
func render(t target, p product, rows []row) string {
	var text strings.Builder
	text.WriteString("# " + t.about + "\n")
	text.WriteString("# Columns: key, releases, default, type, scope, unit, online, vendor, note. Written by internal/gen; see docs/adr/0006-option-tables.md.\n")
	text.WriteString("# lines: " + strings.Join(p.readLines(), " ") + "\n")
	for i := range rows {
		text.WriteString(renderRow(&rows[i]))
	}
	return text.String()
}

func renderRow(r *row) string {
	def := r.def
	if r.as != "" {
		def = "(as " + r.as + ")"
	}
	online := ""
	if r.online {
		online = "online"
	}
	cells := []string{r.key, runsText(r.runs), def, r.typ, r.scope, r.unit, online, r.vendor, r.notes}
	return strings.TrimRight(strings.Join(cells, "\t"), "\t") + "\n"
}

// runsText writes runs as the tables do: "all", "1.17", "..1.16", "2.5.6..2.5,3.0.1..".
func runsText(runs []span) string {
	var parts []string
	for _, r := range runs {
		switch {
		case r == span{}:
			parts = append(parts, "all")
		case r.since == r.until:
			parts = append(parts, r.since)
		default:
			parts = append(parts, r.since+".."+r.until)
		}
	}
	return strings.Join(parts, ",")
}
