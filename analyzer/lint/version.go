package lint

import (
	"strings"

	"github.com/flinkdoctor/flinkdoctor/rules/options"
)

// absent tells whether the release, which must be known, has no such key although others have. since is the next release that has it; empty when it is
// gone for good.
func (p *picture) absent(s *scope, key string) (version, since string, absent bool) {
	version = p.versionOf(s)
	option, known := options.Lookup(s.table, key)
	if _, vendor := options.Vendor(s.table, key); version == "" || !known || vendor {
		return "", "", false
	}
	if _, exists := options.At(s.table, key, version); exists {
		return "", "", false
	}
	for _, r := range option.Ranges {
		if r.Since != "" && r.Vendor == "" && (r.Since == options.Unreleased || older(version, r.Since)) && (since == "" || since == options.Unreleased || older(r.Since, since)) {
			since = r.Since
		}
	}
	return version, since, true
}

// older compares two releases by their leading numbers.
func older(a, b string) bool {
	x, y := numbers(a), numbers(b)
	for i := range x {
		if x[i] != y[i] {
			return x[i] < y[i]
		}
	}
	return false
}

// numbers returns the first numbers of a release that dots join.
func numbers(release string) (out [4]int) {
	at := strings.IndexAny(release, "0123456789")
	if at < 0 {
		return out
	}
	for i, part := range strings.SplitN(release[at:], ".", len(out)+1) {
		if i == len(out) {
			break
		}
		end := 0
		for end < len(part) && end < 9 && part[end] >= '0' && part[end] <= '9' {
			out[i] = out[i]*10 + int(part[end]-'0')
			end++
		}
		if end < len(part) {
			break
		}
	}
	return out
}

// versionOf returns the release that a scope is for: what a FlinkDeployment states, else what was given.
func (p *picture) versionOf(s *scope) string {
	if s.version != "" {
		return s.version
	}
	return p.version(s.table)
}
