package analyzer

import (
	"context"
	"time"

	"github.com/flinkdoctor/flinkdoctor/analyzer/cause"
	"github.com/flinkdoctor/flinkdoctor/analyzer/scan"
	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

const (
	// liveBlock is the size in bytes of a block of a stream that is still being written, liveIdle how long it may be silent before what came is looked at.
	liveBlock = 64 << 10
	liveIdle  = 300 * time.Millisecond
)

// Follow reads one source that somebody is still writing to. told is called, on the goroutine that called Follow, for every incident whose root cause was not
// told before, within about a second of its evidence; what repeats is only counted. The report at the end covers everything. Memory does not grow with
// the stream. When ctx is cancelled the report is that of an interrupted run.
func Follow(ctx context.Context, src *parsers.Source, pack *rules.Pack, options Options, told func(*Incident)) (*Report, error) {
	run := newRun(newAssessor(pack), pack, options)
	if src.Err != nil {
		run.read(ctx, src)
		return run.report(), nil
	}
	r := newSourceResult(src.Name)
	r.since, r.until = options.Since, options.Until
	live := &follower{run: run, result: r, told: told, seen: map[string]bool{}}
	opt := scan.Options{Workers: 1, BlockSize: liveBlock, Live: true, Idle: liveIdle, Progress: options.Progress}
	run.assessor.readLarge(ctx, src, opt, r, live.look)
	r.settle()
	run.results = append(run.results, r)
	run.interrupted = ctx.Err() != nil
	return run.report(), nil
}

// follower tells what is new while a stream is read.
type follower struct {
	run    *run
	result *sourceResult
	told   func(*Incident)
	seen   map[string]bool // root causes that were told
	kept   int             // observations when it was last looked
}

// look is called after every block.
func (f *follower) look() {
	if f.result.kept == f.kept {
		return
	}
	f.kept = f.result.kept
	t := teller{run: f.run, language: f.run.options.Language, facts: f.run.facts(), zone: f.run.options.Zone, found: map[string]bool{}, versions: map[string]string{}}
	if t.language == "" {
		t.language = "en"
	}
	incidents := cause.Incidents(f.result.findings.Findings(), nil)
	for i := range incidents {
		id := incidents[i].Root.Rule.ID
		if f.seen[id] {
			continue
		}
		f.seen[id] = true
		incident := t.incident(&incidents[i])
		f.told(&incident)
	}
}
