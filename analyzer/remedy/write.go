package remedy

import (
	"bytes"
	"slices"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
)

// literal tells values that can be written into a file from sentences that tell a person what to do.
func literal(value string) bool {
	if value == "" || strings.ContainsAny(value, "<>{}\n；，（") || len(strings.Fields(value)) > 6 || value[0] == '(' || strings.Contains(value, " (") {
		return false
	}
	for _, word := range [...]string{"old value", "at least", "at most", "the ", "more than", "less than", " or ", "e.g.", "...", " of ", "same ", " than "} {
		if strings.Contains(value, word) {
			return false
		}
	}
	return true
}

// over returns what stands in place of a setting's old value, quoted as that was. ok is false when the file's syntax cannot hold the value there.
func (h *home) over(s *conf.Setting, value string) (text string, ok bool) {
	data := h.file.Data
	old := string(data[s.At.Start:s.At.End])
	var quote byte
	if n := len(old); n >= 2 && (old[0] == '\'' || old[0] == '"') && old[n-1] == old[0] {
		quote = old[0]
	}
	if h.raw {
		return value, !strings.ContainsAny(value, "\"'\\") && !strings.Contains(value, ": ") && !strings.Contains(value, " #")
	}
	switch h.file.Kind {
	case conf.Arguments:
		if inQuotes(h.file, s) {
			return value, strings.IndexByte(value, data[s.Whole.End]) < 0
		}
		return argument(value, quote)
	case conf.SQL:
		if quote == 0 && len(s.Path) == 0 {
			return value, strings.IndexByte(value, ';') < 0
		}
		return sqlQuoted(value), true
	case conf.YAML:
		text = yamlOver(h, value, quote)
	default:
		text, ok = value, h.holdsRaw(value)
		if quote != 0 && h.file.Kind == conf.MyCnf && strings.IndexByte(value, quote) < 0 {
			text = string(quote) + value + string(quote)
		}
		if !ok {
			return "", false
		}
	}
	return gap(h, s) + text, true
}

