package input

import (
	"bytes"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// hasGBK tells whether a line of the sample is GBK text. The first and last line may be cut and are judged like any other: a cut
// leaves at most a byte that fits nowhere, which is forgiven.
func hasGBK(sample []byte) bool {
	if utf8.Valid(sample) {
		return false
	}
	for len(sample) > 0 {
		var line []byte
		line, sample = cutLine(sample)
		if !utf8.Valid(line) && isGBK(line, false) {
			return true
		}
	}
	return false
}

// cutLine returns the first line with its line end, and the rest.
func cutLine(text []byte) (line, rest []byte) {
	if n := bytes.IndexByte(text, '\n'); n >= 0 {
		return text[:n+1], text[n+1:]
	}
	return text, nil
}

// gbkCount is what a line looks like when it is read as GBK.
type gbkCount struct {
	common  int // everyday characters: level 1 of GB 2312 and Chinese punctuation
	rare    int // all other characters of two or four bytes
	invalid int // bytes that fit nowhere
}

// isGBK tells whether a line that is no valid UTF-8 reads as Chinese text in GBK or GB18030. known says that earlier lines of the same
// source did, so that a single character is enough. A line of UTF-8 with broken bytes is not GBK: read as GBK it would give rare
// characters only.
func isGBK(line []byte, known bool) bool {
	if !mostlyBroken(line) {
		return false
	}
	c := countGBK(line)
	need := 2
	if known {
		need = 1
	}
	return c.common >= need && c.invalid <= 2 && c.invalid*8 <= c.common+c.rare+7 && c.common*10 >= (c.common+c.rare)*7
}

// mostlyBroken tells whether the line has more bytes that are no UTF-8 than characters that are UTF-8 of three bytes. GBK text forms
// the latter by chance only.
func mostlyBroken(line []byte) bool {
	broken, fine := 0, 0
	for i := 0; i < len(line); {
		if line[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(line[i:])
		switch {
		case r == utf8.RuneError && size <= 1:
			broken++
		case size >= 3:
			fine++
		}
		i += size
	}
	return broken > 2*fine
}

func countGBK(line []byte) gbkCount {
	var c gbkCount
	for i := 0; i < len(line); {
		lead := line[i]
		switch {
		case lead < 0x80:
			i++
		case i+1 < len(line) && isTrail(line[i+1]) && lead >= 0x81 && lead <= 0xfe:
			if isCommon(lead, line[i+1]) {
				c.common++
			} else {
				c.rare++
			}
			i += 2
		case i+3 < len(line) && isDigit(line[i+1]) && line[i+2] >= 0x81 && line[i+2] <= 0xfe && isDigit(line[i+3]):
			c.rare++
			i += 4
		default:
			c.invalid++
			i++
		}
	}
	return c
}

func isTrail(b byte) bool { return b >= 0x40 && b <= 0xfe && b != 0x7f }
func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// isCommon: rows 1 and 3 of GB 2312 are punctuation and full-width letters, rows 16 to 55 the 3755 characters of level 1.
func isCommon(lead, trail byte) bool {
	return trail >= 0xa1 && (lead >= 0xb0 && lead <= 0xd7 || lead == 0xa1 || lead == 0xa3)
}

// lineBuffer is how many bytes the line decoder looks at together; longer lines are judged in pieces.
const lineBuffer = 256 << 10

// lineDecoder passes lines of UTF-8 as they are and decodes lines of GBK among them. Lines that are neither pass as they are.
type lineDecoder struct {
	r          io.Reader
	onGBK      func() // called at the first line that was decoded
	buf        []byte
	start, end int    // what of buf was read and not yet judged
	searched   int    // how much of that has no line end, so that a long line that comes in small pieces is not searched again
	out        []byte // what was judged and not yet returned; aliases buf or mended
	mended     []byte
	known      bool
	err        error
}

func newLineDecoder(r io.Reader, onGBK func()) *lineDecoder {
	return &lineDecoder{r: r, onGBK: onGBK}
}

// Read implements io.Reader. Data that came with an error is returned before the error.
func (d *lineDecoder) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	for empty := 0; len(d.out) == 0; {
		if d.err != nil && d.start == d.end {
			return 0, d.err
		}
		if d.err == nil {
			n := d.fill()
			if empty++; n > 0 {
				empty = 0
			} else if empty == 100 {
				d.err = io.ErrNoProgress
			}
		}
		d.judge()
	}
	n := copy(p, d.out)
	d.out = d.out[n:]
	return n, nil
}

// fill reads once behind what is left.
func (d *lineDecoder) fill() int {
	if d.buf == nil {
		d.buf = make([]byte, lineBuffer)
	}
	if d.start > 0 {
		copy(d.buf, d.buf[d.start:d.end])
		d.start, d.end = 0, d.end-d.start
	}
	n, err := d.r.Read(d.buf[d.end:])
	d.end += n
	d.err = err
	return n
}

// judge moves what can be judged to out: whole lines, all at the end of the input, and a piece of a line that fills the buffer.
func (d *lineDecoder) judge() {
	text := d.buf[d.start:d.end]
	cut := len(text)
	if d.err == nil {
		if cut = bytes.LastIndexByte(text[d.searched:], '\n') + 1; cut > 0 {
			cut += d.searched
		} else if len(text) == len(d.buf) {
			cut = safeCut(text)
		}
	}
	d.searched = 0
	if cut == 0 {
		d.searched = len(text)
	}
	text = text[:cut]
	d.start += cut
	if utf8.Valid(text) {
		d.out = text
		return
	}
	d.mended = d.mended[:0]
	for len(text) > 0 {
		var line []byte
		line, text = cutLine(text)
		d.mended = d.appendLine(d.mended, line)
	}
	d.out = d.mended
}

// safeCut returns where a long line may be cut: behind a byte that is no part of a longer character in UTF-8 or GB18030.
func safeCut(text []byte) int {
	for i := len(text); i > len(text)-1024 && i > 0; i-- {
		if text[i-1] < '0' {
			return i
		}
	}
	return len(text)
}

func (d *lineDecoder) appendLine(out, line []byte) []byte {
	if utf8.Valid(line) || !isGBK(line, d.known) {
		return append(out, line...)
	}
	decoded, err := simplifiedchinese.GB18030.NewDecoder().Bytes(line)
	if err != nil {
		return append(out, line...)
	}
	if !d.known {
		d.known = true
		d.onGBK()
	}
	return append(out, decoded...)
}

// decodeName decodes a member's name that is not marked as UTF-8: as GBK if that gives Chinese.
func decodeName(name string) string {
	if utf8.ValidString(name) || !isGBK([]byte(name), true) {
		return name
	}
	decoded, err := simplifiedchinese.GB18030.NewDecoder().String(name)
	if err != nil {
		return name
	}
	return decoded
}
