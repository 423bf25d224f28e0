package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/flinkdoctor/flinkdoctor/cmd/internal/render"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// completer offers the words that may stand where toComplete has been begun. A shell that completes has no place for errors: it offers nothing then.
type completer = func(cmd *cobra.Command, args []string, toComplete string) ([]string, cobra.ShellCompDirective)

// completeFlags lets the shell complete the values of flags of cmd that are defined already.
func completeFlags(cmd *cobra.Command, complete completer, names ...string) {
	for _, name := range names {
		_ = cmd.RegisterFlagCompletionFunc(name, complete) // cannot fail: the flag exists, and has no completion yet
	}
}

// completeRuleID offers the ids of the rules, each with its title, for a command's only argument.
func (p *program) completeRuleID(o *packOptions, lang *display) completer {
	return func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return p.describedIDs(*o, lang), cobra.ShellCompDirectiveNoFileComp
	}
}

// describedIDs returns "id TAB title" for every rule.
func (p *program) describedIDs(o packOptions, lang *display) (out []string) {
	pack, err := p.loadPack(o)
	if err != nil {
		return nil
	}
	for _, id := range ruleIDs(pack) {
		out = append(out, id+"\t"+render.Sentence(pack.ByID(id).Title, lang.language(p.term)))
	}
	return out
}

// completeRuleWords offers rule ids for a list with commas, and the groups of rules that the flag takes besides. What stands before the last comma stays.
func (p *program) completeRuleWords(o *packOptions, lang *display, groups func(*rules.Pack) []string) completer {
	return func(_ *cobra.Command, _ []string, toComplete string) ([]string, cobra.ShellCompDirective) {
		words := p.describedIDs(*o, lang)
		if pack, err := p.loadPack(*o); err == nil {
			words = append(words, groups(pack)...)
		}
		before := toComplete[:strings.LastIndexByte(toComplete, ',')+1]
		for i := range words {
			words[i] = before + words[i]
		}
		return words, cobra.ShellCompDirectiveNoFileComp
	}
}

// noGroups is for flags that take nothing but rule ids.
func noGroups(*rules.Pack) []string { return nil }

// ruleGroups returns system:NAME and tag:NAME for all systems and tags, in order.
func ruleGroups(pack *rules.Pack) (out []string) {
	for i := range pack.Rules {
		out = append(out, "system:"+pack.Rules[i].System)
		for _, tag := range pack.Rules[i].Tags {
			out = append(out, "tag:"+tag)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// completeSystems offers the systems that have rules.
func (p *program) completeSystems(o *packOptions) completer {
	return func(*cobra.Command, []string, string) (out []string, _ cobra.ShellCompDirective) {
		pack, err := p.loadPack(*o)
		if err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		for _, group := range ruleGroups(pack) {
			if system, ok := strings.CutPrefix(group, "system:"); ok {
				out = append(out, system)
			}
		}
		return out, cobra.ShellCompDirectiveNoFileComp
	}
}

// completeOutput offers FORMAT, and FORMAT= to be followed by a file.
func completeOutput(_ *cobra.Command, _ []string, toComplete string) (out []string, _ cobra.ShellCompDirective) {
	if strings.Contains(toComplete, "=") {
		return nil, cobra.ShellCompDirectiveDefault
	}
	for _, format := range render.Formats {
		out = append(out, format, format+"=")
	}
	return out, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}