// yamlOver writes a value over an old one.
func yamlOver(h *home, value string, quote byte) string {
	switch {
	case quote == '"' && strings.ContainsAny(value, `"\`):
		return conf.YAMLScalar(value, true)
	case quote == '"':
		return `"` + value + `"`
	case quote == '\'':
		return "'" + strings.ReplaceAll(value, "'", "''") + "'"
	}
	return conf.YAMLScalar(value, h.text)
}

// gap returns what must stand before a value where none stood: a flag of my.cnf has no sign of equality, a key of YAML perhaps no blank behind its colon.
func gap(h *home, s *conf.Setting) string {
	if s.At.Start < s.At.End || s.At.Start == 0 {
		return ""
	}
	before := h.file.Data[s.At.Start-1]
	switch {
	case before == '=' || before == ':':
		return " "
	case h.file.Kind == conf.MyCnf && before != ' ' && before != '\t':
		return " = "
	}
	return ""
}

// holdsRaw tells whether a value means itself where nothing is quoted: '#' begins a comment in flink-conf.yaml and in my.cnf, '\' stands for something else
// in properties.
func (h *home) holdsRaw(value string) bool {
	switch h.file.Kind {
	case conf.FlinkConf:
		return !strings.Contains(value, "#")
	case conf.MyCnf:
		return !strings.ContainsAny(value, "#\\")
	}
	return strings.IndexByte(value, '\\') < 0
}

// line returns a key and its value as they are added to the place.
func (h *home) line(key, value string) (text string, ok bool) {
	if h.json {
		return "," + lineEndOf(h.file.Data) + h.indent + `"` + key + `": "` + value + `"`, !strings.ContainsAny(value, `"\\`)
	}
	switch h.file.Kind {
	case conf.Arguments:
		value, ok = argument(value, 0)
		return " -D" + key + "=" + value, ok
	case conf.SQL:
		return h.sqlLine(key, value), true
	case conf.YAML:
		text = key + ": " + conf.YAMLScalar(value, h.text)
		if h.text && !strings.HasSuffix(text, "'") {
			text = key + `: "` + value + `"`
		}
	case conf.FlinkConf:
		text = key + ": " + value
	default:
		text = key + h.sign() + value
	}
	if h.file.Kind != conf.YAML && !h.holdsRaw(value) {
		return "", false
	}
	end := lineEndOf(h.file.Data)
	if h.end > 0 && h.file.Data[h.end-1] != '\n' { // the last line of the file has no end
		return end + h.indent + text + end, true
	}
	return h.indent + text + end, true
}

// sign returns what the last setting has between key and value.
func (h *home) sign() string {
	for _, s := range slices.Backward(h.settings) {
		start := bytes.LastIndexByte(h.file.Data[:s.At.Start], '\n') + 1
		line := string(h.file.Data[start:s.At.Start])
		switch {
		case strings.HasSuffix(line, "= "), strings.HasSuffix(line, " ="):
			return " = "
		case strings.HasSuffix(line, "="):
			return "="
		}
	}
	return " = "
}

// sqlLine returns an option behind the last one of a WITH clause, or a SET statement.
func (h *home) sqlLine(key, value string) string {
	data, last := h.file.Data, h.settings[len(h.settings)-1]
	if len(last.Path) == 0 {
		if first := h.settings[0]; data[first.Whole.Start] != '\'' {
			return lineEndOf(data) + "SET " + key + " = " + value + ";"
		}
		return lineEndOf(data) + "SET '" + key + "' = " + sqlQuoted(value) + ";"
	}
	start := bytes.LastIndexByte(data[:last.Whole.Start], '\n') + 1
	if before := string(data[start:last.Whole.Start]); strings.Trim(before, " \t") == "" && start > 0 {
		return "," + lineEndOf(data) + before + "'" + key + "' = " + sqlQuoted(value)
	}
	return ", '" + key + "' = " + sqlQuoted(value)
}

// remark returns where the line of the last option of a WITH clause ends when a remark stands behind the option, none else.
func (h *home) remark() int {
	if h.file.Kind != conf.SQL || len(h.settings[len(h.settings)-1].Path) == 0 {
		return none
	}
	line, _, _ := bytes.Cut(h.file.Data[h.end:], []byte("\n"))
	if !bytes.HasPrefix(bytes.TrimLeft(line, " \t"), []byte("--")) {
		return none
	}
	return h.end + len(bytes.TrimSuffix(line, []byte("\r")))
}

func sqlQuoted(value string) string { return "'" + strings.ReplaceAll(value, "'", "''") + "'" }

// argument writes a value as one word of a shell command, in quotes when it had some or needs some.
func argument(value string, quote byte) (string, bool) {
	const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./:,@%"
	switch {
	case quote == 0 && strings.Trim(value, plain) == "":
		return value, true
	case quote == '"' && !strings.ContainsAny(value, "\"\\$`!"):
		return `"` + value + `"`, true
	}
	return "'" + value + "'", strings.IndexByte(value, '\'') < 0
}

// removed returns what goes away with a setting: its lines, and in nested YAML the keys above that are left without any other.
func removed(h *home, s *conf.Setting) []conf.Span {
	data := h.file.Data
	switch h.file.Kind {
	case conf.SQL:
		return []conf.Span{withoutComma(data, s.Whole)}
	case conf.Arguments:
		span := s.Whole
		if inQuotes(h.file, s) {
			span = conf.Span{Start: span.Start - 1, End: span.End + 1}
		}
		if span.Start > 0 && data[span.Start-1] == ' ' {
			span.Start--
		}
		return []conf.Span{span}
	case conf.YAML:
		return append([]conf.Span{s.Whole}, emptied(data, s.Whole)...)
	}
	return []conf.Span{s.Whole}
}

// withoutComma widens a pair of a WITH clause by one of the commas beside it, and by its line when nothing else stands there.
func withoutComma(data []byte, span conf.Span) conf.Span {
	after := len(data) - len(bytes.TrimLeft(data[span.End:], " \t\r\n"))
	if after < len(data) && data[after] == ',' {
		span.End = after + 1
		start := len(bytes.TrimRight(data[:span.Start], " \t"))
		end := len(data) - len(bytes.TrimLeft(data[span.End:], " \t\r"))
		switch alone := start == 0 || data[start-1] == '\n'; {
		case alone && end < len(data) && data[end] == '\n':
			return conf.Span{Start: start, End: end + 1}
		case !alone && end < len(data) && end > span.End:
			span.End = end // of two blanks one stays
		}
		return span
	}
	if before := bytes.TrimRight(data[:span.Start], " \t\r\n"); bytes.HasSuffix(before, []byte(",")) {
		span.Start = len(before) - 1
	}
	return span
}

// emptied returns the lines of the mappings that would hold nothing any more: a key without a value is not what Flink expects.
func emptied(data []byte, child conf.Span) []conf.Span {
	var out []conf.Span
	for last := child.End; ; {
		parent, ok := lineBefore(data, child.Start)
		depth := indentation(data[parent.Start:])
		if !ok || depth >= indentation(data[child.Start:]) || depthBehind(data, last) > depth {
			return out
		}
		out, child = append(out, parent), parent
	}
}

// lineBefore returns the nearest line above that is no comment, if it is a key without a value of its own.
func lineBefore(data []byte, end int) (conf.Span, bool) {
	for end > 0 {
		start := bytes.LastIndexByte(data[:end-1], '\n') + 1
		if text := strings.TrimSpace(string(data[start:end])); text != "" && text[0] != '#' {
			key, _, _ := strings.Cut(text, " #")
			return conf.Span{Start: start, End: end}, strings.HasSuffix(strings.TrimSpace(key), ":")
		}
		end = start
	}
	return conf.Span{}, false
}

// depthBehind returns the indentation of the next line that is no comment, 0 at the end of the file.
func depthBehind(data []byte, at int) int {
	for at < len(data) {
		end := len(data)
		if i := bytes.IndexByte(data[at:], '\n'); i >= 0 {
			end = at + i + 1
		}
		if text := strings.TrimSpace(string(data[at:end])); text != "" && text[0] != '#' {
			return indentation(data[at:])
		}
		at = end
	}
	return 0
}

// indentation counts the blanks at the start.
func indentation(data []byte) int { return len(data) - len(bytes.TrimLeft(data, " ")) }
