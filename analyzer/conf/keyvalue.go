package conf

import "strings"

// parseFlinkConf reads flink-conf.yaml as Flink up to 1.19 does: "key: value", no nesting, '#' begins a comment anywhere. Source: apache/flink
// flink-core/src/main/java/org/apache/flink/configuration/GlobalConfiguration.java (loadYAMLResource of 1.18).
func parseFlinkConf(f *File) []Problem {
	var problems []Problem
	for _, l := range linesOf(f.Data) {
		text, _, _ := strings.Cut(l.text, "#")
		if strings.TrimSpace(text) == "" {
			continue
		}
		key, _, ok := strings.Cut(text, ": ")
		if !ok {
			if name, found := strings.CutSuffix(strings.TrimSpace(text), ":"); found {
				problems = append(problems, Problem{File: f.Name, Line: l.number, Column: 1, Message: name + " has no value"})
			} else {
				problems = append(problems, Problem{File: f.Name, Line: l.number, Column: 1, Message: "expected \"key: value\" with a blank behind the colon; Flink skips this line"})
			}
			continue
		}
		from, to := trimmed(text, len(key)+2, len(text))
		start, end := trimmed(text, 0, len(key))
		f.Settings = append(f.Settings, l.setting("flink", text[start:end], start, from, to, nil))
	}
	return problems
}

// parseProperties reads "key = value" as fe.conf, be.conf, zoo.cfg and java.util.Properties have it; a line whose first character is '#' or '!' is a
// comment.
func parseProperties(f *File) []Problem {
	var problems []Problem
	for _, l := range linesOf(f.Data) {
		start, end := trimmed(l.text, 0, len(l.text))
		if start == end || l.text[start] == '#' || l.text[start] == '!' {
			continue
		}
		i := strings.IndexAny(l.text[start:end], "=:")
		if i < 0 {
			problems = append(problems, Problem{File: f.Name, Line: l.number, Column: start + 1, Message: "expected key = value"})
			continue
		}
		_, keyEnd := trimmed(l.text, start, start+i)
		from, to := trimmed(l.text, start+i+1, end)
		f.Settings = append(f.Settings, l.setting(f.Table, l.text[start:keyEnd], start, from, to, nil))
	}
	return problems
}

// parseMyCnf reads my.cnf: sections, "key = value", bare flags; '#' and ';' begin comments, '#' also behind a value. '-' and '_' in keys are the same to
// the server, the tables have '_'. Source: https://dev.mysql.com/doc/refman/8.4/en/option-files.html.
func parseMyCnf(f *File) []Problem {
	var path []string
	for _, l := range linesOf(f.Data) {
		start, end := trimmed(l.text, 0, len(l.text))
		if start == end || l.text[start] == '#' || l.text[start] == ';' || l.text[start] == '!' {
			continue
		}
		if l.text[start] == '[' {
			name, _, _ := strings.Cut(l.text[start+1:end], "]")
			path = []string{name}
			continue
		}
		if i := strings.Index(l.text[start:end], " #"); i >= 0 {
			_, end = trimmed(l.text, start, start+i)
		}
		key, from, to := l.text[start:end], end, end
		if i := strings.IndexByte(key, '='); i >= 0 {
			_, keyEnd := trimmed(l.text, start, start+i)
			key = l.text[start:keyEnd]
			from, to = trimmed(l.text, start+i+1, end)
		}
		f.Settings = append(f.Settings, l.setting("mysql", strings.ReplaceAll(key, "-", "_"), start, from, to, path))
	}
	return nil
}

// nextOption returns where the next option that gives a property begins and ends: -D, or -yD of a YARN session cluster. start is negative when there is none.
// Source: apache/flink flink-yarn FlinkYarnSessionCli.java (the options' prefix "y").
func nextOption(text string, from int) (start, end int) {
	for at := from; ; {
		i := strings.IndexByte(text[at:], 'D')
		if i < 0 {
			return -1, -1
		}
		at += i + 1
		for _, option := range [...]string{"-D", "-yD"} {
			if strings.HasSuffix(text[from:at], option) {
				return at - len(option), at
			}
		}
	}
}

// parseArguments reads "-D key=value" and "-Dkey=value" options of a flink command line, over several lines when they end in '\'.
func parseArguments(f *File) []Problem {
	for _, l := range linesOf(f.Data) {
		if strings.HasPrefix(strings.TrimLeft(l.text, " \t"), "#") {
			continue
		}
		for at := 0; at < len(l.text); {
			option, behind := nextOption(l.text, at)
			if option < 0 {
				break
			}
			at = behind
			quote := byte(0) // around the option as a whole: "-Dkey=10 s"
			if before := option - 1; before >= 0 && strings.IndexByte("'\"", l.text[before]) >= 0 {
				quote = l.text[before]
			} else if before >= 0 && l.text[before] != ' ' && l.text[before] != '\t' {
				continue
			}
			start, _ := trimmed(l.text, at, len(l.text))
			eq := strings.IndexByte(l.text[start:], '=')
			if eq < 0 || strings.ContainsAny(l.text[start:start+eq], " \"'") {
				continue
			}
			from := start + eq + 1
			to := argumentEnd(l.text, from, quote)
			s := l.setting("flink", l.text[start:start+eq], start, from, to, nil)
			s.Whole = Span{l.start + option, l.start + to}
			f.Settings = append(f.Settings, s)
			at = to
		}
	}
	return nil
}

// argumentEnd returns where a value ends: at a blank, behind its closing quote, or before the one that closes the whole option.
func argumentEnd(text string, from int, quote byte) int {
	if quote != 0 {
		if i := strings.IndexByte(text[from:], quote); i >= 0 {
			return from + i
		}
	}
	if from < len(text) && (text[from] == '"' || text[from] == '\'') {
		if i := strings.IndexByte(text[from+1:], text[from]); i >= 0 {
			return from + i + 2
		}
	}
	if i := strings.IndexAny(text[from:], " \t"); i >= 0 {
		return from + i
	}
	return len(text)
}
