package javatrace

import (
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers/internal/lex"
)

// maxSource bounds the bytes between the parentheses of a frame.
const maxSource = 160

// maxPackaging bounds the packaging data behind a frame: ~[flink-dist-1.17.1.jar:1.17.1].
const maxPackaging = 300

// frameMark reads "at a.b.C.d(C.java:1)" at i, whatever a wrap or an OCR program did to it.
func (p *parser) frameMark(i int) mark {
	s := p.s
	j, glued := atWord(s, i)
	if j == 0 {
		return mark{}
	}
	bound := i == 0 || isSpace(s[i-1]) || !isIdent(s[i-1])
	f := frameReader{s: s, i: j}
	f.readName()
	if len(f.name) == 0 || f.dots() == 0 {
		return mark{}
	}
	strong := f.readSource()
	if !bound || glued {
		if !strong || !isTop(first(f.top())) {
			return mark{}
		}
	}
	if !strong && !p.weakFrame(&f, i) {
		return mark{}
	}
	return mark{kind: markFrame, from: i, to: skipPackaging(s, f.i), frame: f.String()}
}

// weakFrame tells whether a frame whose source is missing or garbled may be believed: only where a trace is expected.
func (p *parser) weakFrame(f *frameReader, i int) bool {
	if !f.hasClass() {
		return false
	}
	if f.paren {
		return f.dots() >= 3 && !f.words && strings.ContainsAny(f.src, ".:/")
	}
	if _, atStart := p.indent(i); atStart {
		return f.dots() >= 2
	}
	return p.inFrames && f.dots() >= 3
}

// atWord returns the offset behind "at" and its blanks, 0 when there is no "at" at i. glued is true when no blank follows.
func atWord(s string, i int) (j int, glued bool) {
	j = i + 1
	if j < len(s) && s[j] == '\n' {
		j = skipSpace(s, j)
	}
	if j >= len(s) || s[j] != 't' {
		return 0, false
	}
	j++
	k := skipSpace(s, j)
	if k >= len(s) || !isIdent(s[k]) || lex.IsDigit(s[k]) && s[k] != '0' {
		return 0, false
	}
	return k, k == j
}

// frameReader reads one frame.
type frameReader struct {
	s     string
	i     int
	buf   [160]byte
	name  []byte // qualified method, torn parts joined
	src   string // between the parentheses
	paren bool   // an opening parenthesis was seen
	words bool   // several words stand in the parentheses
}

// readName reads the qualified method.
func (f *frameReader) readName() {
	f.name = f.buf[:0]
	for f.i < len(f.s) && len(f.name) < maxName {
		c := f.s[f.i]
		if isNamePart(c) {
			f.name = append(f.name, c)
			f.i++
			continue
		}
		if !isSpace(c) {
			return
		}
		w := skipSpace(f.s, f.i)
		if w >= len(f.s) || !f.joins(f.i, w) {
			return
		}
		f.i = w
	}
}

// isNamePart tells whether c may stand in the part of a frame before the parenthesis: module, loader, package, class, method.
func isNamePart(c byte) bool {
	return isIdent(c) || c == '.' || c == '<' || c == '>' || c == '/' || c == '@' || c == '-' || c >= 0x80
}

// joins tells whether the name goes on at w behind the white space at i.
func (f *frameReader) joins(i, w int) bool {
	s := f.s
	if s[w] == '(' {
		return true
	}
	if !isNamePart(s[w]) {
		return false
	}
	last := f.name[len(f.name)-1]
	beside := last == '.' || last == '/' || last == '<' || s[w] == '.' || s[w] == '>'
	if strings.IndexByte(s[i:w], '\n') < 0 {
		return beside
	}
	return !startsMark(s[w:])
}

// startsMark tells whether s begins with the words of a trace mark, so that a name that was cut short does not swallow the next line.
func startsMark(s string) bool {
	return strings.HasPrefix(s, "at ") || strings.HasPrefix(s, "at\t") || strings.HasPrefix(s, "Caused by") || strings.HasPrefix(s, "Suppressed:") ||
		strings.HasPrefix(s, "...")
}

