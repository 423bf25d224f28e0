package nginx

import (
	"bytes"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/internal/lex"
)

// page is the HTML with which nginx answers when no upstream did, as clients print it:
//
//	<html>
//	<head><title>502 Bad Gateway</title></head>
//	<body>
//	<center><h1>502 Bad Gateway</h1></center>
//	<hr><center>nginx/1.22.1</center>
//
// Other servers' error pages are read as well, but only nginx signs with its name, so only then is the component known.
// Source: nginx/nginx src/http/ngx_http_special_response.c.
type page struct{}

// Name implements parsers.Layout.
func (page) Name() string { return "http-error-page" }

// Weak implements parsers.WeakLayout: HTML may stand in the message of any record.
func (page) Weak() bool { return true }

// Head implements parsers.Layout.
func (page) Head(line []byte) (parsers.Head, bool) {
	i := lex.SkipBlank(line, 0)
	if i >= len(line) || i > maxLead || line[i] != '<' {
		return parsers.Head{}, false
	}
	rest := line[i:]
	if lex.HasPrefix(rest, "<html>") {
		rest = bytes.TrimLeft(rest[len("<html>"):], " \r")
		if len(rest) == 0 {
			return parsers.Head{Body: i}, true
		}
	}
	for _, tag := range [...]string{"<head><title>", "<center><h1>", "<title>"} {
		if lex.HasPrefix(rest, tag) && isStatus(rest[len(tag):]) {
			return parsers.Head{Body: i}, true
		}
	}
	return parsers.Head{}, false
}

// isStatus tells whether text begins with the code of an HTTP error.
func isStatus(text []byte) bool {
	return len(text) > 4 && (text[0] == '4' || text[0] == '5') && lex.IsDigit(text[1]) && lex.IsDigit(text[2]) && text[3] == ' '
}

// Continues implements parsers.Layout: the page's other lines begin with a tag, too.
func (page) Continues(_, line []byte, n int) bool {
	const longest = 20 // nginx pads a page with six comments
	line = bytes.TrimSpace(line)
	return n < longest && len(line) > 0 && line[0] == '<' && !lex.HasPrefix(line, "<html>")
}

// Finish implements parsers.Layout. A page that reports no error is no record of this layout.
func (page) Finish(event *parsers.Event, text string) {
	event.Message, event.Chain = lex.Fold(text), nil
	status := ""
	for _, tag := range [...]string{"<title>", "<h1>"} {
		if i := strings.Index(text, tag); i >= 0 && isStatus([]byte(text[i+len(tag):])) {
			status = text[i+len(tag) : i+len(tag)+3]
			break
		}
	}
	if status == "" {
		event.Layout = ""
		return
	}
	event.SetField("status_code", status)
	i := strings.Index(text, "<center>nginx")
	if i < 0 {
		return
	}
	event.Component = parsers.ComponentNginx
	if version, ok := strings.CutPrefix(text[i:], "<center>nginx/"); ok {
		end := strings.IndexAny(version, "< \n")
		if end < 0 {
			end = len(version)
		}
		event.SetField("version", version[:end])
	}
}
