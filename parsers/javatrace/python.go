package javatrace

import (
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/internal/lex"
)

// python reads a Python traceback, as PyFlink puts it into a Java message. The element is the exception on its last line; its frames are
// "function(file.py:12)", innermost call first. m is the mark; the offset at which the text goes on is returned.
func (p *parser) python(m mark) int {
	end := p.pythonEnd(m.to)
	frames, last := pythonFrames(p.s[:end], m.to)
	n, ok := pythonName(p.s[:end], last)
	if !ok {
		if p.cur < 0 {
			p.keep(m.from, m.to)
		}
		return m.to
	}
	e := element{class: n.class, at: m.from, text: span{n.text, pythonTextEnd(p.s, n.text, end)}, frames: frames, python: true}
	p.suppressed = -1
	at := len(p.elements)
	if at > 0 && p.elements[at-1].python && p.chained(p.elements[at-1].text.to, m.from) {
		at-- // Python prints the cause first
	}
	p.insert(at, e)
	p.inFrames = true
	return max(e.text.to, m.to)
}

// pythonEnd returns where the traceback ends at the latest: at the next mark.
func (p *parser) pythonEnd(from int) int {
	return p.next(from).from
}

// pythonFrames reads the lines `File "x.py", line 3, in f` and returns them with the offset behind the last.
func pythonFrames(s string, from int) (frames []string, last int) {
	last = from
	for {
		n := strings.Index(s[last:], `File "`)
		if n < 0 {
			break
		}
		i := last + n + len(`File "`)
		quote := strings.IndexByte(s[i:], '"')
		if quote < 0 || quote > maxName {
			break
		}
		file := s[i : i+quote]
		last = i + quote + 1
		line, rest, ok := strings.Cut(s[last:min(len(s), last+200)], ", in ")
		if !ok {
			continue
		}
		line = strings.TrimPrefix(lex.Fold(line), ", line ")
		function := rest
		if k := strings.IndexAny(rest, " \n\r\t"); k >= 0 {
			function = rest[:k]
		}
		last = min(len(s), last) + strings.Index(s[last:], ", in ") + len(", in ") + len(function)
		frames = append(frames, function+"("+file+":"+line+")")
	}
	for i, j := 0, len(frames)-1; i < j; i, j = i+1, j-1 {
		frames[i], frames[j] = frames[j], frames[i]
	}
	if len(frames) > parsers.MaxFrames {
		frames = frames[:parsers.MaxFrames]
	}
	return frames, last
}

// pythonName finds the exception's name: the first word from i on that ends like one and is followed by a colon or a line end.
func pythonName(s string, i int) (name, bool) {
	for i < len(s) {
		if !isIdent(s[i]) || i > 0 && !isSpace(s[i-1]) {
			i++
			continue
		}
		end := i
		for end < len(s) && (isIdent(s[end]) || s[end] == '.') {
			end++
		}
		n := name{class: s[i:end], from: i, to: end, text: end}
		simple := n.class[strings.LastIndexByte(n.class, '.')+1:]
		n.behind(s, false)
		if simple != "" && isUpper(simple[0]) && isPythonThrowable(simple) && (n.colon || n.last) {
			return n, true
		}
		i = end
	}
	return name{}, false
}

func isPythonThrowable(simple string) bool {
	return isThrowable(simple) || simple == "KeyboardInterrupt" || simple == "StopIteration" || simple == "SystemExit"
}

// pythonTextEnd returns where the message that begins at from ends: at an empty line, or where the next traceback is announced.
func pythonTextEnd(s string, from, to int) int {
	for _, mark := range [...]string{"\n\n", "During handling of the above exception", "The above exception was the direct cause"} {
		if n := strings.Index(s[from:to], mark); n >= 0 {
			to = from + n
		}
	}
	return to
}

// chained tells whether the text between two tracebacks says that the first led to the second.
func (p *parser) chained(from, to int) bool {
	between := p.s[min(from, to):to]
	return strings.Contains(between, "During handling of the above exception") || strings.Contains(between, "was the direct cause of the following")
}

// leavePython makes the last Java element before the current Python one current, so that it gets the frames that follow.
func (p *parser) leavePython() {
	for i := p.cur - 1; i >= 0; i-- {
		if !p.elements[i].python {
			p.cur = i
			return
		}
	}
}
