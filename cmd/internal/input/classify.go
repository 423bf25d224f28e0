package input

import (
	"bytes"
	"unicode/utf8"
)

// encoding is how text is written.
type encoding string

const (
	encodingNone    encoding = "" // no text
	encodingUTF8    encoding = "UTF-8"
	encodingUTF16LE encoding = "UTF-16LE"
	encodingUTF16BE encoding = "UTF-16BE"
	encodingGBK     encoding = "GBK" // at least some lines are
)

const utf8BOM = "\xef\xbb\xbf"

// classify tells from a sample how a text is written. A sample that is UTF-8 with some broken bytes or a few NULs is UTF-8.
func classify(sample []byte) encoding {
	switch {
	case bytes.HasPrefix(sample, []byte(utf8BOM)):
		return encodingUTF8
	case bytes.HasPrefix(sample, []byte("\xff\xfe")):
		return encodingUTF16LE
	case bytes.HasPrefix(sample, []byte("\xfe\xff")):
		return encodingUTF16BE
	}
	if wide := classifyWide(sample); wide != encodingNone {
		return wide
	}
	if !isText(sample) {
		return encodingNone
	}
	if hasGBK(sample) {
		return encodingGBK
	}
	return encodingUTF8
}

// classifyWide recognises UTF-16 without a byte order mark, as redirects of PowerShell leave it after a cut: logs are mostly ASCII, so
// one half of the bytes is mostly zero and the other never.
func classifyWide(sample []byte) encoding {
	pairs := len(sample) / 2
	if pairs < 4 {
		return encodingNone
	}
	var even, odd, pair int
	for i := 0; i+1 < len(sample); i += 2 {
		switch {
		case sample[i] == 0 && sample[i+1] == 0:
			pair++
		case sample[i] == 0 && plainASCII(sample[i+1]):
			even++
		case sample[i+1] == 0 && plainASCII(sample[i]):
			odd++
		}
	}
	switch {
	case pair*50 > pairs:
		return encodingNone
	case odd*3 >= pairs && even*50 <= pairs:
		return encodingUTF16LE
	case even*3 >= pairs && odd*50 <= pairs:
		return encodingUTF16BE
	}
	return encodingNone
}

func plainASCII(c byte) bool { return c >= ' ' && c < 0x7f || c >= '\t' && c <= '\r' || c == 0x1b }

// isText tells text from binary. One long run of NULs, as log rotation by copying leaves it, does not count.
func isText(sample []byte) bool {
	var plain, high, control, nul, run, longest int
	for i := 0; i < len(sample); {
		c := sample[i]
		size := 1
		switch {
		case c == 0:
			nul++
			run++
			longest = max(longest, run)
		case c < utf8.RuneSelf && (plainASCII(c) || c == '\b'):
			plain++
		case c < utf8.RuneSelf:
			control++
		default:
			if r, n := utf8.DecodeRune(sample[i:]); r != utf8.RuneError && n > 1 {
				plain += n
				size = n
			} else {
				high++
			}
		}
		if c != 0 {
			run = 0
		}
		i += size
	}
	return textual(plain, high, control, nul, longest)
}

// textual weighs the counts. Text in an encoding of the national kind (GBK, Latin-1) has no NULs and next to no controls, but may be
// made of high bytes altogether; what is packed or compiled has all kinds of bytes.
func textual(plain, high, control, nul, longestRun int) bool {
	if longestRun >= 512 {
		nul -= longestRun
	}
	total := plain + high + control + nul
	switch {
	case total == 0:
		return longestRun == 0
	case nul+control == 0:
		return true
	}
	return (nul+control)*10 <= total && (plain*10 >= total*7 || (nul+control)*100 <= total)
}

// onlyNULs tells whether there is nothing but NULs, at least one.
func onlyNULs(sample []byte) bool {
	return len(sample) > 0 && len(bytes.Trim(sample, "\x00")) == 0
}
