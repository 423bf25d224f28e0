package render

import (
	"io"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
)

// Live writes one incident of a stream that is still being read: the verdict, the evidence and the first fix. The error is that of w.
func Live(w io.Writer, i *report.Incident, options Options) error {
	p := &textPage{page: newPage(options, options.Language), Options: options, r: &report.Report{}}
	p.clock.to = p.say(" to ", " 至 ")
	root := i.RootCause
	p.heading(root)
	p.evidence(root)
	if len(root.Fixes) > 0 {
		p.fixes(root.Fixes[:1])
	}
	p.furtherReading(root)
	p.blank()
	_, err := w.Write(p.Bytes())
	return err
}
