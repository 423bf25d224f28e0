package analyzer

import (
	"context"
	"fmt"
	"iter"
	"sort"

	"github.com/flinkdoctor/flinkdoctor/analyzer/cause"
	"github.com/flinkdoctor/flinkdoctor/analyzer/facts"
	"github.com/flinkdoctor/flinkdoctor/analyzer/life"
	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/analyzer/scan"
	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// Analyze reads all sources and returns the report. Sources are read one after the other, each on several cores. The report does not
// depend on their order, on the number of cores or on the block size. When ctx is cancelled the report covers what was read and
// says so; the error is then nil. An error means that there is no report.
func Analyze(ctx context.Context, sources iter.Seq[*parsers.Source], pack *rules.Pack, options Options) (*Report, error) {
	run := newRun(newAssessor(pack), pack, options)
	for src := range sources {
		run.read(ctx, src)
		if ctx.Err() != nil {
			break
		}
	}
	run.interrupted = ctx.Err() != nil
	return run.report(), nil
}

// run is one analysis.
type run struct {
	assessor    *assessor
	pack        *rules.Pack
	options     Options
	done        int64 // bytes of the sources that are finished
	results     []*sourceResult
	unread      []report.NotAssessed
	interrupted bool
	told        map[string]bool // root causes that were told while streams were read
}

func newRun(a *assessor, pack *rules.Pack, options Options) *run {
	options.Accept.Suppressions = forLogs(pack, options.Accept.Suppressions)
	return &run{assessor: a, pack: pack, options: options, told: map[string]bool{}}
}

func (r *run) read(ctx context.Context, src *parsers.Source) {
	if src.Err != nil {
		r.unread = append(r.unread, report.NotAssessed{What: src.Name, Why: src.Err.Error()})
		return
	}
	opt := scan.Options{Workers: r.options.Workers, BlockSize: r.options.BlockSize}
	if r.options.Progress != nil {
		opt.Progress = func(n int64) { r.options.Progress(r.done + n) }
	}
	var result *sourceResult
	if r.options.Live != nil && src.Reader != nil {
		result = r.readLive(ctx, src, opt)
	} else {
		result = r.assessor.readSource(ctx, src, opt, r.options)
	}
	r.done += result.info.Bytes
	r.results = append(r.results, result)
}

// report puts everything together.
func (r *run) report() *Report {
	sort.SliceStable(r.results, func(i, j int) bool { return r.results[i].info.Name < r.results[j].info.Name })
	out := &Report{
		SchemaVersion: SchemaVersion, Tool: Tool{Name: "flinkdoctor", Version: r.options.Version, Rules: r.pack.Hash()},
		Language: r.language(), Sources: []SourceInfo{}, Incidents: []Incident{}, Unexplained: []Unexplained{},
		NotAssessed: append([]NotAssessed{}, r.unread...),
	}
	r.completeYears()
	r.placeClocks()
	r.alignClocks()
	findings, failures := cause.NewCollector(), cause.NewFailures()
	for _, s := range r.results {
		s.findings.Drop(func(f *cause.Finding) bool { return otherProgram(f, parsers.Component(s.info.Component)) })
		findings.Merge(s.findings)
		failures.Merge(s.failures)
	}
	dropCarriers(failures, findings.Findings())
	if len(findings.Findings()) == 0 && len(failures.List()) == 0 {
		for _, s := range r.results {
			failures.Merge(s.faint)
		}
	}
	out.Facts = r.facts()
	r.sources(out)
	t := teller{run: r, language: out.Language, facts: out.Facts, zone: r.options.Zone}
	t.jobs = r.jobs()
	incidents := cause.Incidents(findings.Findings(), t.jobs)
	t.tell(out, incidents, failures)
	out.Timeline = r.timeline(incidents)
	sort.SliceStable(out.NotAssessed, func(i, j int) bool { return out.NotAssessed[i].What < out.NotAssessed[j].What })
	r.options.Accept.Apply(out)
	r.exit(out)
	return out
}

// language of all sentences.
func (r *run) language() string {
	if r.options.Language == "" {
		return "en"
	}
	return r.options.Language
}

// dropCarriers takes out the failures that only announce another one where what they announce was found in the same source.
func dropCarriers(failures *cause.Failures, findings []*cause.Finding) {
	told := map[string]bool{}
	for _, f := range findings {
		for source := range f.Sources {
			told[source] = true
		}
	}
	failures.Drop(func(f *cause.Failure) bool { return f.Occ.Carrier && told[f.Occ.Source] })
}

// jobs sums up the restarts that all sources tell of.
func (r *run) jobs() []life.Restarts {
	var logs []*life.Log
	for _, s := range r.results {
		logs = append(logs, s.life)
	}
	return life.Jobs(logs)
}

// otherProgram tells whether the finding's rule speaks of another program than the one that wrote the source. It decides only where the event itself did
// not tell: a stack trace without a head in fe.log is the FE's.
func otherProgram(f *cause.Finding, writer parsers.Component) bool {
	open := general(parsers.Component(componentOf(f.Occ.Event)))
	return open && !general(writer) && !rules.ComponentPasses(f.Rule.Component, string(writer))
}

// facts merges what the sources state; the source that comes first in name order wins.
func (r *run) facts() Facts {
	out := Facts{Versions: map[string]Fact{}, EffectiveConfig: map[string]Fact{}, Properties: map[string]Fact{}}
	into := map[facts.Kind]map[string]Fact{facts.Version: out.Versions, facts.Config: out.EffectiveConfig, facts.Property: out.Properties}
	for _, weak := range []bool{false, true} {
		for _, s := range r.results {
			for kind, kept := range s.facts {
				mergeFacts(into[kind], kept, weak)
			}
		}
	}
	r.statedVersion(out)
	out.Memory = memoryTables(out)
	return out
}

func mergeFacts(into, from map[string]Fact, weak bool) {
	for key, fact := range from {
		name, packaging := key, false
		if n := len(key) - len(weakSuffix); n > 0 && key[n:] == weakSuffix {
			name, packaging = key[:n], true
		}
		if _, known := into[name]; !known && packaging == weak {
			into[name] = fact
		}
	}
}

// sources fills in the sources and the summary, and says what was not assessed about them.
func (r *run) sources(out *Report) {
	var span sourceResult
	for _, s := range r.results {
		s.info.First, s.info.Last = r.moment(s.first), r.moment(s.last)
		out.Sources = append(out.Sources, s.info)
		out.Summary.Bytes += s.info.Bytes
		out.Summary.Lines += s.info.Lines
		span.span(s.first)
		span.span(s.last)
		r.notAssessed(out, s)
	}
	out.Summary.Sources, out.Summary.Since, out.Summary.Until = len(r.results), r.options.Since.Text, r.options.Until.Text
	out.Summary.First, out.Summary.Last = r.moment(span.first), r.moment(span.last)
	switch {
	case r.options.Zone != nil:
		out.Summary.Zone = r.options.Zone.String()
	case span.first.Zoned:
		out.Summary.Zone = "UTC"
	}
}

func (r *run) notAssessed(out *Report, s *sourceResult) {
	add := func(what, why string) { out.NotAssessed = append(out.NotAssessed, NotAssessed{What: what, Why: why}) }
	name := s.info.Name
	switch {
	case s.err != nil:
		add(name, s.err.Error())
	case s.info.Bytes == 0:
		add(name, words(out.Language, "empty", "空文件"))
	case !s.info.Assessed:
		add(name, words(out.Language, "no known log layout was recognised", "没有识别出已知的日志格式"))
	}
	if s.cutLines > 0 {
		add(name, fmt.Sprintf(words(out.Language, "%d lines were cut off at %d characters; give the log itself, not what a screen shows of it",
			"有 %d 行在第 %d 个字符处被截断；请提供日志原文，而不是屏幕上显示的部分"), s.cutLines, s.cutWidth))
	}
	for rule, n := range s.timeouts {
		add(name, fmt.Sprintf(words(out.Language, "rule %s ran out of time on %d records", "规则 %s 在 %d 条记录上超时"), rule, n))
	}
	if s.failures.Dropped > 0 {
		add(name, fmt.Sprintf(words(out.Language, "%d further unexplained failures of other kinds were only counted", "另有 %d 条其他类型的未解释失败，仅计数"), s.failures.Dropped))
	}
}

func words(language, en, zh string) string {
	if language == "zh" {
		return zh
	}
	return en
}
