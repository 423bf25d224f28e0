package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/flinkdoctor/flinkdoctor/analyzer"
	"github.com/flinkdoctor/flinkdoctor/analyzer/accept"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/settings"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// gate are the flags with which a report becomes a gate: what is looked for, what is accepted, what fails.
type gate struct {
	only, skip, allow    []string
	since, until         moment
	last                 time.Duration
	baseline             string
	newOnly              bool
	unexplained          int
	showSuppressed       bool
	asked                bool // the run is a gate: its user may want to accept what it tells
	settings             *settings.Settings
	settingsSuppressions []accept.Suppression
}

func (g *gate) addFlags(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringSliceVar(&g.only, "only", nil, "tell only these `RULES`: ids, systems, tags; system:NAME and tag:NAME where a name is both")
	flags.StringSliceVar(&g.skip, "skip", nil, "do not tell these `RULES`: ids, systems, tags")
	flags.Var(&g.since, "since", "tell only what happened from this moment on, such as 2024-01-24T14:00, or 14:00 of every day")
	flags.Var(&g.until, "until", "tell only what happened up to this moment")
	flags.DurationVar(&g.last, "last", 0, "tell only what happened in the time before now, such as 2h")
	g.addKnownFlags(cmd)
	flags.IntVar(&g.unexplained, "fail-on-unexplained", 0, "exit with 1 from this `NUMBER` of kinds of failures on that no rule knows")
	flags.Lookup("fail-on-unexplained").NoOptDefVal = "1"
	flags.StringArrayVar(&g.allow, "allow", nil, "`FILE` with unexplained failures that are accepted, one text or fingerprint a line (repeatable)")
}

// addKnownFlags adds the flags that say what is known.
func (g *gate) addKnownFlags(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&g.baseline, "baseline", "", "JSON `REPORT` whose incidents are known")
	flags.BoolVar(&g.newOnly, "new-only", false, "do not even list what is in the baseline")
	flags.BoolVar(&g.showSuppressed, "show-suppressed", false, "list the incidents that are known and accepted")
}

// known reads what is known and accepted.
func (g *gate) known(now time.Time) (analyzer.Accept, error) {
	out := analyzer.Accept{Suppressions: g.settingsSuppressions, Now: now}
	for _, path := range g.allow {
		text, err := os.ReadFile(path)
		if err != nil {
			return out, usagef("--allow: cannot read %s: %v", path, plainError(err))
		}
		out.Allow = append(out.Allow, accept.ReadAllowList(filepath.ToSlash(path), string(text))...)
	}
	if g.newOnly && g.baseline == "" {
		return out, usagef("--new-only needs --baseline REPORT.json, which an earlier run with --format json wrote")
	}
	if g.baseline == "" {
		return out, nil
	}
	baseline, err := readReport(g.baseline)
	if err != nil {
		return out, err
	}
	out.Baseline = accept.Fingerprints(baseline)
	return out, nil
}

// choose returns the rules that shall speak. A word that names no rule, system or tag is a mistake. Suppressions of rules that shall not speak are put aside, for
// they would be said to match nothing.
func (g *gate) choose(pack *rules.Pack) (*rules.Pack, error) {
	chosen, err := g.selected(pack)
	if err != nil {
		return nil, err
	}
	var kept []accept.Suppression
	for _, s := range g.settingsSuppressions {
		s.Unknown = s.Rule != "" && pack.ByID(s.Rule) == nil
		if s.Rule == "" || s.Unknown || chosen.ByID(s.Rule) != nil {
			kept = append(kept, s)
		}
	}
	g.settingsSuppressions = kept
	return chosen, nil
}

func (g *gate) selected(pack *rules.Pack) (*rules.Pack, error) {
	if len(g.only) == 0 && len(g.skip) == 0 {
		return pack, nil
	}
	for _, word := range slices.Concat(g.only, g.skip) {
		if !slices.ContainsFunc(pack.Rules, func(r rules.Rule) bool { return selects(word, &r) }) {
			return nil, unknownRule(word, pack)
		}
	}
	return rules.Select(pack, func(r *rules.Rule) bool {
		wanted := len(g.only) == 0 || slices.ContainsFunc(g.only, func(word string) bool { return selects(word, r) })
		return wanted && !slices.ContainsFunc(g.skip, func(word string) bool { return selects(word, r) })
	}), nil
}

// selects tells whether a word of --only or --skip means the rule.
func selects(word string, r *rules.Rule) bool {
	if system, ok := strings.CutPrefix(word, "system:"); ok {
		return r.System == system
	}
	if tag, ok := strings.CutPrefix(word, "tag:"); ok {
		return slices.Contains(r.Tags, tag)
	}
	return r.ID == word || r.System == word || slices.Contains(r.Tags, word)
}

// useSettings reads the settings of the project and the user and puts them where no flag was given.
func (g *gate) useSettings(cmd *cobra.Command, env func(string) string) error {
	dir, err := os.Getwd()
	if err != nil {
		return fmt.Errorf("find the settings: %w", err)
	}
	s, err := settings.Load(dir, env)
	if err != nil {
		return usagef("%v", err)
	}
	g.settings, g.settingsSuppressions = s, s.Suppressions
	g.asked = len(s.Files) > 0 || slices.ContainsFunc([]string{"fail-on", "fail-on-unexplained", "baseline", "allow"}, cmd.Flags().Changed)
	for _, v := range s.Sorted() {
		flag := cmd.Flags().Lookup(v.Key)
		if flag == nil || flag.Changed {
			continue
		}
		values := v.List
		if values == nil {
			values = []string{v.Text}
		}
		for _, value := range values {
			if isPath(v.Key) && !filepath.IsAbs(value) {
				value = filepath.Join(v.Dir, value)
			}
			if err := flag.Value.Set(value); err != nil {
				return usagef("%s: %s: %v", v.Place, v.Key, err)
			}
		}
	}
	return nil
}

func isPath(key string) bool {
	return key == "rules" || key == "allow" || key == "config" || key == "baseline"
}

// listsKnown tells whether the report lists what is known and accepted.
func (g *gate) listsKnown() bool {
	return g.showSuppressed || g.baseline != "" && !g.newOnly
}
