package envelope

import "bytes"

// maxName bounds the names that tools put in front of a line, in bytes.
const maxName = 300

// stripPrefix removes "[pod/name/container] " of kubectl logs --prefix. Source: kubernetes/kubectl pkg/cmd/logs/logs.go.
func stripPrefix(line []byte) ([]byte, Meta, bool) {
	rest, ok := bytes.CutPrefix(line, []byte("[pod/"))
	if !ok {
		return line, Meta{}, false
	}
	end := bytes.IndexByte(rest[:min(len(rest), maxName)], ']')
	if end < 0 {
		return line, Meta{}, false
	}
	pod, container, ok := bytes.Cut(rest[:end], []byte{'/'})
	if !ok {
		return line, Meta{}, false
	}
	inner := bytes.TrimPrefix(rest[end+1:], []byte{' '})
	return inner, Meta{Kind: "kubectl", Pod: string(pod), Container: string(container)}, true
}

// stripNames removes "name  | " of docker compose and "pod container ", "namespace pod container " of stern, which writes a bar behind them
// only when its user's template says so. Source: stern/stern cmd/cmd.go (generateTemplate).
func stripNames(line []byte) ([]byte, Meta, bool) {
	var names [3][]byte
	i := 0
	for count := 0; count < len(names); count++ {
		start := i
		for i < len(line) && i < maxName && isNameByte(line[i]) {
			i++
		}
		blank := i
		for i < len(line) && line[i] == ' ' {
			i++
		}
		if blank == start || i == blank || i == len(line) {
			return line, Meta{}, false
		}
		names[count] = line[start:blank]
		if line[i] == '|' && (i+1 == len(line) || line[i+1] == ' ') {
			return barred(line, i+1, names[:count+1], i-blank)
		}
		if count > 0 && isPod(names[count-1]) && isLabel(names[count]) && opensLine(line[blank+1:]) {
			return line[blank+1:], Meta{Kind: "stern", Pod: string(names[count-1]), Container: string(names[count])}, true
		}
	}
	return line, Meta{}, false
}

// barred reads what stands before a bar; gap is how many blanks do. A single word with one blank behind it is rather a column of some table than
// a container, unless it looks like one.
func barred(line []byte, at int, names [][]byte, gap int) ([]byte, Meta, bool) {
	inner := bytes.TrimPrefix(line[at:], []byte{' '})
	if len(names) == 1 {
		name := names[0]
		if !hasLetter(name) || gap < 2 && bytes.IndexByte(name, '-') < 0 && bytes.IndexByte(name, '_') < 0 {
			return line, Meta{}, false
		}
		if isNumber(inner) {
			return line, Meta{}, false
		}
		return inner, Meta{Kind: "compose", Container: string(name)}, true
	}
	pod, container := names[len(names)-2], names[len(names)-1]
	if bytes.IndexByte(pod, '-') < 0 || !isLabel(pod) || !isLabel(container) {
		return line, Meta{}, false
	}
	return inner, Meta{Kind: "stern", Pod: string(pod), Container: string(container)}, true
}

// isNumber tells whether a text is a number with a blank before it: a cell of a result table like ChunJun's.
func isNumber(text []byte) bool {
	number := bytes.TrimSpace(text)
	if len(number) == 0 || text[0] != ' ' {
		return false
	}
	for _, c := range number {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// isPod tells whether a name ends like that of a generated pod: in a number, or in the five letters of a ReplicaSet's.
func isPod(name []byte) bool {
	dash := bytes.LastIndexByte(name, '-')
	if dash < 1 || !isLabel(name) {
		return false
	}
	end := name[dash+1:]
	digits := 0
	for _, c := range end {
		if c >= '0' && c <= '9' {
			digits++
		}
	}
	const suffix = 5
	return len(end) > 0 && digits == len(end) || len(end) == suffix && bytes.IndexByte(name, '-') < dash
}

// isLabel tells whether a name is written like a Kubernetes object: lower case, digits, '-' and '.', with a letter.
func isLabel(name []byte) bool {
	letter := false
	for _, c := range name {
		switch {
		case c >= 'a' && c <= 'z':
			letter = true
		case c >= '0' && c <= '9' || c == '-' || c == '.':
		default:
			return false
		}
	}
	return letter
}

// opensLine tells whether text looks like the beginning of a log line or of a line of a stack trace, not like the rest of a sentence.
func opensLine(text []byte) bool {
	if len(text) == 0 {
		return false
	}
	switch text[0] {
	case '\t', '{', '[', '#':
		return true
	}
	return startsWithDate(text) || bytes.HasPrefix(text, []byte("Caused by: ")) || bytes.HasPrefix(text, []byte("Exception in thread "))
}

// startsWithDate tells whether a line begins with a time of its own, or with glog's.
func startsWithDate(b []byte) bool {
	if len(b) < stampSize {
		return false
	}
	digit := func(i int) bool { return b[i] >= '0' && b[i] <= '9' }
	date := digit(0) && digit(1) && digit(2) && digit(3) && (b[4] == '-' || b[4] == '/') && digit(5) && digit(6)
	glog := (b[0] == 'I' || b[0] == 'W' || b[0] == 'E' || b[0] == 'F') && digit(1) && digit(2) && digit(3) && digit(4)
	return date || glog
}

func isNameByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.'
}

func hasLetter(b []byte) bool {
	for _, c := range b {
		if c|0x20 >= 'a' && c|0x20 <= 'z' {
			return true
		}
	}
	return false
}
