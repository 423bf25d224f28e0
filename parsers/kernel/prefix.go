package kernel

import (
	"bytes"
	"time"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

var said = []byte("kernel: ")

// prefix reads what stands in front of a message of the kernel: the word of syslog, a time in square brackets, or both. ok is false, and body 0, when
// there is neither. It does not allocate.
func prefix(line []byte) (at parsers.Time, body int, ok bool) {
	if bytes.HasPrefix(line, said) {
		body, ok = len(said), true
	}
	inside, n := bracketed(line[body:])
	if n == 0 {
		return at, body, ok
	}
	at, timed := readTime(inside)
	if !timed {
		return at, body, ok
	}
	body += n
	if host := bytes.IndexByte(line[body:min(len(line), body+maxHost)], ' '); host > 0 && bytes.HasPrefix(line[body+host+1:], said) {
		body += host + 1 + len(said) // journalctl -o short-monotonic
	}
	return at, body, true
}

const (
	// maxHost bounds a host's name, maxTime a time in brackets, in bytes.
	maxHost = 100
	maxTime = 40
)

// bracketed returns what stands in the square brackets at the start, and the bytes up to the text behind them.
func bracketed(line []byte) (inside []byte, n int) {
	if len(line) < 6 || line[0] != '[' {
		return nil, 0
	}
	end := bytes.IndexByte(line[:min(len(line), maxTime)], ']')
	if end < 0 || end+1 < len(line) && line[end+1] != ' ' {
		return nil, 0
	}
	return line[1:end], min(end+2, len(line))
}

// readTime reads seconds since the boot, which place nothing (the zero time), or the local date of dmesg -T.
func readTime(stamp []byte) (parsers.Time, bool) {
	text := bytes.TrimLeft(stamp, " ")
	const fraction = 3 // the kernel writes six digits; people retype fewer
	if dot := bytes.IndexByte(text, '.'); dot > 0 && dot+fraction < len(text) {
		return parsers.Time{}, allDigits(text[:dot]) && allDigits(text[dot+1:])
	}
	if len(text) == len(time.ANSIC) && text[3] == ' ' && text[7] == ' ' {
		at, err := time.Parse(time.ANSIC, string(text))
		return parsers.Time{At: at}, err == nil
	}
	return readChinese(text)
}

var month = []byte("月")

// readChinese reads "三 1月 24 14:53:12 2024", what dmesg -T makes of the date where the locale is Chinese.
func readChinese(text []byte) (parsers.Time, bool) {
	before, after, ok := bytes.Cut(text, month)
	if !ok {
		return parsers.Time{}, false
	}
	number := before[bytes.LastIndexByte(before, ' ')+1:]
	at, err := time.Parse("1 _2 15:04:05 2006", string(number)+string(after))
	return parsers.Time{At: at}, err == nil
}

func allDigits(b []byte) bool {
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(b) > 0
}
