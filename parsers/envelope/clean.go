package envelope

import "bytes"

// Clean removes what a terminal or a transport left in a line: colour and other escape sequences, carriage returns, NUL bytes, a byte order mark, further
// control characters. Tabs and line ends stay. It returns raw itself when there is nothing to do.
func Clean(raw []byte) []byte {
	dirty := dirtyAt(raw)
	if dirty < 0 {
		return raw
	}
	out := append(make([]byte, 0, len(raw)), raw[:dirty]...)
	for i := dirty; i < len(raw); {
		switch c := raw[i]; {
		case c == 0x1b:
			i += escapeLength(raw[i:])
		case isControl(c):
			i++
		case c == bom[0] && bytes.HasPrefix(raw[i:], bom):
			i += len(bom)
		default:
			out = append(out, c)
			i++
		}
	}
	return out
}

var bom = []byte("\ufeff")

func isControl(c byte) bool { return c < 0x20 && c != '\t' && c != '\n' || c == 0x7f }

// dirtyAt returns the first byte that Clean would remove, -1 when there is none. A byte order mark counts at the start only.
func dirtyAt(raw []byte) int {
	if bytes.HasPrefix(raw, bom) {
		return 0
	}
	for i, c := range raw {
		if isControl(c) {
			return i
		}
	}
	return -1
}

// escapeLength returns how many bytes the escape sequence at the start of b takes.
func escapeLength(b []byte) int {
	if len(b) < 2 {
		return len(b)
	}
	switch b[1] {
	case '[': // control sequence: parameters, then one final byte
		for i := 2; i < len(b); i++ {
			if b[i] >= 0x40 && b[i] <= 0x7e {
				return i + 1
			}
			if b[i] < 0x20 {
				return i
			}
		}
		return len(b)
	case ']': // operating system command: up to BEL or ESC \
		for i := 2; i < len(b); i++ {
			if b[i] == 0x07 {
				return i + 1
			}
			if b[i] == 0x1b && i+1 < len(b) && b[i+1] == '\\' {
				return i + 2
			}
		}
		return 2
	}
	return 2
}
