package nginx

import (
	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/internal/lex"
)

// entrypoint is what the start script of the container image prints before nginx runs. Source: nginx/docker-nginx entrypoint/*.sh.
type entrypoint struct{}

// Name implements parsers.Layout.
func (entrypoint) Name() string { return "nginx-entrypoint" }

const script = "/docker-entrypoint.sh: "

// chatter are the words behind the script's name. Other images have a script of that name too, and bash reports its errors under it.
var chatter = [...]string{"/docker-entrypoint.d/", "Looking for shell scripts in /docker-entrypoint.d/", "Launching /docker-entrypoint.d/",
	"Sourcing /docker-entrypoint.d/", "Ignoring /docker-entrypoint.d/", "No files found in /docker-entrypoint.d/", "Configuration complete; ready for start up"}

// Head implements parsers.Layout.
func (entrypoint) Head(line []byte) (parsers.Head, bool) {
	head := parsers.Head{Level: parsers.LevelInfo, Component: parsers.ComponentNginx}
	if lex.HasPrefix(line, script) {
		for _, words := range chatter {
			if lex.HasPrefix(line[len(script):], words) {
				return head, true
			}
		}
		return parsers.Head{}, false
	}
	n := partScript(line)
	if n == 0 {
		return parsers.Head{}, false
	}
	switch {
	case lex.HasPrefix(line[n:], "info: "), lex.HasPrefix(line[n:], "Running envsubst on "):
		return head, true
	case lex.HasPrefix(line[n:], "error: "), lex.HasPrefix(line[n:], "ERROR: "):
		head.Level = parsers.LevelError
		return head, true
	}
	return parsers.Head{}, false
}

// partScript returns the length of "10-listen-on-ipv6-by-default.sh: ", 0 when line does not begin like that.
func partScript(line []byte) int {
	if len(line) < 9 || !lex.IsDigit(line[0]) || !lex.IsDigit(line[1]) || line[2] != '-' {
		return 0
	}
	i := 3
	for i < len(line) && i < 80 && (line[i] == '-' || lex.IsDigit(line[i]) || line[i] >= 'a' && line[i] <= 'z') {
		i++
	}
	for _, end := range [...]string{".sh: ", ".envsh: "} {
		if lex.HasPrefix(line[i:], end) {
			return i + len(end)
		}
	}
	return 0
}

// Continues implements parsers.Layout.
func (entrypoint) Continues(_, _ []byte, _ int) bool { return false }

// Finish implements parsers.Layout.
func (entrypoint) Finish(event *parsers.Event, text string) {
	event.Message, event.Chain = lex.Fold(text), nil
}
