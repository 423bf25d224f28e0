package lint

import (
	"bytes"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// maxSteps bounds the fixes that are made in one go.
const maxSteps = 1000

// Mend makes the best fix of every finding that has one and that wanted accepts, one after the other, reading the files again after each: fixes build on
// each other, as when two directives are added to the same block. It returns the files that changed, in the order given, as they were and as they
// would be.
func Mend(files []*conf.File, problems []conf.Problem, pack *rules.Pack, o Options, wanted func(*report.Finding) bool) []report.PatchedFile {
	now := append([]*conf.File{}, files...)
	tried := map[string]bool{}
	for range maxSteps {
		patched := next(Run(now, problems, pack, o), tried, wanted)
		if patched == nil {
			break
		}
		for _, p := range patched {
			for i, f := range now {
				if f.Name == p.Name {
					now[i], _ = conf.Parse(f.Name, f.Kind, f.Table, p.After)
				}
			}
		}
	}
	var out []report.PatchedFile
	for i, f := range files {
		if !bytes.Equal(f.Data, now[i].Data) {
			out = append(out, report.PatchedFile{Name: f.Name, Before: f.Data, After: now[i].Data})
		}
	}
	return out
}

// next returns what the first fix changes that was not made yet. A fix that gives the same content again does not mend what it should and is not repeated.
func next(findings []report.Finding, tried map[string]bool, wanted func(*report.Finding) bool) []report.PatchedFile {
	for i := range findings {
		f := &findings[i]
		if !wanted(f) {
			continue
		}
		for j := range f.Fixes {
			patched := f.Fixes[j].Patched
			if len(patched) == 0 {
				continue
			}
			key := *f.Rule
			for _, p := range patched {
				key += "\x00" + p.Name + "\x00" + string(p.After)
			}
			if !tried[key] {
				tried[key] = true
				return patched
			}
			break
		}
	}
	return nil
}
