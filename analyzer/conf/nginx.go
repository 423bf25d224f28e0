package conf

import (
	"fmt"
	"strings"
)

// parseNginx reads nginx.conf: directives that end with ';', blocks in braces, comments, quoted strings. Source: nginx/nginx src/core/ngx_conf_file.c.
func parseNginx(f *File) []Problem {
	p := nginxParser{file: f, line: 1}
	p.block(nil, -1, 0)
	return p.problems
}

type nginxParser struct {
	file     *File
	at       int
	line     int // of at, from 1
	lineAt   int // where the line begins
	problems []Problem
}

// token is a word of the file; text has no quotes and no escapes.
type token struct {
	text   string
	at     Span
	line   int
	column int
}

// maxNesting bounds blocks within blocks.
const maxNesting = 32

// block reads directives up to the closing brace, or to the end of the file. index is the block's place in File.Blocks.
func (p *nginxParser) block(path []string, index, depth int) {
	for {
		words, end := p.directive()
		switch end {
		case ';':
			p.add(words, path, index)
		case '{':
			if depth >= maxNesting {
				p.problem("blocks are nested too deeply")
				p.at = len(p.file.Data)
				return
			}
			if len(words) > 0 && strings.HasSuffix(words[0].text, "_by_lua_block") {
				p.skipLua()
				continue
			}
			p.open(words, path, index, depth)
		case '}':
			if len(words) > 0 {
				p.problem("a directive without ';' before '}'")
			}
			if depth == 0 {
				p.problem("a '}' too many")
				continue
			}
			return
		default:
			if len(words) > 0 {
				p.problem(fmt.Sprintf("%q is not ended by ';'", words[0].text))
			}
			if depth > 0 {
				p.problem("a '}' is missing at the end of the file")
			}
			return
		}
	}
}

// open reads the block whose brace was just read.
func (p *nginxParser) open(words []token, path []string, parent, depth int) {
	b := Block{Name: blockName(words), Parent: parent, Inside: Span{Start: p.at}, Line: p.line}
	if len(words) > 0 {
		b.Line = words[0].line
	}
	p.file.Blocks = append(p.file.Blocks, b)
	index := len(p.file.Blocks) - 1
	p.block(append(path[:len(path):len(path)], b.Name), index, depth+1)
	p.file.Blocks[index].Inside.End = max(p.at-1, b.Inside.Start)
}

func (p *nginxParser) problem(message string) {
	p.problems = append(p.problems, Problem{File: p.file.Name, Line: p.line, Column: p.at - p.lineAt + 1, Message: message})
}

func blockName(words []token) string {
	var parts []string
	for _, w := range words {
		parts = append(parts, w.text)
	}
	return strings.Join(parts, " ")
}

// add keeps a directive, and the parameters of a server line of an upstream as settings of their own.
func (p *nginxParser) add(words []token, path []string, block int) {
	if len(words) == 0 {
		return
	}
	first, last := words[0], words[len(words)-1]
	s := Setting{Table: "nginx", Key: first.text, Value: blockName(words[1:]), Path: path, Line: first.line, Column: first.column, Block: block}
	if len(words) > 1 {
		s.At = Span{words[1].at.Start, last.at.End}
	} else {
		s.At = Span{last.at.End, last.at.End}
	}
	s.Whole = p.whole(first.at.Start, p.at)
	p.file.Settings = append(p.file.Settings, s)
	if first.text != "server" || len(path) == 0 || !strings.HasPrefix(path[len(path)-1], "upstream ") || len(words) < 2 {
		return
	}
	server := append(path[:len(path):len(path)], "server "+words[1].text)
	for _, w := range words[2:] {
		key, value, ok := strings.Cut(w.text, "=")
		start := w.at.Start + len(key) + 1
		if !ok {
			start = w.at.End
		}
		p.file.Settings = append(p.file.Settings, Setting{
			Table: "nginx", Key: key, Value: value, Path: server, At: Span{start, w.at.End}, Whole: Span{w.at.Start - 1, w.at.End}, Line: w.line, Column: w.column, Block: block,
		})
	}
}

// whole widens a directive to its line when nothing else stands there.
func (p *nginxParser) whole(start, end int) Span {
	data := p.file.Data
	from, to := start, end
	for from > 0 && (data[from-1] == ' ' || data[from-1] == '\t') {
		from--
	}
	for to < len(data) && (data[to] == ' ' || data[to] == '\t' || data[to] == '\r') {
		to++
	}
	if (from == 0 || data[from-1] == '\n') && to < len(data) && data[to] == '\n' {
		return Span{from, to + 1}
	}
	return Span{start, end}
}

// directive reads words up to ';', '{' or '}'; end is 0 at the end of the file.
func (p *nginxParser) directive() (words []token, end byte) {
	for {
		p.blanks()
		if p.at >= len(p.file.Data) {
			return words, 0
		}
		switch c := p.file.Data[p.at]; c {
		case ';', '{', '}':
			p.at++
			return words, c
		default:
			words = append(words, p.word())
		}
	}
}

// blanks skips white space and comments.
func (p *nginxParser) blanks() {
	for p.at < len(p.file.Data) {
		switch p.file.Data[p.at] {
		case '\n':
			p.at++
			p.line, p.lineAt = p.line+1, p.at
		case ' ', '\t', '\r':
			p.at++
		case '#':
			for p.at < len(p.file.Data) && p.file.Data[p.at] != '\n' {
				p.at++
			}
		default:
			return
		}
	}
}

// word reads one word; a variable's "${name}" holds braces.
func (p *nginxParser) word() token {
	data := p.file.Data
	t := token{line: p.line, column: p.at - p.lineAt + 1, at: Span{Start: p.at}}
	var b strings.Builder
	if q := data[p.at]; q == '"' || q == '\'' {
		p.at++
		for p.at < len(data) && data[p.at] != q {
			if data[p.at] == '\\' && p.at+1 < len(data) {
				p.at++
			}
			p.keep(&b)
		}
		p.at = min(p.at+1, len(data))
	} else {
		for p.at < len(data) && strings.IndexByte(" \t\r\n;{}", data[p.at]) < 0 {
			if data[p.at] == '$' && p.at+1 < len(data) && data[p.at+1] == '{' {
				p.keep(&b)
				for p.at < len(data) && data[p.at] != '}' {
					p.keep(&b)
				}
				if p.at < len(data) {
					p.keep(&b)
				}
				continue
			}
			if data[p.at] == '\\' && p.at+1 < len(data) {
				p.keep(&b)
			}
			p.keep(&b)
		}
	}
	t.text, t.at.End = b.String(), p.at
	return t
}

// keep takes one byte into a word.
func (p *nginxParser) keep(b *strings.Builder) {
	c := p.file.Data[p.at]
	b.WriteByte(c)
	p.at++
	if c == '\n' {
		p.line, p.lineAt = p.line+1, p.at
	}
}

// skipLua skips a block of Lua, whose braces are balanced.
func (p *nginxParser) skipLua() {
	for depth := 1; p.at < len(p.file.Data) && depth > 0; p.at++ {
		switch p.file.Data[p.at] {
		case '{':
			depth++
		case '}':
			depth--
		case '\n':
			p.line, p.lineAt = p.line+1, p.at+1
		}
	}
}
