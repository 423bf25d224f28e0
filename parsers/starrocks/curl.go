package starrocks

import (
	"bytes"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/internal/lex"
)

// curlTrace is what curl -v prints about a Stream Load: the request's head behind "> ", the answer's behind "< ", remarks behind "* ", and
// the error with which curl ends. With --trace-time a time of day stands in front. Each head and each remark is a record.
type curlTrace struct{}

// Name implements parsers.Layout.
func (curlTrace) Name() string { return "curl-trace" }

// Weak implements parsers.WeakLayout.
func (curlTrace) Weak() bool { return true }

// remarks are beginnings of curl's remarks that tell of the connection; "* " alone begins any list.
var remarks = [...]string{"Trying ", "Connected to ", "Established connection", "Empty reply from server", "Recv failure", "Send failure", "connect to ",
	"Failed to connect", "Could not connect", "Could not resolve", "Operation timed out", "Connection timed out", "Connection #", "Closing connection",
	"Issue another request", "We are completely uploaded", "upload completely sent", "Request completely sent", "Done waiting for 100-continue",
	"Server auth using", "Mark bundle", "Host ", "IPv4: ", "IPv6: ", "Maximum (", "HTTP error before end of send", "Please rewind", "necessary data rewind",
	"Clear auth", "Switch to ", "Ignoring the response-body", "The requested URL returned error", "Connection died", "Re-using existing connection",
	"Excess found", "TCP_NODELAY set", "SSL connection using", "transfer closed with"}

// Head implements parsers.Layout.
func (curlTrace) Head(line []byte) (parsers.Head, bool) {
	mark, rest := traceLine(line)
	switch mark {
	case '>':
		if request := bytes.IndexByte(rest, ' '); request < 3 || request > 10 || !bytes.Contains(rest, []byte(" HTTP/")) {
			return parsers.Head{}, false
		}
	case '<':
		if !lex.HasPrefix(rest, "HTTP/") {
			return parsers.Head{}, false
		}
	case '*':
		if !isRemark(bytes.TrimLeft(rest, " ")) {
			return parsers.Head{}, false
		}
	case 'c':
		return parsers.Head{Level: parsers.LevelError}, true
	default:
		return parsers.Head{}, false
	}
	return parsers.Head{Level: parsers.LevelInfo}, true
}

func isRemark(rest []byte) bool {
	for _, remark := range remarks {
		if lex.HasPrefix(rest, remark) {
			return true
		}
	}
	return false
}

// traceLine reads the mark of a line, 'c' for curl's last word, and the text behind it; mark is 0 when the line is no part of a trace.
func traceLine(line []byte) (mark byte, rest []byte) {
	if len(line) > 16 && lex.IsDigit(line[0]) && line[2] == ':' && line[5] == ':' && line[8] == '.' && lex.Number(line, 9, 6) >= 0 && line[15] == ' ' {
		line = line[16:]
	}
	if len(line) < 2 {
		return 0, nil
	}
	switch line[0] {
	case '>', '<', '*':
		if line[1] == ' ' {
			return line[0], line[2:]
		}
	case 'c':
		if lex.HasPrefix(line, "curl: (") {
			return 'c', line
		}
	}
	return 0, nil
}

// Continues implements parsers.Layout: header lines carry the mark of the head they belong to.
func (curlTrace) Continues(first, line []byte, n int) bool {
	const longest = 100
	mark, _ := traceLine(first)
	next, rest := traceLine(line)
	return n < longest && next == mark && (mark == '>' && !bytes.Contains(rest, []byte(" HTTP/")) || mark == '<' && !lex.HasPrefix(rest, "HTTP/"))
}

// Finish implements parsers.Layout.
func (curlTrace) Finish(event *parsers.Event, text string) {
	event.Message, event.Chain = lex.Fold(text), nil
	for n, line := range strings.Split(text, "\n") {
		mark, rest := traceLine([]byte(line))
		said := string(rest)
		switch {
		case mark == 'c':
			code, _, _ := strings.Cut(strings.TrimPrefix(said, "curl: ("), ")")
			event.SetField("curl_code", code)
		case mark == '<' && n == 0:
			if _, status, ok := strings.Cut(said, " "); ok && len(status) >= 3 {
				event.SetField("status_code", status[:3])
			}
		case mark == '>' && n == 0:
			method, target, _ := strings.Cut(said, " ")
			uri, _, _ := strings.Cut(target, " ")
			event.SetField("method", method)
			event.SetField("uri", uri)
		case mark == '>' || mark == '<':
			readHeader(event, said)
		}
	}
}

// readHeader keeps the headers by which a load and its redirection are known.
func readHeader(event *parsers.Event, line string) {
	name, value, _ := strings.Cut(line, ":")
	switch strings.ToLower(name) {
	case "label", "location", "host":
		event.SetField(strings.ToLower(name), strings.TrimSpace(value))
	}
}
