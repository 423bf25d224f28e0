package render

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
)

// junitRenderer writes JUnit XML as Jenkins, GitLab and others read it (junit-10.xsd of Jenkins' xunit plugin): one test case an incident or a kind of
// failures that no rule knows. It fails when it made the exit code 1, else it is skipped, as is what is known and accepted.
type junitRenderer struct{ options Options }

type (
	junitSuites struct {
		XMLName  xml.Name `xml:"testsuites"`
		Name     string   `xml:"name,attr"`
		Tests    int      `xml:"tests,attr"`
		Failures int      `xml:"failures,attr"`
		Errors   int      `xml:"errors,attr"`
		Suite    junitSuite
	}
	junitSuite struct {
		XMLName    xml.Name        `xml:"testsuite"`
		Name       string          `xml:"name,attr"`
		Tests      int             `xml:"tests,attr"`
		Failures   int             `xml:"failures,attr"`
		Errors     int             `xml:"errors,attr"`
		Skipped    int             `xml:"skipped,attr"`
		Properties []junitProperty `xml:"properties>property"`
		Cases      []junitCase     `xml:"testcase"`
		Out        *junitText      `xml:"system-out"`
	}
	junitProperty struct {
		Name  string `xml:"name,attr"`
		Value string `xml:"value,attr"`
	}
	junitCase struct {
		Name    string       `xml:"name,attr"`
		Class   string       `xml:"classname,attr"`
		Failure *junitResult `xml:"failure"`
		Error   *junitResult `xml:"error"`
		Skipped *junitResult `xml:"skipped"`
	}
	junitResult struct {
		Type    string `xml:"type,attr"`
		Message string `xml:"message,attr"`
		Text    string `xml:",cdata"`
	}
	junitText struct {
		Text string `xml:",cdata"`
	}
)

// Render implements Renderer.
func (j junitRenderer) Render(w io.Writer, r *report.Report) error {
	options := j.options.reproducible()
	options.Width, options.Verbose = widestProse, true
	p := newTextPage(options, r)
	s := junitSuite{Name: "flinkdoctor", Cases: p.junitCases(), Properties: []junitProperty{
		{"version", xmlText(r.Tool.Version)}, {"rules", xmlText(r.Tool.Rules)}, {"exit", xmlText(r.Exit.Reason)}, {"fail-on", xmlText(r.Exit.FailOn)}, {"read", xmlText(p.scope(p.files(), true))},
	}}
	for _, c := range s.Cases {
		s.Tests++
		switch {
		case c.Failure != nil:
			s.Failures++
		case c.Error != nil:
			s.Errors++
		case c.Skipped != nil:
			s.Skipped++
		}
	}
	if text := p.written(p.notAssessed); text != "" {
		s.Out = &junitText{text}
	}
	out, err := xml.MarshalIndent(junitSuites{Name: s.Name, Tests: s.Tests, Failures: s.Failures, Errors: s.Errors, Suite: s}, "", "  ")
	if err != nil {
		return fmt.Errorf("encode the report: %w", err)
	}
	_, err = io.WriteString(w, xml.Header+string(out)+"\n")
	return err
}

// junitCases are the test cases of a report; there is always at least one, because a suite without cases looks like a mistake.
func (p *textPage) junitCases() []junitCase {
	var cases []junitCase
	names := unique{}
	for n := range p.r.Incidents {
		i := &p.r.Incidents[n]
		if root := i.RootCause; root != nil {
			c := junitCase{Name: xmlText(root.Title + " [" + names.next(i.ID) + "]"), Class: junitClass(ruleOf(root))}
			text := p.written(func() { p.incident(i) })
			if fails(p.r, i) {
				c.Failure = &junitResult{xmlText(ruleOf(root)), xmlText(root.Title), text}
			} else {
				c.Skipped = &junitResult{xmlText(ruleOf(root)), xmlText(p.below(p.r, i)), text}
			}
			cases = append(cases, c)
		}
	}
	for _, u := range otherFailures(p.r) {
		c := junitCase{Name: xmlText(u.Title() + " [" + names.next(u.Fingerprint) + "]"), Class: junitClass(unexplainedRule)}
		result := &junitResult{unexplainedRule, xmlText(u.Title()), p.written(func() { p.group(&u) })}
		if unknownFails(p.r) {
			c.Failure = result
		} else {
			c.Skipped = result
		}
		cases = append(cases, c)
	}
	for _, s := range p.r.Suppressed {
		c := junitCase{Name: xmlText(s.Title + " [" + names.next(s.Fingerprint) + "]"), Class: junitClass("accepted")}
		c.Skipped = &junitResult{"accepted", xmlText(p.acceptedAs(&s)), ""}
		cases = append(cases, c)
	}
	return append(cases, p.junitVerdict()...)
}

// junitVerdict is a case for the run as a whole when something kept it from a verdict, or when there is nothing else to tell.
func (p *textPage) junitVerdict() []junitCase {
	text, good := p.healthLine()
	c := junitCase{Name: "assessment", Class: "flinkdoctor"}
	switch reason := p.r.Exit.Reason; {
	case reason == "error" || reason == "not-assessed":
		c.Error = &junitResult{reason, xmlText(text), ""}
	case reason == "interrupted":
		c.Skipped = &junitResult{reason, p.say("interrupted: the report covers only what was read until then", "已中断：本报告只包含中断前读到的内容"), ""}
	case len(p.r.Incidents) > 0 || len(p.r.Unexplained) > 0:
		return nil
	case !good:
		c.Error = &junitResult{"not-assessed", xmlText(text), ""}
	default:
		c.Name = "healthy"
	}
	return []junitCase{c}
}

// written returns what a function writes on the page, and takes it off again.
func (p *textPage) written(write func()) string {
	start := p.Len()
	write()
	text := xmlLines(p.String()[start:])
	p.Truncate(start)
	return text
}

// junitClass is a class name under which servers group cases; they cut at dots.
func junitClass(rule string) string {
	return "flinkdoctor." + strings.ReplaceAll(xmlText(rule), ".", "-")
}

// xmlText makes one line of a text that XML can hold: no control characters, none that XML 1.0 forbids.
func xmlText(s string) string { return xmlLines(clean(s)) }

func xmlLines(s string) string {
	return strings.Map(func(r rune) rune {
		if r == 0xfffe || r == 0xffff {
			return 0xfffd
		}
		return r
	}, strings.Trim(s, "\n"))
}

// unique counts how often a name was used, so that servers do not take two findings for one.
type unique map[string]int

// next returns the name, from its second use on with a number.
func (u unique) next(name string) string {
	u[name]++
	if n := u[name]; n > 1 {
		return fmt.Sprintf("%s-%d", name, n)
	}
	return name
}
