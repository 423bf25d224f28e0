// Package starrocks reads the logs of StarRocks: fe.log, fe.out and fe.audit.log of a frontend, the glog files of a backend or compute node,
// the crash reports in be.out, and the answers to Stream Loads, standing alone, quoted in another log or shown by curl. It knows lines
// and fields only: no rule may enter, and no judgement about what an answer means beyond what its status says.
package starrocks

import (
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// Layouts returns the layouts of StarRocks, the strictest head first. They hold no state.
func Layouts() []parsers.Layout {
	return []parsers.Layout{frontend{}, audit{}, backend{}, crash{}, response{}, curlTrace{}, frontendPiece{}}
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// number reads exactly n digits at i, -1 when they are not there.
func number(b []byte, i, n int) int {
	if i < 0 || i+n > len(b) {
		return -1
	}
	v := 0
	for _, c := range b[i : i+n] {
		if !isDigit(c) {
			return -1
		}
		v = v*10 + int(c-'0')
	}
	return v
}

// digits returns the end of the digits at i, at most limit of them.
func digits(b []byte, i, limit int) int {
	start := i
	for i < len(b) && i-start < limit && isDigit(b[i]) {
		i++
	}
	return i
}

// skipBlank returns the offset of the first byte from i on that is neither blank nor tab.
func skipBlank(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\t') {
		i++
	}
	return i
}

func hasPrefix(b []byte, prefix string) bool {
	return len(b) >= len(prefix) && string(b[:len(prefix)]) == prefix
}

// fold folds every run of white space to one blank.
func fold(s string) string { return strings.Join(strings.Fields(s), " ") }

// set stores a field when there is something to store.
func set(event *parsers.Event, name, value string) {
	if value != "" {
		event.Fields = event.Fields.Set(name, value)
	}
}
