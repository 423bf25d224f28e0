package conf

import "strings"

// parseSQL reads the options of Flink SQL: 'key' = 'value' pairs inside WITH (...), and SET 'key' = 'value' (or SET key = value of old). The table of an
// option is told by the connector of its WITH clause.
func parseSQL(f *File) []Problem {
	text := string(f.Data)
	lines := linesOf(f.Data)
	first := 0 // of the settings of the clause being read
	var path []string
	for at := 0; at < len(text); {
		switch {
		case strings.HasPrefix(text[at:], "--"):
			at = lineEnd(text, at)
		case text[at] == '\'':
			pair, end, ok := quotedPair(text, at)
			if ok {
				f.Settings = append(f.Settings, place(lines, pair, path))
			}
			at = end
		case hasWord(text, at, "CREATE"):
			name := tableName(text, at)
			path, first = []string{name}, len(f.Settings)
			at += len("CREATE")
		case hasWord(text, at, "SET"):
			at += len("SET")
			if pair, end, ok := plainPair(text, at); ok {
				pair.Table = "flink"
				f.Settings = append(f.Settings, place(lines, pair, nil))
				at = end
			} else {
				path, first = nil, len(f.Settings)
			}
		case text[at] == ';':
			settleTables(f.Settings[min(first, len(f.Settings)):])
			path, first = nil, len(f.Settings)
			at++
		default:
			at++
		}
	}
	settleTables(f.Settings[min(first, len(f.Settings)):])
	return nil
}

// connectorTables are the option tables of connectors.
var connectorTables = map[string]string{
	"mysql-cdc": "flink-cdc", "postgres-cdc": "flink-cdc", "mongodb-cdc": "flink-cdc", "oracle-cdc": "flink-cdc", "sqlserver-cdc": "flink-cdc",
	"db2-cdc": "flink-cdc", "oceanbase-cdc": "flink-cdc", "tidb-cdc": "flink-cdc", "vitess-cdc": "flink-cdc",
	"starrocks": "sr-connector", "jdbc": "jdbc-connector", "kafka": "kafka-connector", "upsert-kafka": "kafka-connector",
}

func settleTables(list []Setting) {
	table := ""
	for _, s := range list {
		if s.Key == "connector" {
			table = connectorTables[s.Value]
			if strings.HasSuffix(s.Value, "-x") {
				table = "chunjun"
			}
		}
	}
	for i := range list {
		switch {
		case list[i].Table != "":
		case len(list[i].Path) == 0:
			list[i].Table = "flink"
		default:
			list[i].Table = table
		}
	}
}

// quotedPair reads 'key' = 'value' at the opening quote. end is behind what was read.
func quotedPair(text string, at int) (s Setting, end int, ok bool) {
	key, after, ok := quotedText(text, at)
	if !ok {
		return s, len(text), false
	}
	next := skipSpace(text, after)
	if next >= len(text) || text[next] != '=' {
		return s, after, false
	}
	start := skipSpace(text, next+1)
	if start >= len(text) || text[start] != '\'' {
		return s, after, false
	}
	value, after, ok := quotedText(text, start)
	if !ok {
		return s, len(text), false
	}
	return Setting{Key: key, Value: value, At: Span{start, after}, Whole: Span{at, after}}, after, true
}

// quotedText reads a literal; two quotes in a row stand for one.
func quotedText(text string, at int) (string, int, bool) {
	var b strings.Builder
	for i := at + 1; i < len(text); i++ {
		if text[i] != '\'' {
			b.WriteByte(text[i])
			continue
		}
		if i+1 < len(text) && text[i+1] == '\'' {
			b.WriteByte('\'')
			i++
			continue
		}
		return b.String(), i + 1, true
	}
	return "", len(text), false
}

// plainPair reads " key = value;" without quotes.
func plainPair(text string, at int) (s Setting, end int, ok bool) {
	start := skipSpace(text, at)
	end = start
	for end < len(text) && (text[end] == '.' || text[end] == '-' || text[end] == '_' || text[end]|0x20 >= 'a' && text[end]|0x20 <= 'z' || text[end] >= '0' && text[end] <= '9') {
		end++
	}
	eq := skipSpace(text, end)
	if end == start || eq >= len(text) || text[eq] != '=' {
		return s, at, false
	}
	from := skipSpace(text, eq+1)
	to := from
	for to < len(text) && text[to] != ';' && text[to] != '\n' {
		to++
	}
	from, to = trimmed(text, from, to)
	return Setting{Key: text[start:end], Value: unquote(text[from:to]), At: Span{from, to}, Whole: Span{start, to}}, to, true
}

// place fills in line and column.
func place(lines []line, s Setting, path []string) Setting {
	s.Path, s.Block = path, -1
	for _, l := range lines {
		if s.Whole.Start >= l.start && s.Whole.Start < l.end {
			s.Line, s.Column = l.number, s.Whole.Start-l.start+1
			break
		}
	}
	return s
}

// hasWord tells whether the keyword stands at the position as a word of its own.
func hasWord(text string, at int, word string) bool {
	if at > 0 && isWordByte(text[at-1]) || len(text)-at < len(word) || !strings.EqualFold(text[at:at+len(word)], word) {
		return false
	}
	return at+len(word) == len(text) || !isWordByte(text[at+len(word)])
}

func isWordByte(c byte) bool {
	return c == '_' || c == '.' || c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9'
}

// tableName returns the name behind CREATE [TEMPORARY] TABLE [IF NOT EXISTS].
func tableName(text string, at int) string {
	head := text[at:min(len(text), at+300)]
	head, _, _ = strings.Cut(head, "(")
	words := strings.Fields(head)
	if len(words) == 0 {
		return ""
	}
	return strings.Trim(words[len(words)-1], "`\"")
}

func skipSpace(text string, at int) int {
	for at < len(text) && strings.IndexByte(" \t\r\n", text[at]) >= 0 {
		at++
	}
	return at
}

func lineEnd(text string, at int) int {
	if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(text)
}
