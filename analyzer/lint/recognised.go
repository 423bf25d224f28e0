package lint

import (
	"bytes"
	"slices"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
	"github.com/flinkdoctor/flinkdoctor/rules/options"
)

// Recognised tells whether a file whose name does not say it is the configuration that its content looks like: most of what it sets are keys that its table knows, and
// hardly a line could not be read. A log that quotes configuration is none. Of nginx the blocks tell, because no table has all directives of all modules.
func Recognised(f *conf.File, problems []conf.Problem) bool {
	if f.Kind == conf.Nginx {
		return len(problems) < 3 && isNginx(f)
	}
	if f.Kind == conf.YAML {
		return Assessed(f)
	}
	known, all := 0, 0
	for i := range f.Settings {
		s := &f.Settings[i]
		if isParameter(f, s) {
			continue
		}
		all++
		if options.Known(s.Table, s.Key) {
			known++
		}
	}
	if known == 0 || 10*len(problems) > all {
		return false
	}
	switch f.Kind {
	case conf.SQL:
		return beginsWith(f.Data, "create ", "set ", "drop ", "use ", "insert ", "execute ", "add jar ")
	case conf.Arguments:
		return isCommandLine(f)
	}
	return 5*known >= 3*all
}

// Foreign tells a file that has the name of a configuration and sets nothing that its table knows: the be.conf of another program.
func Foreign(f *conf.File) bool {
	return f.Kind == conf.Properties && len(f.Settings) > 0 && !slices.ContainsFunc(f.Settings, func(s conf.Setting) bool {
		return options.Known(s.Table, s.Key) || strings.HasPrefix(s.Key, "JAVA_OPTS")
	})
}

// isNginx tells nginx's files from others with braces: by a block or a directive that only they have.
func isNginx(f *conf.File) bool {
	for i := range f.Blocks {
		if word, _, _ := strings.Cut(f.Blocks[i].Name, " "); slices.Contains([]string{"http", "events", "server", "location", "upstream", "stream"}, word) {
			return true
		}
	}
	return slices.ContainsFunc(f.Settings, func(s conf.Setting) bool { return s.Key == "proxy_pass" || s.Key == "worker_processes" })
}

// beginsWith tells whether the first line that is no comment begins with one of the words, in any case.
func beginsWith(data []byte, words ...string) bool {
	for line := range bytes.Lines(data) {
		text := strings.ToLower(strings.TrimSpace(string(line)))
		if text == "" || strings.HasPrefix(text, "--") || strings.HasPrefix(text, "/*") || strings.HasPrefix(text, "*") {
			continue
		}
		for _, word := range words {
			if strings.HasPrefix(text, word) {
				return true
			}
		}
		return false
	}
	return false
}

// isCommandLine tells a command or a script from a log of a start that lists its options: no line with an option begins with a time or a bracket.
func isCommandLine(f *conf.File) bool {
	for i := range f.Settings {
		text := strings.TrimSpace(lineText(f.Data, f.Settings[i].Line))
		if text == "" || strings.IndexByte("0123456789[{", text[0]) >= 0 || strings.Contains(text, " INFO ") {
			return false
		}
	}
	return true
}
