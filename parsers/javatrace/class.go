package javatrace

import (
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers/internal/lex"
)

// name is a class name as it was found in the text.
type name struct {
	class    string // slips mended
	from, to int    // to is behind the name
	text     int    // where the message begins: behind the colon, or to
	dots     int
	known    bool // ends like the name of a throwable
	top      bool // its first package is a usual one
	colon    bool // a colon follows
	last     bool // the line or the text ends behind it
	mark     bool // the words of a trace mark follow
}

// maxName bounds the bytes of a class or method name.
const maxName = 400

// maxJoins bounds the places at which one name may have been torn apart.
const maxJoins = 5

// readName reads a class name, qualified or not, that begins at i. It puts together what a wrap or an OCR program tore apart: a line end
// anywhere, blanks beside a dot, a blank before "Exception". expected is true where only a class can stand, so that one without the usual
// ending is put together too. ok is false when no class can begin there.
func readName(s string, i int, expected bool) (name, bool) {
	if i >= len(s) || !isIdent(s[i]) || lex.IsDigit(s[i]) && s[i] != '0' {
		return name{}, false
	}
	r := nameReader{s: s, from: i, expected: expected}
	var buf [96]byte
	return r.read(i, buf[:0], 0, maxJoins)
}

type nameReader struct {
	s        string
	from     int
	expected bool
}

// read goes on at j with the name so far in buf, of which the current segment begins at seg.
func (r *nameReader) read(j int, buf []byte, seg, joins int) (name, bool) {
	for {
		for j < len(r.s) && isIdent(r.s[j]) {
			buf = append(buf, r.s[j])
			j++
			if len(buf) > maxName {
				return name{}, false
			}
		}
		if j+1 < len(r.s) && r.s[j] == '.' && isIdent(r.s[j+1]) {
			buf, j = append(buf, '.'), j+1
			seg = len(buf)
			continue
		}
		if joins > 0 && j < len(r.s) {
			if n, ok := r.join(j, buf, seg, joins-1); ok {
				return n, true
			}
		}
		return r.finish(j, buf, seg)
	}
}

// join tries to go on behind a gap at j. It succeeds only when the whole then is the name of a throwable, or an expected name before a colon.
func (r *nameReader) join(j int, buf []byte, seg, joins int) (name, bool) {
	try := func(at int, glue string) (name, bool) {
		next := append(append(make([]byte, 0, len(buf)+64), buf...), glue...)
		start := seg
		if glue != "" {
			start = len(next)
		}
		n, ok := r.read(at, next, start, joins)
		return n, ok && (n.known && (n.colon || n.last || n.mark) || r.expected && n.dots > 0 && n.colon)
	}
	if r.s[j] == '.' {
		w := skipSpace(r.s, j+1)
		if w > j+1 && w < len(r.s) && isIdent(r.s[w]) && isTop(first(buf)) {
			return try(w, ".")
		}
		return name{}, false
	}
	w := skipSpace(r.s, j)
	if w == j || w >= len(r.s) {
		return name{}, false
	}
	if r.s[w] == '.' && isTop(first(buf)) {
		if k := skipSpace(r.s, w+1); k < len(r.s) && isIdent(r.s[k]) {
			return try(k, ".")
		}
		return name{}, false
	}
	if !isIdent(r.s[w]) || !r.torn(buf, seg, j, w) {
		return name{}, false
	}
	return try(w, "")
}

// torn tells whether the word at w may be the rest of the segment that ends at j.
func (r *nameReader) torn(buf []byte, seg, j, w int) bool {
	end := w
	for end < len(r.s) && isIdent(r.s[end]) {
		end++
	}
	left, right := string(buf[seg:]), r.s[w:end]
	dot := end < len(r.s) && r.s[end] == '.'
	if !strings.Contains(r.s[j:w], "\n") {
		return seg > 0 && isUpper(left[0]) && !isThrowable(left) && (right == "Exception" || right == "Error")
	}
	again := end < len(r.s) && isSpace(r.s[end]) // torn once more, perhaps
	switch {
	case seg == 0 && again && len(left+right) < len("java"):
		return true
	case seg == 0:
		return isTop(left+right) || isUpper(left[0]) && !isThrowable(left) && isThrowable(left+right)
	case isLower(left[0]):
		return !dot || !isCommonTop(right)
	case dot:
		return false
	case strings.HasSuffix(left, "Exception") || strings.HasSuffix(left, "Error") || strings.HasSuffix(left, "Throwable"):
		return isLower(right[0]) || isCommon(left+right)
	}
	return isThrowable(left+right) || r.expected || again
}

