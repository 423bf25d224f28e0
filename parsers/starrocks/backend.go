package starrocks

import (
	"time"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/internal/lex"
)

// backend is be.INFO, be.WARNING and their like, written by glog:
//
//	W0718 16:38:30.396853 47892 stream_load_executor.cpp:94] MESSAGE
//	W20250110 18:17:57.977756 139905026795072 load_channel.cpp:256] MESSAGE
//
// The first form has no year: its times are in the year 0, which whoever knows the file completes. Programs that link brpc write the same. Lines of Kubernetes
// (klog) differ in one thing only, the ending of the file's name. Source: google/glog, StarRocks/starrocks be/src/common/logconfig.cpp.
type backend struct{}

// Name implements parsers.Layout.
func (backend) Name() string { return "starrocks-be" }

// Head implements parsers.Layout. The part of a second and the thread's number may have been left out of a paste.
func (backend) Head(line []byte) (parsers.Head, bool) {
	if len(line) < 20 || !lex.IsDigit(line[1]) {
		return parsers.Head{}, false
	}
	var level parsers.Level
	switch line[0] {
	case 'I':
		level = parsers.LevelInfo
	case 'W':
		level = parsers.LevelWarn
	case 'E':
		level = parsers.LevelError
	case 'F':
		level = parsers.LevelFatal
	default:
		return parsers.Head{}, false
	}
	at, i := glogTime(line)
	if i == 0 {
		return parsers.Head{}, false
	}
	thread := lex.SkipBlank(line, i)
	threadEnd := lex.Digits(line, thread, 20)
	i = threadEnd
	if next := lex.SkipBlank(line, i); next > i && next < len(line) && lex.IsDigit(line[next]) { // brpc adds the number of its own thread
		i = lex.Digits(line, next, 20)
	}
	i = lex.SkipBlank(line, i)
	end := place(line, i)
	if end == 0 {
		return parsers.Head{}, false
	}
	return parsers.Head{
		Time: parsers.Time{At: at}, Level: level, Component: parsers.ComponentStarRocksBE,
		Thread: string(line[thread:threadEnd]), Logger: string(line[i:end]), Body: lex.SkipBlank(line, end+1),
	}, true
}

// glogTime reads "0718 16:38:30.396853" or "20250718 16:38:30" behind the level; n is the offset behind it, 0 when it is not there.
func glogTime(b []byte) (at time.Time, n int) {
	year, i := 0, lex.Digits(b, 1, 9)
	switch i {
	case 5:
		i = 1
	case 9:
		year, i = lex.Number(b, 1, 4), 5
		if year < 1990 {
			return at, 0
		}
	default:
		return at, 0
	}
	month, day := lex.Number(b, i, 2), lex.Number(b, i+2, 2)
	i = lex.SkipBlank(b, i+4)
	if len(b) < i+9 || b[i+2] != ':' || b[i+5] != ':' {
		return at, 0
	}
	hour, minute, second := lex.Number(b, i, 2), lex.Number(b, i+3, 2), lex.Number(b, i+6, 2)
	if month < 1 || month > 12 || day < 1 || day > 31 || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60 {
		return at, 0
	}
	i += 8
	nanos := 0
	if b[i] == '.' {
		end := lex.Digits(b, i+1, 9)
		for k := i + 1; k < i+10; k++ {
			nanos *= 10
			if k < end {
				nanos += int(b[k] - '0')
			}
		}
		i = end
	}
	return time.Date(year, time.Month(month), day, hour, minute, second, nanos, time.UTC), i
}

// sources are the endings of C and C++ sources.
var sources = [...]string{".cpp", ".cc", ".h", ".hpp", ".hh", ".c", ".cxx", ".tpp", ".inl", ".ipp"}

// place reads "file.cpp:94]" at i and returns the offset of the bracket, 0 when it is not there.
func place(b []byte, i int) int {
	const longest = 200
	dot, k := -1, i
	for k < len(b) && k-i < longest && (isLetter(b[k]) || lex.IsDigit(b[k]) || b[k] == '_' || b[k] == '.' || b[k] == '/' || b[k] == '-' || b[k] == '+') {
		if b[k] == '.' {
			dot = k
		}
		k++
	}
	if dot <= i || k >= len(b) || b[k] != ':' {
		return 0
	}
	end := lex.Digits(b, k+1, 7)
	if end == k+1 || end >= len(b) || b[end] != ']' {
		return 0
	}
	for _, source := range sources {
		if string(b[dot:k]) == source {
			return end
		}
	}
	return 0
}

// Continues implements parsers.Layout: the stack of a Status in debug builds, quoted traces of Java, broken lines, and the stack behind a
// failed check all belong to the line before.
func (backend) Continues(_, line []byte, _ int) bool {
	return !beginsCrash(line) && !beginsResponse(line)
}

// Finish implements parsers.Layout.
func (backend) Finish(_ *parsers.Event, _ string) {}
