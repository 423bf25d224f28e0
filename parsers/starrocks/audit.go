package starrocks

import (
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/internal/lex"
	"github.com/flinkdoctor/flinkdoctor/parsers/javalog/stamp"
)

// audit is fe.audit.log and its like, which know neither level nor thread:
//
//	2025-08-09 08:16:07.852-06:00 [query] |Client=10.0.0.12:40112|User=root|Db=ods|State=EOF|ErrorCode=|Time=12|...|Stmt=select 1
//
// With audit_log_json_format the part behind the bracket is JSON. Source: StarRocks/starrocks fe/fe-core/.../qe/AuditLogBuilder.java and
// plugin/AuditEvent.java.
type audit struct{}

// Name implements parsers.Layout.
func (audit) Name() string { return "starrocks-fe-audit" }

// Head implements parsers.Layout. A statement that failed is the client's affair, so all lines are information.
func (audit) Head(line []byte) (parsers.Head, bool) {
	if len(line) < 24 || !lex.IsDigit(line[0]) {
		return parsers.Head{}, false
	}
	s, ok := stamp.Parse(line)
	if !ok || s.Style != stamp.StyleDash {
		return parsers.Head{}, false
	}
	i := lex.SkipBlank(line, s.Len)
	if i >= len(line) || line[i] != '[' {
		return parsers.Head{}, false
	}
	end := i + 1
	for end < len(line) && end-i < 40 && (line[end] == '_' || line[end] >= 'a' && line[end] <= 'z') {
		end++
	}
	body := lex.SkipBlank(line, min(end+1, len(line)))
	if end == i+1 || end >= len(line) || line[end] != ']' || !auditBody(line[body:]) {
		return parsers.Head{}, false
	}
	return parsers.Head{
		Time: s.Time, Level: parsers.LevelInfo, Component: parsers.ComponentStarRocksFE, Logger: string(line[i+1 : end]), Body: body,
	}, true
}

// auditBody tells whether text begins like the body of an audit line.
func auditBody(b []byte) bool {
	if len(b) < 3 || b[0] != '|' {
		return lex.HasPrefix(b, `{"`)
	}
	i := 1
	for i < len(b) && i < 40 && isLetter(b[i]) {
		i++
	}
	return i > 1 && i < len(b) && b[i] == '='
}

// auditFields names what is kept of an audit line.
var auditFields = [...]struct{ key, field string }{
	{"|Client=", "client"}, {"|User=", "user"}, {"|Db=", "db"}, {"|State=", "state"}, {"|ErrorCode=", "error_code"},
	{"|QueryId=", "query_id"}, {"|feIp=", "fe_ip"},
}

// Continues implements parsers.Layout: statements have lines.
func (audit) Continues(_, line []byte, _ int) bool { return !beginsCrash(line) }

// Finish implements parsers.Layout. The statement stands last and may quote anything, so nothing behind it is read.
func (audit) Finish(event *parsers.Event, text string) {
	if head, ok := (audit{}).Head([]byte(text)); ok {
		event.Message, event.Chain = lex.Fold(text[head.Body:]), nil
	}
	keys, _, _ := strings.Cut(event.Message, "|Stmt=")
	for _, f := range auditFields {
		if i := strings.Index(keys, f.key); i >= 0 {
			value, _, _ := strings.Cut(keys[i+len(f.key):], "|")
			event.SetField(f.field, value)
		}
	}
}
