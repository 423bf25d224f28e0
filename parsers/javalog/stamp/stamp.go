// Package stamp reads the timestamps that Java programs and MySQL write at the head of a line. It knows digits and zones only; what
// stands behind the timestamp is the layouts' business.
package stamp

import (
	"time"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// Style tells how the date was written, because the style is part of what tells layouts apart.
type Style uint8

// The styles. StyleDash is 2024-05-13, StyleSlash 2024/05/13, StyleShortSlash 24/05/13 (Hadoop, Spark), StyleCompact 240513 (MySQL
// 5.5, old Hadoop), StyleClock a time of day without date.
const (
	StyleDash Style = iota
	StyleSlash
	StyleShortSlash
	StyleCompact
	StyleClock
)

// Stamp is one timestamp as it was found.
type Stamp struct {
	// Time is unknown (its zero value) for StyleClock, because a time of day alone cannot be placed.
	Time parsers.Time
	// Len is the number of bytes the timestamp takes, zone included.
	Len int
	// Fraction tells whether parts of a second were given.
	Fraction bool
	Style    Style
}

// Parse reads a timestamp at the start of b: a date in one of the styles, a blank or T, a time of day, an optional fraction behind
// ',' '.' or ':', and an optional zone. Where the blank was lost the fraction is required. A year whose leading digits were cut off by a careless copy ("024-05-13") is completed. It
// allocates nothing.
func Parse(b []byte) (Stamp, bool) {
	var s Stamp
	year, month, day, n := date(b, &s.Style)
	if n == 0 {
		return clockOnly(b)
	}
	from := gap(b, n)
	glued := from == 0
	if !glued {
		n = from
	}
	sec, nanos, m := clock(b[n:], s.Style == StyleCompact)
	if m == 0 || glued && nanos < 0 {
		return Stamp{}, false
	}
	s.Fraction = nanos >= 0
	n += m
	offset, zoned, m := zone(b[n:])
	s.Len = n + m
	at := time.Date(year, time.Month(month), day, 0, 0, sec-offset, max(nanos, 0), time.UTC)
	s.Time = parsers.Time{At: at, Zoned: zoned, Offset: offset}
	return s, true
}

// clockOnly reads "08:15:30,123", the console of Flink 1.8. The fraction is required: without it half of all prose would do.
func clockOnly(b []byte) (Stamp, bool) {
	_, nanos, n := clock(b, false)
	if n == 0 || nanos < 0 || n < len("08:15:30,123") {
		return Stamp{}, false
	}
	return Stamp{Len: n, Fraction: true, Style: StyleClock}, true
}

// gap skips what stands between date and time: T, or one to three blanks. 0 means neither.
func gap(b []byte, n int) int {
	if n >= len(b) {
		return 0
	}
	if b[n] == 'T' || b[n] == 't' {
		return n + 1
	}
	start := n
	for n < len(b) && b[n] == ' ' && n-start < 3 {
		n++
	}
	if n == start {
		return 0
	}
	return n
}

// date reads the date and returns the bytes it takes, 0 when there is none.
func date(b []byte, style *Style) (year, month, day, n int) {
	d := digits(b, 6)
	if d < 2 || d == 5 || len(b) < 8 {
		return 0, 0, 0, 0
	}
	if d == 6 {
		*style = StyleCompact
		year, month, day, n = 2000+num(b[:2]), num(b[2:4]), num(b[4:6]), 6
		return valid(year, month, day, n)
	}
	sep := b[d]
	if sep != '-' && sep != '/' || len(b) < d+6 || b[d+3] != sep || digits(b[d+1:], 2) < 2 || digits(b[d+4:], 2) < 2 {
		return 0, 0, 0, 0
	}
	year = num(b[:d])
	if d < 4 {
		year += 2000
	}
	*style = StyleDash
	if sep == '/' {
		*style = StyleSlash
		if d == 2 {
			*style = StyleShortSlash
		}
	}
	return valid(year, num(b[d+1:d+3]), num(b[d+4:d+6]), d+6)
}

func valid(year, month, day, n int) (int, int, int, int) {
	if year < 1990 || year > 2099 || month < 1 || month > 12 || day < 1 || day > 31 {
		return 0, 0, 0, 0
	}
	return year, month, day, n
}

// clock reads HH:mm:ss or H:mm:ss with an optional fraction; compact allows HHmmss too. nanos is -1 without fraction.
func clock(b []byte, compact bool) (sec, nanos, n int) {
	h := digits(b, 6)
	if compact && h == 6 {
		return 3600*num(b[:2]) + 60*num(b[2:4]) + num(b[4:6]), -1, 6
	}
	if h < 1 || h > 2 || len(b) < h+6 || b[h] != ':' || b[h+3] != ':' || digits(b[h+1:], 2) < 2 || digits(b[h+4:], 2) < 2 {
		return 0, 0, 0
	}
	hour, minute, second := num(b[:h]), num(b[h+1:h+3]), num(b[h+4:h+6])
	if hour > 23 || minute > 59 || second > 60 {
		return 0, 0, 0
	}
	n = h + 6
	sec, nanos = 3600*hour+60*minute+second, -1
	if n+1 < len(b) && (b[n] == ',' || b[n] == '.' || b[n] == ':') {
		if f := digits(b[n+1:], 9); f > 0 {
			nanos = num(b[n+1 : n+1+f])
			for i := f; i < 9; i++ {
				nanos *= 10
			}
			n += 1 + f
		}
	}
	return sec, nanos, n
}

// digits counts the digits at the start of b, at most limit.
func digits(b []byte, limit int) int {
	n := 0
	for n < len(b) && n < limit && b[n] >= '0' && b[n] <= '9' {
		n++
	}
	return n
}

// num reads digits that were counted before.
func num(b []byte) int {
	v := 0
	for _, c := range b {
		v = v*10 + int(c-'0')
	}
	return v
}
