package analyzer

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/flinkdoctor/flinkdoctor/analyzer/cause"
	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/analyzer/scan"
	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// Live tells the root causes of streams while they are being read. The report does not depend on it.
type Live struct {
	// Told is called, on the goroutine that called Analyze, for every incident whose root cause was not told before; it has no rule when none knows the failure. What repeats is only counted, what is
	// known and accepted is not told. It must not change the incident.
	Told func(*Incident)
	// Delay is how long what came may wait to be looked at; 0 means liveDelay.
	Delay time.Duration
	// Always tells what is found from the start. Otherwise nothing is told until a stream has been too slow to fill a block within the delay: one
	// that comes as fast as it is read ends soon, and its report tells everything.
	Always bool
}

// liveDelay leaves time to tell within a second.
const liveDelay = 800 * time.Millisecond

// readLive reads a stream as readSource does, and tells what is new in it meanwhile. Memory does not grow with the stream.
func (r *run) readLive(ctx context.Context, src *parsers.Source, opt scan.Options) *sourceResult {
	result := newResult(src, r.options)
	live := &listener{run: r, options: r.options.Live, result: result, peek: newSourceResult(src.Name), told: r.told, on: r.options.Live.Always}
	opt.Live, opt.Delay, opt.Stop, opt.BlockSize = true, live.options.Delay, ctx.Done(), smallSource
	if opt.Delay <= 0 {
		opt.Delay = liveDelay
	}
	small, whole := []byte(nil), true
	work := func(b *scan.Block) blockResult {
		if b.First && b.Last {
			return blockResult{small: bytes.Clone(b.Data[b.Lo:b.Hi])}
		}
		return r.assessor.block(b, result.named)
	}
	// What was read counts when the run is interrupted, so not the scan but the stream is stopped.
	err := r.assessor.scanInto(context.WithoutCancel(ctx), src, opt, result, work, func(found *blockResult, newlines int64) {
		switch {
		case found.small != nil:
			small = found.small
		case found.early:
			live.look(found, newlines)
		default:
			whole = false
			live.block()
		}
	})
	switch {
	case ctx.Err() != nil:
		result.err = errInterrupted
	case err != nil && whole:
		result.err = errors.Unwrap(err) // the small source itself says what is wrong with it
	case err != nil:
		result.err = describe(err)
	}
	if whole && (result.err != nil || !result.readConfig(small)) {
		r.assessor.readPaste(small, result)
	}
	result.finish(src)
	return result
}

// listener tells what is new while one stream is read.
type listener struct {
	run     *run
	options *Live
	result  *sourceResult   // of the blocks that were read
	peek    *sourceResult   // of what was looked at since
	told    map[string]bool // root causes
	on      bool
	unknown int // failures that no rule knows and that were told
}

// look takes in what an early block shows.
func (l *listener) look(found *blockResult, newlines int64) {
	l.on = true
	l.peek.period = l.result.period
	l.peek.take(found, newlines, nil)
	l.tell()
}

// block is called when a block was read: what was looked at in it has been read again.
func (l *listener) block() {
	l.peek = newSourceResult(l.result.info.Name)
	if l.on {
		l.tell()
	}
}

// tell tells the incidents whose root cause was not told.
func (l *listener) tell() {
	findings := append(l.result.findings.Findings(), l.peek.findings.Findings()...)
	writer := l.result.component()
	if writer == parsers.ComponentUnknown {
		writer = l.peek.component()
	}
	findings = slices.DeleteFunc(findings, func(f *cause.Finding) bool { return otherProgram(f, writer) })
	failures := append(l.result.failures.List(), l.peek.failures.List()...)
	if !slices.ContainsFunc(findings, func(f *cause.Finding) bool { return !l.told[f.Rule.ID] }) &&
		!slices.ContainsFunc(failures, func(f *cause.Failure) bool { return !l.told[unknownPrefix+f.Fingerprint] }) {
		return
	}
	view := &run{assessor: l.run.assessor, pack: l.run.pack, options: l.run.options, results: []*sourceResult{l.result, l.peek}}
	t := teller{run: view, language: view.language(), facts: view.facts(), zone: view.options.Zone}
	incidents := cause.Incidents(findings, nil)
	t.prepare(incidents)
	for i := range incidents {
		id := incidents[i].Root.Rule.ID
		if l.told[id] {
			continue
		}
		l.told[id] = true
		one := &Report{Incidents: []report.Incident{t.incident(&incidents[i])}}
		if view.options.Accept.Apply(one); len(one.Incidents) == 1 {
			l.options.Told(&one.Incidents[0])
		}
	}
	if !slices.ContainsFunc(incidents, func(i cause.Incident) bool { return i.Root.Rule.Severity.Rank() >= rules.Error.Rank() }) {
		l.tellUnknown(&t, failures)
	}
}

const (
	// unknownPrefix stands before the fingerprints of what was told and no rule knows.
	unknownPrefix = "unknown "
	// mostUnknown bounds how many of these are told, because nothing else bounds how many kinds there are.
	mostUnknown = 20
)

// tellUnknown tells grave failures that no rule knows, where no known cause of weight explains them.
func (l *listener) tellUnknown(t *teller, failures []*cause.Failure) {
	for _, f := range failures {
		key := unknownPrefix + f.Fingerprint
		if l.told[key] || f.Occ.Carrier || l.unknown >= mostUnknown {
			continue
		}
		if u := t.unexplained(f); t.stands(f, &u) {
			l.told[key] = true
			l.unknown++
			incident := t.unknown(f, u)
			l.options.Told(&incident)
		}
	}
}
