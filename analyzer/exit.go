package analyzer

import (
	"slices"
	"time"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// Exit codes of an analysis. What the command line adds (bad flags, unreadable arguments) is its own business.
const (
	ExitClean       = 0   // assessed, nothing at or above the limit
	ExitFindings    = 1   // findings at or above the limit
	ExitFailed      = 2   // the job could not be done
	ExitNotAssessed = 3   // read, but no known layout recognised
	ExitInterrupted = 130 // stopped by the user, the report is partial
)

// exit decides the exit code.
func (r *run) exit(out *Report) {
	limit := report.Exit{FailOn: r.options.FailOn, FailOnUnexplained: r.options.FailOnUnexplained}
	judge(out, r.pack, limit)
	if r.interrupted {
		out.Exit.Code, out.Exit.Reason = ExitInterrupted, report.ReasonInterrupted
	}
}

// judge compares what is left in a report with the limit. Drafts never fail a gate.
func judge(out *Report, pack *rules.Pack, limit report.Exit) {
	if limit.FailOn == "" {
		limit.FailOn = string(rules.Error)
	}
	assessed := slices.ContainsFunc(out.Sources, func(s SourceInfo) bool { return s.Assessed })
	limit.UnexplainedFail = limit.FailOnUnexplained > 0 && len(out.Unexplained) >= limit.FailOnUnexplained
	reached := limit.UnexplainedFail
	rank := rules.Severity(limit.FailOn).Rank() // 0 for "never"
	for i := range out.Incidents {
		incident := &out.Incidents[i]
		incident.Fails = rank > 0 && worst(incident) >= rank && !draft(pack, incident.RootCause.Rule)
		reached = reached || incident.Fails
	}
	switch {
	case reached:
		limit.Code, limit.Reason = ExitFindings, report.ReasonFindings
	case !assessed:
		limit.Code, limit.Reason = ExitNotAssessed, report.ReasonNotAssessed
	case len(out.Incidents)+len(out.Unexplained) > 0:
		limit.Code, limit.Reason = ExitClean, report.ReasonBelowLimit
	case len(out.Suppressed) > 0:
		limit.Code, limit.Reason = ExitClean, report.ReasonAccepted
	default:
		limit.Code, limit.Reason = ExitClean, report.ReasonHealthy
	}
	out.Exit = limit
}

// draft tells whether a rule is not ready to decide anything; nil is no rule.
func draft(pack *rules.Pack, id *string) bool {
	if id == nil {
		return false
	}
	rule := pack.ByID(*id)
	return rule != nil && rule.Status == rules.Draft
}

// worst is the rank of the gravest finding of an incident: a warning that brought a job down is as grave as the job's failure.
func worst(incident *report.Incident) int {
	rank := rules.Severity(incident.RootCause.Severity).Rank()
	for i := range incident.Symptoms {
		rank = max(rank, rules.Severity(incident.Symptoms[i].Severity).Rank())
	}
	return rank
}

// moment turns a record's time into the report's. A wall clock of an unknown zone is moved to UTC only when the user named the zone.
func (r *run) moment(t parsers.Time) *time.Time {
	if !t.Known() {
		return nil
	}
	at := t.At.UTC()
	if r.options.Zone != nil {
		at = placed(t, r.options.Zone).At
	}
	return &at
}
