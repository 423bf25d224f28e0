package starrocks

import (
	"strings"
	"unicode/utf8"
)

// scanner walks over the members of a JSON object that people have cut, commented and quoted, so it asks for no more than a key in quotes, a
// colon and a value, and skips what is none of it.
type scanner struct {
	text string
	pos  int
}

// member returns the next member of the object; ok is false at its end or at the end of the text. Objects and lists as values are
// skipped and give "".
func (s *scanner) member() (key, value string, ok bool) {
	for s.pos < len(s.text) {
		switch c := s.text[s.pos]; c {
		case '}':
			return "", "", false
		case '"', '\\':
			if key, ok = s.str(); !ok {
				continue
			}
			s.space()
			if s.pos >= len(s.text) || s.text[s.pos] != ':' {
				continue // a value that lost its key
			}
			s.pos++
			return key, s.value(), true
		default:
			s.pos++
		}
	}
	return "", "", false
}

// space skips white space, also when it is escaped as \n or \t.
func (s *scanner) space() {
	for s.pos < len(s.text) {
		switch c := s.text[s.pos]; {
		case c == ' ' || c == '\n' || c == '\t' || c == '\r':
			s.pos++
		case c == '\\' && s.pos+1 < len(s.text) && strings.IndexByte("ntr", s.text[s.pos+1]) >= 0:
			s.pos += 2
		default:
			return
		}
	}
}

// value reads the value at the position.
func (s *scanner) value() string {
	s.space()
	if s.pos >= len(s.text) {
		return ""
	}
	switch s.text[s.pos] {
	case '"', '\\':
		if v, ok := s.str(); ok {
			return clip(v)
		}
		return ""
	case '{', '[':
		s.skip()
		return ""
	}
	start := s.pos
	for s.pos < len(s.text) && strings.IndexByte(",}\n\\ ", s.text[s.pos]) < 0 {
		s.pos++
	}
	return clip(s.text[start:s.pos])
}

// str reads a string in quotes at the position. Inside another string its quotes carry backslashes; the quote that ends it carries as many
// as the one that began it. A string that never ends gives what there is.
func (s *scanner) str() (string, bool) {
	const deepest = 7 // three strings inside one another
	depth := 0
	for s.pos+depth < len(s.text) && s.text[s.pos+depth] == '\\' {
		depth++
	}
	if s.pos+depth >= len(s.text) || s.text[s.pos+depth] != '"' || depth > deepest {
		s.pos += max(depth, 1)
		return "", false
	}
	start := s.pos + depth + 1
	run := 0
	for i := start; i < len(s.text); i++ {
		switch s.text[i] {
		case '\\':
			run++
			continue
		case '"':
			if run >= depth && (run-depth)%(2*(depth+1)) == 0 {
				s.pos = i + 1
				return unescape(s.text[start:i-depth], depth), true
			}
		}
		run = 0
	}
	s.pos = len(s.text)
	return unescape(s.text[start:], depth), true
}

// skip moves behind the object or list at the position.
func (s *scanner) skip() {
	open := 0
	for s.pos < len(s.text) {
		switch s.text[s.pos] {
		case '{', '[':
			open++
		case '}', ']':
			open--
		case '"', '\\':
			s.str()
			continue
		}
		s.pos++
		if open == 0 {
			return
		}
	}
}

// unescape removes the escapes of a string whose quotes carried depth backslashes: \" and \n as JSON writes them, each with its share.
func unescape(v string, depth int) string {
	if !strings.Contains(v, `\`) {
		return v
	}
	slashes := strings.Repeat(`\`, depth+1)
	return strings.NewReplacer(slashes+slashes, `\`, slashes+`"`, `"`, strings.Repeat(`\`, 2*depth+1)+`"`, `"`, slashes+"n", "\n",
		slashes+"t", "\t", slashes+"r", "", slashes+"/", "/").Replace(v)
}

// clip bounds a value without cutting a letter in two.
func clip(v string) string {
	if len(v) <= maxValue {
		return v
	}
	v = v[:maxValue]
	for i := 0; i < utf8.UTFMax && !utf8.ValidString(v[len(v)-utf8.UTFMax+i:]); i++ {
		v = v[:len(v)-1]
	}
	return v
}
