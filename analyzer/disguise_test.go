package analyzer

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"html"
	"slices"
	"strings"
	"testing"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// eachLine rewrites a text line by line.
func eachLine(rewrite func(i int, line string) string) func(string) string {
	return func(text string) string {
		var b strings.Builder
		for i, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
			b.WriteString(rewrite(i, line) + "\n")
		}
		return b.String()
	}
}

func prefixed(prefix string) func(string) string {
	return eachLine(func(_ int, line string) string { return prefix + line })
}

// hardWrapped breaks lines as a terminal of the width does; rests are indented.
func hardWrapped(width int, indent string) func(string) string {
	return eachLine(func(_ int, line string) string {
		var parts []string
		for lead := ""; ; lead = indent {
			part := []rune(lead + line)
			if len(part) <= width {
				return strings.Join(append(parts, string(part)), "\n")
			}
			parts, line = append(parts, string(part[:width])), string(part[width:])
		}
	})
}

// mailWrapped breaks lines between words as a mail program does.
func mailWrapped(width int) func(string) string {
	return eachLine(func(_ int, line string) string {
		out, column := "", 0
		for i, word := range strings.Split(line, " ") {
			switch {
			case i == 0:
			case column+1+len(word) > width:
				out, column = out+"\n", 0
			default:
				out, column = out+" ", column+1
			}
			out, column = out+word, column+len(word)
		}
		return out
	})
}

func jsonLines(object func(i int, line string) any) func(string) string {
	return eachLine(func(i int, line string) string {
		text, err := json.Marshal(object(i, line))
		if err != nil {
			panic(err)
		}
		return string(text)
	})
}

func lokiAnswer(text string) string {
	var values [][2]string
	for i, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		values = append(values, [2]string{fmt.Sprint(1717323060000000000 + i), line})
	}
	stream := map[string]any{"stream": map[string]string{"app": "flink"}, "values": values}
	out, _ := json.MarshalIndent(map[string]any{"status": "success", "data": map[string]any{"result": []any{stream}}}, "", "  ") // strings always marshal
	return string(out)
}

func kibanaTable(text string) string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	rows := [][]string{{"@timestamp", "message"}}
	for i, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		rows = append(rows, []string{fmt.Sprintf("Jun 2, 2024 @ 10:11:12.%03d", i%1000), line})
	}
	if err := w.WriteAll(rows); err != nil {
		panic(err)
	}
	return b.String()
}

func newestFirst(text string) string {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	slices.Reverse(lines)
	return strings.Join(lines, "\n") + "\n"
}

// disguises are what people and tools do to a log before somebody is asked about it.
var disguises = []struct {
	name string
	do   func(string) string
}{
	{"terminal of 80 columns", hardWrapped(80, "")},
	{"terminal of 132 columns", hardWrapped(132, "")},
	{"hanging indent at 100", hardWrapped(100, "    ")},
	{"quoted in a mail", func(text string) string { return prefixed("> ")(mailWrapped(76)(text)) }},
	{"quoted in a mail, broken anywhere", func(text string) string { return prefixed("> ")(hardWrapped(98, "")(text)) }},
	{"chat", eachLine(func(i int, line string) string { return fmt.Sprintf("[10:%02d, 6/2/2024] Wang Wei: %s", i%60, line) })},
	{"cat -n", eachLine(func(i int, line string) string { return fmt.Sprintf("%6d\t%s", i+1, line) })},
	{"grep -n with its file", eachLine(func(i int, line string) string { return fmt.Sprintf("log/flink.log:%d:%s", i+1, line) })},
	{"Markdown table", eachLine(func(_ int, line string) string { return "| " + line + " |" })},
	{"diff", prefixed("+")},
	{"Grafana", eachLine(func(i int, line string) string { return fmt.Sprintf("2024-06-02 10:11:%02d.123\t%s", i%60, line) })},
	{"HTML", eachLine(func(_ int, line string) string { return html.EscapeString(line) + "<br>" })},
	{"input method", strings.NewReplacer(", ", "，", ": ", "：", "; ", "；").Replace},
	{"typographic quotes", strings.NewReplacer("'", "’", `"`, "”").Replace},
	{"Loki's answer", lokiAnswer},
	{"Loki line by line", jsonLines(func(i int, line string) any {
		return map[string]any{"line": line, "timestamp": fmt.Sprint(1717323060000000000 + i)}
	})},
	{"Aliyun SLS", jsonLines(func(_ int, line string) any {
		return map[string]any{"__source__": "10.0.0.1", "__topic__": "", "content": line}
	})},
	{"Flink's REST answer", func(text string) string {
		out, _ := json.Marshal(map[string]any{"root-exception": text, "truncated": false})
		return string(out)
	}},
	{"Kibana's table", kibanaTable},
	{"newest line first", newestFirst},
	{"colours", strings.NewReplacer(" ERROR ", " \x1b[31mERROR\x1b[0m ", " INFO ", " \x1b[34mINFO\x1b[0m ").Replace},
}

// linesOnly are disguises after which nothing can be known of a text that says something by its indentation, such as kubectl describe's.
var linesOnly = []string{"quoted in a mail", "newest line first"}

// TestDisguises: the root cause of an incident does not change when its logs were quoted, numbered, wrapped, exported or retyped, and healthy logs stay silent.
func TestDisguises(t *testing.T) {
	for _, folder := range incidentFolders(t) {
		logs, _ := readIncident(t, folder)
		want := rootsOf(analyze(t, Options{}, sourcesOf(logs)...))
		for _, d := range disguises {
			var sources []*parsers.Source
			for _, l := range logs {
				if strings.HasSuffix(l.name, ".log") || !slices.Contains(linesOnly, d.name) {
					l.text = d.do(l.text)
				}
				sources = append(sources, file(l.name, l.text))
			}
			if got := rootsOf(analyze(t, Options{}, sources...)); got != want {
				t.Errorf("%s, %s: %q, want %q", folder, d.name, got, want)
			}
		}
	}
}

// rootsOf returns the rule of the first incident, which is what a reader acts upon.
func rootsOf(r *Report) string {
	if len(r.Incidents) == 0 {
		return ""
	}
	return ruleOf(r.Incidents[0].RootCause)
}

// TestPasteFromAPipe: a paste gives the same report from a pipe and as a file, and its evidence names the lines of the paste.
func TestPasteFromAPipe(t *testing.T) {
	text := prefixed("> ")(mailWrapped(76)(oom))
	want := analyze(t, Options{}, file("-", text))
	got := analyze(t, Options{Live: &Live{Told: func(*Incident) {}}}, stream("-", text))
	if encoded(t, got) != encoded(t, want) {
		t.Error("a pipe gives another report")
	}
	root := want.Incidents[0].RootCause
	if ruleOf(root) != "taskmanager-direct-buffer-memory" || len(root.Evidence) < 2 || root.Evidence[1].Line != 4 || !strings.HasPrefix(root.Evidence[1].Text, "java.lang.OutOfMemoryError") {
		t.Errorf("%s at %+v", ruleOf(root), root.Evidence)
	}
}
