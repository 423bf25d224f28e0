package starrocks

import (
	"bytes"
	"strconv"
	"strings"
	"time"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/internal/lex"
)

// crash is what a backend that dies leaves in be.out or cn.out, and the line with which its start script opens the file:
//
//	start time: Thu Jul  2 06:02:43 PM +07 2026, server uptime:  18:02:43 up 202 days, ...
//	4.0.12 RELEASE (build 1fe715d distro centos arch x86_64)
//	query_id:01a0012d-75f7-7c9e-a51f-010a458607d5, fragment_instance:...
//	tracker:process consumption: 61024757096
//	*** Aborted at 1786726151 (unix time) try "date -d @1786726151" if you are using GNU date ***
//	PC: @          0x8ff4460 starrocks::BinaryColumnBase<unsigned int>::_build_slices() const
//	*** SIGSEGV (@0xf) received by PID 1894009 (TID 0x14f7a9539640) LWP(1894365) from PID 15; stack trace: ***
//	    @          0x8ff4460 starrocks::BinaryColumnBase<unsigned int>::_build_slices() const
//
// All of it is one record; releases before 3 omit the lines of query and trackers. Its time is the one behind "Aborted at". Source:
// StarRocks/starrocks be/src/common/logconfig.cpp (dump_trace_info), bin/start_backend.sh, google/glog src/signalhandler.cc.
type crash struct{}

// Name implements parsers.Layout.
func (crash) Name() string { return "starrocks-be-out" }

// Weak implements parsers.WeakLayout: any line of a crash may be its first, so none can end a record that is open; the layouts that
// may stand before one refuse these lines instead.
func (crash) Weak() bool { return true }

// part says what a line of be.out is.
type part uint8

const (
	partNone part = iota
	partStart
	partVersion
	partQuery
	partAborted
	partThrown // terminate called after throwing an instance of 'std::bad_alloc'
	partTracker
	partInner // "PC: @ ..." and "*** SIGSEGV ..."
	partFrame // "    @     0x7b9b67093453 SSL_CTX_new_ex"
	partCheck // "*** Check failure stack trace: ***"
	partWhat  // "  what():  std::bad_alloc"
	partJemalloc
)

// partOf reads what line is.
func partOf(line []byte) part {
	if len(line) < 5 {
		return partNone
	}
	switch c := line[0]; {
	case c == ' ' || c == '\t' || c == '@':
		return innerPart(line[lex.SkipBlank(line, 0):])
	case c == '*':
		return starPart(line)
	case c == 's' && lex.HasPrefix(line, "start time: "):
		return partStart
	case c == 'q' && lex.HasPrefix(line, "query_id:"):
		return partQuery
	case c == 't' && lex.HasPrefix(line, "tracker:"):
		return partTracker
	case c == 't' && lex.HasPrefix(line, "terminate called "):
		return partThrown
	case c == 'P' && lex.HasPrefix(line, "PC: @"):
		return partInner
	case c == 'R' && lex.HasPrefix(line, "Run with JEMALLOC_CONF"):
		return partJemalloc
	case lex.IsDigit(c) && isVersion(line), c == 'B' && lex.HasPrefix(line, "BRANCH-") && isVersion(line):
		return partVersion
	}
	return partNone
}

func innerPart(line []byte) part {
	switch {
	case lex.HasPrefix(line, "@ ") && bytes.Contains(line, []byte(" 0x")):
		return partFrame
	case lex.HasPrefix(line, "what():"):
		return partWhat
	}
	return partNone
}

func starPart(line []byte) part {
	switch {
	case lex.HasPrefix(line, "*** Aborted at "):
		return partAborted
	case lex.HasPrefix(line, "*** SIG") && bytes.Contains(line, []byte(" received by PID")):
		return partInner
	case lex.HasPrefix(line, "*** Check failure stack trace"):
		return partCheck
	}
	return partNone
}

// isVersion tells whether line is "4.0.12 RELEASE (build ...".
func isVersion(line []byte) bool {
	i := bytes.IndexByte(line, ' ')
	if i <= 0 || i > 60 {
		return false
	}
	rest := line[i+1:]
	for _, kind := range [...]string{"RELEASE (build ", "DEBUG (build ", "ASAN (build ", "BUILD (build "} {
		if lex.HasPrefix(rest, kind) {
			return true
		}
	}
	return false
}

