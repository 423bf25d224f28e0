package nginx

import (
	"bytes"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/internal/lex"
)

// startup is what nginx writes to standard error before it has an error log: "nginx: [emerg] TEXT in FILE:LINE", and what -t and -v print.
// Source: nginx/nginx src/core/ngx_log.c (ngx_log_stderr), src/core/nginx.c.
type startup struct{}

// Name implements parsers.Layout.
func (startup) Name() string { return "nginx-startup" }

// sayings are lines of nginx that carry no level.
var sayings = [...]string{"nginx: configuration file ", "nginx: the configuration file ", "nginx: invalid option", "nginx version: ", "nginx: option "}

// Head implements parsers.Layout. Only lines with a level lose their head: the others have none.
func (startup) Head(line []byte) (parsers.Head, bool) {
	i := lex.SkipBlank(line, 0)
	if i > maxLead || !lex.HasPrefix(line[i:], "nginx") {
		return parsers.Head{}, false
	}
	if lex.HasPrefix(line[i:], "nginx:") {
		if level, end := bracketLevel(line, lex.SkipBlank(line, i+len("nginx:"))); end > 0 {
			return parsers.Head{Level: level, Component: parsers.ComponentNginx, Body: lex.SkipBlank(line, end)}, true
		}
	}
	for _, saying := range sayings {
		if lex.HasPrefix(line[i:], saying) {
			return parsers.Head{Level: parsers.LevelInfo, Component: parsers.ComponentNginx, Body: i}, true
		}
	}
	return parsers.Head{}, false
}

// Continues implements parsers.Layout: a refused configuration may be broken into two lines by a narrow terminal.
func (startup) Continues(first, line []byte, n int) bool {
	line = bytes.TrimSpace(line)
	return n < 4 && len(line) > 0 && (lex.HasPrefix(line, "in /") || n == 1 && isOpen(first) && bytes.Contains(line, []byte(" in /")))
}

// Finish implements parsers.Layout.
func (startup) Finish(event *parsers.Event, text string) {
	line := unwrap(text)
	event.Chain = nil
	if h, ok := (startup{}).Head([]byte(line)); ok {
		event.Message = lex.Fold(line[h.Body:])
	}
	details(event)
	if version, ok := strings.CutPrefix(event.Message, "nginx version: nginx/"); ok {
		version, _, _ = strings.Cut(version, " ")
		event.SetField("version", version)
	}
}
