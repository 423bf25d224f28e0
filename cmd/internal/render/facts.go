package render

import (
	"io"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
)

// Facts writes only the facts of a report, as text or as JSON of the same form as in the report. The error is that of w.
func Facts(w io.Writer, r *report.Report, format string, options Options) error {
	if format == "json" {
		return writeJSON(w, r.Facts)
	}
	p := &textPage{page: newPage(options, r.Language), Options: options, r: r}
	p.facts()
	if p.Len() == 0 {
		p.wide(p.say("no facts about versions or configuration in these logs", "这些日志中没有版本或配置信息"), p.pal.Dim)
	}
	_, err := w.Write(p.Bytes())
	return err
}
