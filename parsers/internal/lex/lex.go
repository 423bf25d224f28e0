// Package lex holds the small steps with which layouts read a line: digits, blanks, prefixes. It knows bytes only; what they mean in a log is the layouts'
// business. Nothing in it allocates but Fold, and everything may be used by several goroutines at once.
package lex

import "strings"

// IsDigit tells whether c is an ASCII digit.
func IsDigit(c byte) bool { return c >= '0' && c <= '9' }

// Digits returns the end of the digits at i, at most limit of them.
func Digits(b []byte, i, limit int) int {
	start := i
	for i < len(b) && i-start < limit && IsDigit(b[i]) {
		i++
	}
	return i
}

// Number reads exactly n digits at i, -1 when they are not there.
func Number(b []byte, i, n int) int {
	if i < 0 || i+n > len(b) {
		return -1
	}
	v := 0
	for _, c := range b[i : i+n] {
		if !IsDigit(c) {
			return -1
		}
		v = v*10 + int(c-'0')
	}
	return v
}

// SkipBlank returns the offset of the first byte from i on that is neither blank nor tab.
func SkipBlank(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\t') {
		i++
	}
	return i
}

// HasPrefix tells whether b begins with the prefix.
func HasPrefix(b []byte, prefix string) bool {
	return len(b) >= len(prefix) && string(b[:len(prefix)]) == prefix
}

// Fold folds every run of white space to one blank.
func Fold(s string) string { return strings.Join(strings.Fields(s), " ") }