// beginsCrash tells whether line ends the record of another layout because a crash begins. The stack behind a failed check belongs to
// the line that reports the check.
func beginsCrash(line []byte) bool {
	switch partOf(line) {
	case partStart, partVersion, partQuery, partAborted, partThrown, partInner:
		return true
	}
	return false
}

// Head implements parsers.Layout.
func (crash) Head(line []byte) (parsers.Head, bool) {
	switch partOf(line) {
	case partNone, partFrame:
		return parsers.Head{}, false
	case partStart:
		return parsers.Head{Level: parsers.LevelInfo}, true
	case partThrown, partWhat: // any native library may die like that, also one inside a TaskManager
		return parsers.Head{Level: parsers.LevelFatal}, true
	case partJemalloc:
		return parsers.Head{Level: parsers.LevelInfo, Component: parsers.ComponentStarRocksBE}, true
	}
	return parsers.Head{Level: parsers.LevelFatal, Component: parsers.ComponentStarRocksBE}, true
}

// Continues implements parsers.Layout. A process dies once: what would begin a second crash begins a second record.
func (crash) Continues(first, line []byte, n int) bool {
	const furthest = 120 // trackers before "Aborted at" number about thirty
	begun := partOf(first)
	switch partOf(line) {
	case partFrame, partTracker, partInner, partCheck, partWhat:
		return true
	case partJemalloc, partVersion:
		return begun == partStart && n < 4 || begun == partJemalloc && n < 3 || begun == partThrown || begun == partWhat
	case partQuery:
		return begun == partStart || begun == partVersion || begun == partThrown || begun == partWhat || begun == partCheck
	case partAborted:
		return begun != partAborted && begun != partInner && n < furthest
	case partNone:
		return customMessage(line, begun, n)
	}
	return false
}

// customMessage tells whether line is the one that a lake table's reader adds behind the query.
func customMessage(line []byte, begun part, n int) bool {
	return (begun == partVersion && n == 2 || begun == partQuery && n == 1) && bytes.Contains(line, []byte("file"))
}

// maxFrames is how many stack frames the message keeps: the innermost ones tell what failed.
const maxFrames = 16

// Finish implements parsers.Layout.
func (crash) Finish(event *parsers.Event, text string) {
	event.Chain = nil
	var kept []string
	frames := 0
	for _, line := range strings.Split(text, "\n") {
		kind := partOf([]byte(line))
		switch kind {
		case partFrame:
			if frames++; frames > maxFrames {
				continue
			}
		case partAborted:
			event.Time = abortedAt(line)
		case partVersion:
			version, _, _ := strings.Cut(line, " ")
			event.SetField("version", version)
		case partQuery:
			id, _, _ := strings.Cut(strings.TrimPrefix(line, "query_id:"), ",")
			event.SetField("query_id", strings.TrimSpace(id))
		case partInner:
			readSignal(event, line)
		}
		kept = append(kept, line)
		switch kind {
		case partNone, partStart, partWhat, partFrame, partThrown:
		case partJemalloc:
			event.Component = parsers.ComponentStarRocksBE
		default:
			event.Component, event.Level = parsers.ComponentStarRocksBE, parsers.LevelFatal
		}
	}
	event.Message = lex.Fold(strings.Join(kept, " "))
}

// abortedAt reads the time of "*** Aborted at 1786726151 (unix time)".
func abortedAt(line string) parsers.Time {
	seconds, _, _ := strings.Cut(strings.TrimPrefix(line, "*** Aborted at "), " ")
	n, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil || n <= 0 || n > 1<<33 {
		return parsers.Time{}
	}
	return parsers.Time{At: time.Unix(n, 0).UTC(), Zoned: true}
}

// readSignal reads the signal and the function that was running.
func readSignal(event *parsers.Event, line string) {
	if rest, ok := strings.CutPrefix(line, "*** SIG"); ok {
		name, _, _ := strings.Cut(rest, " ")
		event.SetField("signal", "SIG"+name)
		return
	}
	rest, ok := strings.CutPrefix(line, "PC: @")
	if !ok {
		return
	}
	if _, function, ok := strings.Cut(strings.TrimLeft(rest, " "), " "); ok {
		event.SetField("function", strings.TrimSpace(function))
	}
}
