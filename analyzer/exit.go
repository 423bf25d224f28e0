package analyzer

import (
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
	assessed := false
	for _, s := range out.Sources {
		assessed = assessed || s.Assessed
	}
	switch {
	case r.interrupted:
		out.Exit.Code, out.Exit.Reason = ExitInterrupted, "interrupted"
	case r.reached(out):
		out.Exit.Code, out.Exit.Reason = ExitFindings, "findings"
	case !assessed:
		out.Exit.Code, out.Exit.Reason = ExitNotAssessed, "not-assessed"
	default:
		out.Exit.Code, out.Exit.Reason = ExitClean, "healthy"
	}
}

// reached tells whether a root cause is as grave as the limit. Drafts never count.
func (r *run) reached(out *Report) bool {
	if n := r.options.FailOnUnexplained; n > 0 && len(out.Unexplained) >= n {
		return true
	}
	limit := rules.Severity(r.options.FailOn)
	if limit == "" {
		limit = rules.Error
	}
	if limit.Rank() == 0 {
		return false
	}
	for _, incident := range out.Incidents {
		root := incident.RootCause
		if worst(&incident) < limit.Rank() {
			continue
		}
		if root.Rule == nil {
			return true
		}
		if rule := r.pack.ByID(*root.Rule); rule == nil || rule.Status != rules.Draft {
			return true
		}
	}
	return false
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
