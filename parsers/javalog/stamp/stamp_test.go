package stamp

import (
	"testing"
	"time"
)

func TestParse(t *testing.T) {
	tests := []struct {
		in    string
		want  string // RFC 3339 of Time.At, "" for unknown
		zoned bool
		len   int
		style Style
	}{
		{"2024-05-13 08:15:30,123 INFO", "2024-05-13T08:15:30.123Z", false, 23, StyleDash},
		{"2024-05-13T08:15:30.123456Z 0", "2024-05-13T08:15:30.123456Z", true, 27, StyleDash},
		{"2024-05-13 08:15:30.123+08:00 WARN", "2024-05-13T00:15:30.123Z", true, 29, StyleDash},
		{"2024-05-13 08:15:30.123 -0600 o.a", "2024-05-13T14:15:30.123Z", true, 29, StyleDash},
		{"2024-05-13 08:15:30 CST INFO", "2024-05-13T08:15:30Z", false, 23, StyleDash},
		{"2024-05-13 08:15:30 UTC]", "2024-05-13T08:15:30Z", true, 23, StyleDash},
		{"2024-05-13 08:15:30 INFO x", "2024-05-13T08:15:30Z", false, 19, StyleDash},
		{"2026-11-21  9:08:17 6 [ERROR]", "2026-11-21T09:08:17Z", false, 19, StyleDash},
		{"024-05-13 08:15:30,123 INFO", "2024-05-13T08:15:30.123Z", false, 22, StyleDash},
		{"2024-05-1308:15:30,123INFO", "2024-05-13T08:15:30.123Z", false, 22, StyleDash},
		{"24/05/13 08:15:30 INFO", "2024-05-13T08:15:30Z", false, 17, StyleShortSlash},
		{"2024/05/13 08:15:30 INFO", "2024-05-13T08:15:30Z", false, 19, StyleSlash},
		{"240513  8:15:30 [Note]", "2024-05-13T08:15:30Z", false, 15, StyleCompact},
		{"081109 203615 148 INFO", "2008-11-09T20:36:15Z", false, 13, StyleCompact},
		{"08:15:30,123 INFO", "", false, 12, StyleClock},
	}
	for _, tt := range tests {
		s, ok := Parse([]byte(tt.in))
		if !ok {
			t.Errorf("%q: not read", tt.in)
			continue
		}
		got := ""
		if s.Time.Known() {
			got = s.Time.At.Format(time.RFC3339Nano)
		}
		if got != tt.want || s.Time.Zoned != tt.zoned || s.Len != tt.len || s.Style != tt.style {
			t.Errorf("%q: got %s zoned %v len %d style %d, want %s %v %d %d", tt.in, got, s.Time.Zoned, s.Len, s.Style, tt.want, tt.zoned, tt.len, tt.style)
		}
	}
}

func TestParseRejects(t *testing.T) {
	for _, in := range []string{"", "2", "2024", "2024-05-13", "2024-05-13 ", "2024-13-01 08:15:30", "2024-05-13 28:15:30", "10.0.0.1:8080",
		"2024-05/13 08:15:30", "08:15:30 later", "12345678 08:15:30", "\tat org.a", "2024-05-1308:15:30", "2024-05-13x08:15:30"} {
		if s, ok := Parse([]byte(in)); ok {
			t.Errorf("%q: read as %v", in, s)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"2024-05-13 08:15:30,123 INFO", "240513  8:15:30", "24/05/13 08:15:30 -0600", "08:15:30,123", "2024-05-13T08:15:30Z"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		s, ok := Parse(b)
		if ok && (s.Len <= 0 || s.Len > len(b)) {
			t.Fatalf("%q: length %d", b, s.Len)
		}
		if ok && s.Style != StyleClock && !s.Time.Known() {
			t.Fatalf("%q: date without time", b)
		}
	})
}
