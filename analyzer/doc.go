// Package analyzer turns sources and rules into a report: it scans for candidates, has the parsers read the records around them,
// matches the rules, groups repeats into findings, and decides what caused what. It knows neither terminal nor command line, and
// opens no file itself.
package analyzer

import "github.com/flinkdoctor/flinkdoctor/analyzer/report"

// The report types live in package report so that the steps of the analysis can share them; these names are the ones callers use.
type (
	Report      = report.Report
	Tool        = report.Tool
	Summary     = report.Summary
	SourceInfo  = report.SourceInfo
	Facts       = report.Facts
	Fact        = report.Fact
	Evidence    = report.Evidence
	Incident    = report.Incident
	CausalLink  = report.CausalLink
	Finding     = report.Finding
	Fix         = report.Fix
	Change      = report.Change
	Unexplained = report.Unexplained
	NotAssessed = report.NotAssessed
	Exit        = report.Exit
)

// SchemaVersion is the version of the JSON report.
const SchemaVersion = report.SchemaVersion
