package remedy

import (
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
)

// sqlHomes returns the places of a SQL script: for Flink's own keys the SET statements, for those of a connector the WITH clauses of its tables.
func sqlHomes(f *conf.File, table string) []*home {
	if table == "flink" {
		return setHomes(f)
	}
	var out []*home
	for i := range f.Settings {
		s := &f.Settings[i]
		if len(s.Path) == 0 || s.Table != table {
			continue
		}
		last := len(out) - 1
		if last < 0 || !onlySeparators(string(f.Data[out[last].end:s.Whole.Start])) {
			out = append(out, &home{file: f})
			last++
		}
		out[last].settings = append(out[last].settings, s)
		out[last].end = s.Whole.End
		if s.Key == "connector" {
			out[last].connector = strings.TrimSuffix(s.Value, "-cdc")
		}
	}
	return withConnector(out)
}

// withConnector keeps the clauses that name a connector: other pairs of literals are no options.
func withConnector(list []*home) []*home {
	var out []*home
	for _, h := range list {
		if h.connector != "" {
			out = append(out, h)
		}
	}
	return out
}

// setHomes returns the SET statements as one place; another one goes behind the first, where all that follows sees it.
func setHomes(f *conf.File) []*home {
	h := &home{file: f, end: none}
	for i := range f.Settings {
		s := &f.Settings[i]
		if len(s.Path) > 0 || s.Table != "flink" || !conf.IsSet(string(f.Data), s.Whole.Start) {
			continue
		}
		h.settings = append(h.settings, s)
		if rest := string(f.Data[s.Whole.End:]); h.end == none && strings.HasPrefix(strings.TrimLeft(rest, " \t\r\n"), ";") {
			h.end = s.Whole.End + strings.IndexByte(rest, ';') + 1
		}
	}
	if len(h.settings) == 0 {
		return nil
	}
	return []*home{h}
}

// onlySeparators tells whether nothing but commas, blanks and comments stands between two options.
func onlySeparators(text string) bool {
	for text != "" {
		switch {
		case strings.IndexByte(", \t\r\n", text[0]) >= 0:
			text = text[1:]
		case strings.HasPrefix(text, "--"):
			_, text, _ = strings.Cut(text, "\n")
		case strings.HasPrefix(text, "/*"):
			_, text, _ = strings.Cut(text, "*/")
		default:
			return false
		}
	}
	return true
}