// readSource reads the parentheses behind the name. It tells whether what stands in them can only be the source of a frame.
func (f *frameReader) readSource() bool {
	if f.i < len(f.s) && f.s[f.i] == '(' {
		f.paren = true
		f.i++
		return f.closed()
	}
	// An OCR program may have lost the parenthesis: "OSSOutputStream.write OSSOutputStream.java:130)".
	k := skipBlank(f.s, f.i)
	end := k
	for end < len(f.s) && end-k < maxSource && (isIdent(f.s[end]) || f.s[end] == '.' || f.s[end] == ':') {
		end++
	}
	if k == f.i || end >= len(f.s) || f.s[end] != ')' || !isSource(f.s[k:end]) {
		return false
	}
	f.src, f.i, f.paren = mendFile(mendZero(f.s[k:end])), end+1, true
	return true
}

// closed reads up to the closing parenthesis.
func (f *frameReader) closed() bool {
	var b [maxSource]byte
	src := b[:0]
	for j := f.i; j < len(f.s) && len(src) < maxSource; j++ {
		c := f.s[j]
		switch {
		case c == ')':
			f.src, f.i, f.words = cleanSource(string(src)), j+1, strings.Contains(strings.TrimSpace(string(src)), " ")
			return isSource(f.src)
		case isSpace(c):
			w := skipSpace(f.s, j)
			if startsMark(f.s[min(w, len(f.s)):]) {
				return f.open(src)
			}
			if strings.IndexByte(f.s[j:w], '\n') < 0 && len(src) > 0 {
				src = append(src, ' ')
			}
			j = w - 1
		case c == '(':
			return f.open(src)
		default:
			src = append(src, c)
		}
	}
	return f.open(src)
}

// open ends a source whose parenthesis is never closed: only its first word is kept.
func (f *frameReader) open(src []byte) bool {
	word, _, _ := strings.Cut(string(src), " ")
	f.src = cleanSource(word)
	return isSource(f.src)
}

// cleanSource puts a source right: blanks beside dots and colons go, torn phrases are mended.
func cleanSource(src string) string {
	src = strings.TrimSpace(src)
	switch strings.ReplaceAll(src, " ", "") {
	case "NativeMethod":
		return "Native Method"
	case "UnknownSource":
		return "Unknown Source"
	}
	return mendFile(mendZero(strings.ReplaceAll(src, " ", "")))
}

// isSource tells whether src is what only a frame has between its parentheses.
func isSource(src string) bool {
	switch src {
	case "Native Method", "Unknown Source", "<generated>", "<eval>", "SourceFile":
		return true
	}
	for _, ending := range [...]string{".java", ".scala", ".kt", ".groovy", ".clj", ".py"} {
		if strings.Contains(src, ending) {
			return true
		}
	}
	file, number, ok := strings.Cut(src, ":")
	if !ok || file == "" || number == "" || strings.ContainsAny(file, " /=,") {
		return false
	}
	for i := 0; i < len(number); i++ {
		if !lex.IsDigit(number[i]) && number[i] != '-' {
			return false
		}
	}
	return true
}

// top returns the name without loader and module: app//, java.base@17.0.1/.
func (f *frameReader) top() []byte {
	name := f.name
	for i := 0; i < len(name); i++ {
		switch name[i] {
		case '$':
			return name
		case '/':
			name, i = name[i+1:], -1
		}
	}
	return name
}

func (f *frameReader) dots() int {
	n := 0
	for _, c := range f.top() {
		if c == '.' {
			n++
		}
	}
	return n
}

// hasClass tells whether a segment of the name begins with a capital.
func (f *frameReader) hasClass() bool {
	name := f.top()
	for i := 1; i < len(name); i++ {
		if name[i-1] == '.' && isUpper(name[i]) {
			return true
		}
	}
	return false
}

// String returns the frame as events keep it.
func (f *frameReader) String() string {
	name := mendZero(mendTop(strings.Trim(string(f.top()), ".-")))
	if f.src == "" {
		return name
	}
	return name + "(" + f.src + ")"
}

// skipPackaging returns the offset behind the packaging data at i: " ~[flink-dist-1.17.1.jar:1.17.1]".
func skipPackaging(s string, i int) int {
	j := skipSpace(s, i)
	if j < len(s) && s[j] == '~' {
		j = skipSpace(s, j+1)
	}
	if j >= len(s) || s[j] != '[' || strings.HasPrefix(s[j:], "[CIRCULAR") {
		return i
	}
	end := min(len(s), j+maxPackaging)
	for k := j + 1; k < end; k++ {
		switch s[k] {
		case ']':
			return k + 1
		case '[', '(', '{':
			return i
		case ' ', '\n', '\t':
			if startsMark(s[skipSpace(s, k):]) {
				return k
			}
		}
	}
	return i
}