// finish judges the name in buf, which ends at j of the text.
func (r *nameReader) finish(j int, buf []byte, seg int) (name, bool) {
	if last := buf[seg:]; !isUpper(last[0]) && last[0] != '0' && last[0] != '1' && !(last[0] == 'l' && seg > 0 && isThrowable(string(last))) {
		return name{}, false
	}
	n := name{from: r.from, to: j, text: j, top: isTop(first(buf))}
	for _, c := range buf {
		if c == '.' {
			n.dots++
		}
	}
	if n.dots > 0 && !isLower(buf[0]) && !n.top {
		return name{}, false
	}
	n.class = mendClass(string(buf))
	if isLower(n.class[seg]) {
		return name{}, false
	}
	n.known = isThrowable(n.class)
	n.behind(r.s, r.expected)
	return n, true
}

// behind looks at what follows the name. The colon may stand on the next line when the name is certain.
func (n *name) behind(s string, certain bool) {
	k := skipBlank(s, n.to)
	switch {
	case k >= len(s):
		n.last = true
	case strings.HasPrefix(s[k:], "：") || s[k] == ':' && !strings.HasPrefix(s[k:], "::"):
		n.colon, n.text = true, k+colonLen(s[k:])
	case s[k] == '\n' || s[k] == '\r':
		if w := skipSpace(s, k); (n.known || certain) && w < len(s) && (s[w] == ':' || strings.HasPrefix(s[w:], "：")) {
			n.colon, n.text = true, w+colonLen(s[w:])
			return
		}
		n.last = true
	default:
		n.mark = k > n.to && startsMark(s[k:])
	}
}

func colonLen(s string) int {
	if strings.HasPrefix(s, "：") {
		return len("：")
	}
	return 1
}

// isThrowable tells whether a class name ends like that of a throwable.
func isThrowable(class string) bool {
	return strings.HasSuffix(class, "Exception") || strings.HasSuffix(class, "Error") ||
		strings.HasSuffix(class, "Throwable") || strings.HasSuffix(class, "Timeout")
}

func first(buf []byte) string {
	for i, c := range buf {
		if c == '.' {
			return string(buf[:i])
		}
	}
	return string(buf)
}

// isCommonTop tells whether s is a first segment that most packages have.
func isCommonTop(s string) bool {
	switch s {
	case "java", "javax", "com", "org", "net", "io", "cn", "akka", "scala":
		return true
	}
	return false
}

// spare tells whether a name of so few segments is still unmistakable inside a line.
func (n *name) spare() bool {
	switch top, _, _ := strings.Cut(n.class, "."); top {
	case "scala", "kotlin", "feign", "groovy":
		return n.dots == 1
	}
	return n.dots > 1
}

// isTop tells whether s is a usual first segment of a package, or an OCR program's reading of one.
func isTop(s string) bool {
	switch s {
	case "java", "javax", "jdk", "sun", "com", "org", "net", "io", "cn", "akka", "scala", "kotlin", "kotlinx", "jakarta", "oracle", "kafka",
		"py4j", "pyflink", "reactor", "groovy", "feign", "okhttp3", "okio", "redis", "ch", "de", "edu", "gov", "me", "dev", "ai", "co",
		"ru", "fr", "uk", "us", "jp", "kr", "eu", "info", "tech", "top", "app", "cc", "tv", "xyz",
		"lava", "0rg", "c0m", "orq", "i0":
		return true
	}
	return false
}
