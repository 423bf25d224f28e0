package cli

import (
	"errors"
	"fmt"
	"os"

	"github.com/flinkdoctor/flinkdoctor/cmd/internal/render"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// surround tells a renderer where it runs: the rules whose words are looked for in evidence, which of them have a page in the documentation, the working directory
// and the summary page of a GitHub job. pack may be nil.
func (p *program) surround(options *render.Options, pack *rules.Pack) {
	options.Focus = func(id string) []string {
		if pack == nil {
			return nil
		}
		if rule := pack.ByID(id); rule != nil {
			return literalsOf(rule)
		}
		return nil
	}
	options.ToldApart = func(id, language string) string {
		if pack == nil {
			return ""
		}
		if rule := pack.ByID(id); rule != nil {
			return rule.ToldApart.In(language)
		}
		return ""
	}
	options.System = func(id string) string {
		builtin, err := p.builtin()
		if err != nil { // a rule without a page is no reason to fail
			return ""
		}
		if rule := builtin.ByID(id); rule != nil {
			return rule.System
		}
		return ""
	}
	if dir, err := os.Getwd(); err == nil { // else names stay as they are
		options.Dir = dir
	}
	if path := p.term.Env("GITHUB_STEP_SUMMARY"); path != "" {
		options.Summary = appendFile(path)
	}
}

// appendFile is a file to which every Write appends; it is made when it is not there.
type appendFile string

// Write implements io.Writer.
func (name appendFile) Write(text []byte) (int, error) {
	f, err := os.OpenFile(string(name), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return 0, fmt.Errorf("open the job's summary: %w", err)
	}
	n, err := f.Write(text)
	return n, errors.Join(err, f.Close())
}
