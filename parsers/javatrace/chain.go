package javatrace

import (
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/internal/lex"
)

// maxQuoted bounds the classes taken from one message.
const maxQuoted = 8

// quote is a class that a message quotes.
type quote struct {
	name
	text span
}

// chain returns the elements with the quoted ones between them.
func (p *parser) chain() []parsers.Exception {
	quoted := make([][]quote, len(p.elements)+1)
	for _, piece := range p.pieces {
		quoted[0] = append(quoted[0], p.quotes(piece, "")...)
	}
	for i := range p.elements {
		if e := &p.elements[i]; !e.python {
			quoted[i+1] = p.quotes(e.text, e.class)
		}
	}
	if len(p.elements) == 0 && len(quoted[0]) == 0 {
		return nil
	}
	return p.assemble(quoted)
}

// assemble puts printed and quoted elements in order. Going from the inside out, a quoted class that was seen already is left out.
func (p *parser) assemble(quoted [][]quote) []parsers.Exception {
	seen := map[string]bool{}
	var reversed []parsers.Exception
	for i := len(quoted) - 1; i >= 0; i-- {
		suppressed := i > 0 && p.elements[i-1].suppressed
		for k := len(quoted[i]) - 1; k >= 0; k-- {
			q := &quoted[i][k]
			if seen[q.class] {
				continue
			}
			seen[q.class] = true
			reversed = append(reversed, parsers.Exception{
				Class: q.class, Message: lex.Fold(p.s[q.text.from:q.text.to]), Line: p.line(q.from), Suppressed: suppressed,
			})
		}
		if i == 0 {
			break
		}
		e := &p.elements[i-1]
		if !e.suppressed && e.class != "" {
			seen[e.class] = true
		}
		reversed = append(reversed, parsers.Exception{
			Class: e.class, Message: p.elementMessage(e), Frames: e.frames, Line: p.line(e.at), Suppressed: e.suppressed,
		})
	}
	return bound(reversed)
}

// bound reverses the elements and drops the middle of a chain that is too long.
func bound(reversed []parsers.Exception) []parsers.Exception {
	out := make([]parsers.Exception, 0, min(len(reversed), maxChain))
	for i := len(reversed) - 1; i >= 0; i-- {
		if n := len(reversed) - 1 - i; n >= maxChain/2 && i >= maxChain/2 {
			continue
		}
		out = append(out, reversed[i])
	}
	return out
}

// elementMessage folds an element's text. The bracket that akka puts around a cause is taken off.
func (p *parser) elementMessage(e *element) string {
	text := e.text
	if start := text.from - 1; start > 0 && e.class != "" {
		text.to = p.unbracketed(e, text)
	}
	return lex.Fold(p.s[text.from:text.to])
}

func (p *parser) unbracketed(e *element, text span) int {
	head := p.s[e.at:text.from]
	if i := strings.IndexByte(head, '['); i < 0 || !strings.HasPrefix(head, "Caused") && !strings.HasPrefix(head, "Suppressed") {
		return text.to
	}
	return closing(p.s, text.from, text.to, '[')
}

// quotes returns the classes that the message in sp quotes. outer is the class whose message it is, "" for the record's own.
func (p *parser) quotes(sp span, outer string) []quote {
	if sp.from >= sp.to || namesClasses(outer) {
		return nil
	}
	var out []quote
	begin := skipSpace(p.s, sp.from)
	p.names(sp.from, sp.to, func(n name) bool {
		if n.dots > 0 && p.isQuote(n, begin, outer) {
			out = append(out, quote{n, p.extent(n, sp)})
		}
		return len(out) < maxQuoted
	})
	return out
}

// isQuote tells whether a qualified name in a message is an exception that it quotes.
func (p *parser) isQuote(n name, begin int, outer string) bool {
	switch {
	case n.from == begin && (n.colon || n.last) && outer != "":
		return n.known || carriesClass(outer)
	case !n.known || !n.spare():
		return false
	}
	return n.colon || (n.last || p.closedBehind(n)) && p.leadsIn(n.from)
}

// closedBehind tells whether a bracket that opened directly before the name closes directly behind it.
func (p *parser) closedBehind(n name) bool {
	return n.from > 0 && p.s[n.from-1] == '[' && n.to < len(p.s) && p.s[n.to] == ']'
}

// extent returns the message of a quoted class: up to the end of the quoting one, or to where the bracket or quotation mark closes that
// was opened before the class.
func (p *parser) extent(n name, sp span) span {
	open := opener(p.s[sp.from:n.from])
	to := sp.to
	if open != 0 {
		to = closing(p.s, n.text, sp.to, open)
	}
	return span{min(n.text, to), to}
}

// opener returns the innermost bracket or double quotation mark that is open at the end of s, 0 when none is.
func opener(s string) byte {
	depth := 0
	if strings.Count(s, `"`)%2 == 1 {
		return '"'
	}
	for i := len(s) - 1; i >= 0; i-- {
		switch s[i] {
		case ')', ']', '}':
			depth++
		case '(', '[', '{':
			if depth == 0 {
				return s[i]
			}
			depth--
		}
	}
	return 0
}

// closing returns the offset at which the bracket or quotation mark that opened before from closes, to when it does not.
func closing(s string, from, to int, open byte) int {
	depth := 0
	for i := from; i < to; i++ {
		switch c := s[i]; {
		case open == '"':
			if c == '"' && (i == 0 || s[i-1] != '\\') {
				return i
			}
		case c == '(' || c == '[' || c == '{':
			depth++
		case c == ')' || c == ']' || c == '}':
			if depth == 0 {
				return i
			}
			depth--
		}
	}
	return to
}

// namesClasses tells whether the messages of an exception name classes that were not thrown.
func namesClasses(class string) bool {
	switch class[strings.LastIndexAny(class, ".$")+1:] {
	case "ClassNotFoundException", "NoClassDefFoundError", "ClassCastException", "NoSuchMethodException", "NoSuchMethodError",
		"NoSuchFieldError", "InstantiationException", "InstantiationError", "IllegalAccessError", "IllegalAccessException", "TypeNotPresentException",
		"LinkageError", "NotSerializableException", "InvalidClassException", "IncompatibleClassChangeError", "AbstractMethodError",
		"UnsupportedClassVersionError", "VerifyError", "ArrayStoreException":
		return true
	}
	return false
}

// carriesClass tells whether an exception only stands for another one, whose class begins its message.
func carriesClass(class string) bool {
	switch class[strings.LastIndexAny(class, ".$")+1:] {
	case "SerializedThrowable", "RemoteException", "SerializedException":
		return true
	}
	return false
}
