package record_test

import (
	"strings"
	"testing"

	"github.com/flinkdoctor/flinkdoctor/parsers/record"
)

// counted counts the bytes that are asked for.
type counted struct {
	text
	read int64
}

func (c *counted) Window(from, to int64) ([]byte, int64, bool) {
	data, start, end := c.text.Window(from, to)
	c.read += int64(len(data))
	return data, start, end
}

// long are texts that reach beyond a window: without heads, with lines longer than any window, with records longer than one, of two pods.
var long = map[string]string{
	"no heads":      strings.Repeat("some words without a head and more\n", 6000),
	"json":          strings.Repeat("        {\n          \"message\": \"com.acme.Loader\"\n      },\n", 3500),
	"heads":         strings.Repeat(calm+head+trace, 500),
	"a long line":   calm + strings.Repeat("x", 200<<10) + "\n" + calm + trace,
	"a long record": calm + head + strings.Repeat("\tat com.acme.Sink.write(Sink.java:12)\n", 3000) + calm,
	"late heads":    strings.Repeat("words\n", 15000) + head + trace + strings.Repeat("words\n", 15000) + calm,
	"two pods":      strings.Repeat("[pod/a/main] "+calm+"[pod/b/main] "+calm+"[pod/a/main] \tat x.Y.z(Y.java:1)\n", 1200),
}

// TestCursorCutsAsAt: a cursor gives the records that Reader.At gives, and reads a source about once.
func TestCursorCutsAsAt(t *testing.T) {
	for name, s := range long {
		source := &counted{text: text(s)}
		cursor := reader.NewCursor(source)
		records := 0
		for pos := int64(0); pos < int64(len(s)); records++ {
			got := cursor.At(pos)
			if records%701 == 0 || got.End-got.Start > record.MaxBytes/2 {
				if want := reader.At(text(s), pos); got.Start != want.Start || got.End != want.End || got.Layout() != want.Layout() {
					t.Fatalf("%s: byte %d: %s %d-%d, At gives %s %d-%d", name, pos, got.Layout(), got.Start, got.End, want.Layout(), want.Start, want.End)
				}
			}
			pos = max(got.End, pos+1)
		}
		if source.read > 2*int64(len(s))+record.MaxBytes {
			t.Errorf("%s: %d bytes were read for a source of %d", name, source.read, len(s))
		}
	}
}

// TestCursorSeesLongLinesWhole: a log that was pasted as one line longer than any window of Reader.At is cut into its records.
func TestCursorSeesLongLinesWhole(t *testing.T) {
	s := strings.Repeat(strings.ReplaceAll(calm, "\n", " "), 2000)
	cursor := reader.NewCursor(text(s))
	records := 0
	for pos := int64(0); pos < int64(len(s)); records++ {
		rec := cursor.At(pos)
		pos = max(rec.End, pos+1)
	}
	if records != 2000 {
		t.Errorf("%d records, want 2000", records)
	}
}

func FuzzCursor(f *testing.F) {
	f.Add(calm+head+trace+nginx, 3)
	f.Add("words\n"+trace+glog, 9000)
	f.Fuzz(func(t *testing.T, s string, times int) {
		if len(s) == 0 || times <= 0 || len(s)*times > 1<<18 {
			return
		}
		s = strings.Repeat(s, times)
		cursor := reader.NewCursor(text(s))
		for pos := int64(0); pos < int64(len(s)); pos += 1 + int64(len(s))/7 {
			got, want := cursor.At(pos), reader.At(text(s), pos)
			if got.Start != want.Start || got.End != want.End {
				t.Fatalf("byte %d of %d: %d-%d, At gives %d-%d", pos, len(s), got.Start, got.End, want.Start, want.End)
			}
		}
	})
}
