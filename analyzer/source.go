package analyzer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"sort"
	"time"

	"github.com/flinkdoctor/flinkdoctor/analyzer/cause"
	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
	"github.com/flinkdoctor/flinkdoctor/analyzer/facts"
	"github.com/flinkdoctor/flinkdoctor/analyzer/life"
	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/analyzer/scan"
	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/paste"
	"github.com/flinkdoctor/flinkdoctor/parsers/record"
)

// sourceResult is what one source gave.
type sourceResult struct {
	info        report.SourceInfo
	findings    *cause.Collector
	failures    *cause.Failures
	faint       *cause.Failures // warnings that are told where no source has anything else
	facts       map[facts.Kind]map[string]report.Fact
	cutWidth    int               // characters behind which a screen cut lines off, 0 when none did
	cutLines    int               // how many it cut
	timeouts    map[string]int    // rule -> how often its expression ran out of time
	spoke       bool              // at least one finding or failure
	named       parsers.Component // from the source's name, "" when it does not tell
	role        parsers.Component // from the start-up banner, "" when it was not seen
	layouts     map[string]int
	components  map[parsers.Component]int
	envelopes   map[string]int
	first, last parsers.Time
	life        *life.Log
	density     life.Density  // of findings and unexplained failures
	modified    time.Time     // the file's modification time, zero when unknown
	config      *conf.File    // the source is or holds configuration
	onlyConfig  bool          // and is no log besides
	period      period        // what happened outside is not told
	err         error         // reading ended early
	lineOf      func(int) int // the line of the source on which a line of the restored paste stood, nil when nothing was restored
}

func newSourceResult(name string) *sourceResult {
	return &sourceResult{
		info: report.SourceInfo{Name: name, Notes: []string{}}, named: sourceNamed(name),
		findings: cause.NewCollector(), failures: cause.NewFailures(), faint: cause.NewFailures(), facts: map[facts.Kind]map[string]report.Fact{},
		life: &life.Log{}, timeouts: map[string]int{}, layouts: map[string]int{}, components: map[parsers.Component]int{}, envelopes: map[string]int{},
	}
}

// newResult begins the result of a source.
func newResult(src *parsers.Source, options Options) *sourceResult {
	r := newSourceResult(src.Name)
	r.period, r.modified = period{options.Since, options.Until}, src.ModTime
	return r
}

// readSource reads one source to its end.
func (a *assessor) readSource(ctx context.Context, src *parsers.Source, opt scan.Options, options Options) *sourceResult {
	r := newResult(src, options)
	small, rest, err := firstBytes(src)
	switch {
	case err != nil:
		r.err = err
		a.readSmall(small, r)
	case rest == nil && r.readConfig(small):
	case rest == nil:
		a.readPaste(small, r)
	default:
		a.readLarge(ctx, rest, opt, r)
	}
	r.finish(src)
	return r
}

// finish closes the result of a source that was read.
func (r *sourceResult) finish(src *parsers.Source) {
	r.info.Notes = append(r.info.Notes, src.Notes...)
	r.settle()
}

// firstBytes reads the source if it is small. Otherwise rest is the whole source, what was read of a stream included.
func firstBytes(src *parsers.Source) (small []byte, rest *parsers.Source, err error) {
	if src.File != nil {
		if src.Size > smallSource {
			return nil, src, nil
		}
		small, err = io.ReadAll(io.NewSectionReader(src.File, 0, src.Size))
		return small, nil, err
	}
	small, err = io.ReadAll(io.LimitReader(src.Reader, smallSource+1))
	if err != nil || len(small) <= smallSource {
		return small, nil, err
	}
	whole := *src
	whole.Reader = io.MultiReader(bytes.NewReader(small), src.Reader)
	return nil, &whole, nil
}

// readPaste assesses a small source as it was before somebody pasted, quoted, wrapped or exported it. Lines are counted as they stand in the source.
func (a *assessor) readPaste(data []byte, r *sourceResult) {
	restored, ok := paste.Restore(data, a.heads)
	if !ok {
		r.cutWidth, r.cutLines = paste.Cut(data, a.heads)
		a.readSmall(data, r)
		return
	}
	r.cutWidth, r.cutLines = paste.Cut(restored.Data, a.heads)
	r.lineOf = restored.Line
	a.readSmall(restored.Data, r)
	r.size(data)
	for _, step := range restored.Done {
		r.info.Notes = append(r.info.Notes, "paste: "+string(step))
	}
	r.info.Notes = slices.Compact(r.info.Notes)
}

// heads tells whether a line begins a record.
func (a *assessor) heads(line []byte) bool {
	_, _, ok := a.reader.Head(line)
	return ok
}

// size counts the bytes and lines of a small source.
func (r *sourceResult) size(data []byte) {
	r.info.Bytes = int64(len(data))
	r.info.Lines = int64(bytes.Count(data, []byte{'\n'}))
	if len(data) > 0 && data[len(data)-1] != '\n' {
		r.info.Lines++
	}
}

// bytesView shows a small source to the record reader.
type bytesView []byte

// Window implements record.View.
func (v bytesView) Window(from, to int64) ([]byte, int64, bool) {
	from = min(max(from, 0), int64(len(v)))
	to = min(max(to, from), int64(len(v)))
	return v[from:to], from, to == int64(len(v))
}

// readSmall assesses every record.
func (a *assessor) readSmall(data []byte, r *sourceResult) {
	r.size(data)
	view := bytesView(data)
	cursor := a.reader.NewCursor(view)
	line, counted := 1, int64(0)
	for pos := int64(0); pos < int64(len(data)); {
		rec := cursor.At(pos)
		if rec.Shared {
			a.readShared(view, &rec, max(rec.Start, pos), r)
			pos = max(rec.End, pos+1)
			continue
		}
		rec.Drop(pos)
		obs, ok := a.assess(&rec, r.named)
		r.note(&obs)
		if ok {
			line += bytes.Count(data[counted:rec.Start], []byte{'\n'})
			counted = rec.Start
			obs.event.Line = line
			obs.before = linesBefore(view, &rec, &obs)
			r.keep(obs)
		}
		pos = max(rec.End, pos+1)
	}
}

// readShared assesses the records of all pods whose lines stand between from and the last line of rec.
func (a *assessor) readShared(view bytesView, rec *record.Record, from int64, r *sourceResult) {
	var list []record.Record
	seen := map[int64]bool{}
	for pos := from; pos < rec.End; {
		one := a.reader.At(view, pos)
		if !seen[one.Start] && one.Start >= from {
			seen[one.Start] = true
			list = append(list, one)
		}
		pos = nextLine(view, pos)
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Start < list[j].Start })
	for i := range list {
		obs, ok := a.assess(&list[i], r.named)
		r.note(&obs)
		if ok {
			obs.event.Line = 1 + bytes.Count(view[:list[i].Start], []byte{'\n'})
			r.keep(obs)
		}
	}
}

func nextLine(view bytesView, pos int64) int64 {
	if n := bytes.IndexByte(view[pos:], '\n'); n >= 0 {
		return pos + int64(n) + 1
	}
	return int64(len(view))
}

// settle decides layout, component and notes once everything was read.
func (r *sourceResult) settle() {
	if r.onlyConfig {
		r.info.Assessed = true
		return
	}
	r.info.Layout, r.info.Envelope = most(r.layouts), most(r.envelopes)
	if r.info.Layout == "" && r.config != nil {
		r.info.Layout = "config:" + string(r.config.Kind)
	}
	r.info.Component = string(r.component())
	r.info.Assessed = r.info.Layout != "" || r.spoke
	if r.err != nil {
		r.info.Notes = append(r.info.Notes, r.err.Error())
	}
}

// most returns the key with the highest count, the first in the alphabet among equals.
func most[K ~string](counts map[K]int) K {
	var best K
	for k, n := range counts {
		if n > counts[best] || n == counts[best] && k < best {
			best = k
		}
	}
	return best
}

// component tells which program wrote the source: the banner, the file name, then what most records say.
func (r *sourceResult) component() parsers.Component {
	if r.role != "" {
		return r.role
	}
	if best := most(r.components); mayBe(best, r.named) || slices.Contains(flinkRoles, best) && slices.Contains(flinkRoles, r.named) {
		return r.named
	}
	jm, tm := r.components[parsers.ComponentJobManager], r.components[parsers.ComponentTaskManager]
	if best := most(r.components); best != parsers.ComponentFlink && best != parsers.ComponentJava || jm+tm == 0 {
		return best
	}
	if jm >= tm {
		return parsers.ComponentJobManager
	}
	return parsers.ComponentTaskManager
}

// errInterrupted says that the run was stopped before the source was read to its end.
var errInterrupted = errors.New("interrupted before it was read to its end")

func describe(err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return errInterrupted
	}
	return fmt.Errorf("the rest could not be read: %w", err)
}
