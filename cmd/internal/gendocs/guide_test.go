package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/flinkdoctor/flinkdoctor/cmd/internal/cli"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/render"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// written are the documents that people write and that name commands.
var written = []string{"README.md", "CONTRIBUTING.md", "docs/guide/*.md", "docs/ci/*", "docs/adr/*.md", "docs/*.md", "action.yml", ".pre-commit-hooks.yaml", "Dockerfile"}

func eachDocument(t *testing.T, look func(name, text string)) {
	t.Helper()
	seen := 0
	for _, pattern := range written {
		files, err := filepath.Glob(filepath.Join("../../..", pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			seen++
			look(strings.TrimPrefix(filepath.ToSlash(file), "../../../"), string(text))
		}
	}
	if seen < 12 {
		t.Fatalf("only %d documents were looked at", seen)
	}
}

var (
	commandLine = regexp.MustCompile("(?:kubectl )?flinkdoctor (?:[a-z]|-{1,2}[a-z])[^`\n|#&;]*")
	bareFlag    = regexp.MustCompile("`(--[a-z][a-z-]*)")
	flagWord    = regexp.MustCompile(`^(--[a-z][a-z-]*|-[a-z])(?:=|$)`)
)

// TestDocumentsNameOnlyWhatExists looks for every command and flag that the documents name.
func TestDocumentsNameOnlyWhatExists(t *testing.T) {
	root := cli.Command()
	root.InitDefaultCompletionCmd()
	all := map[string]bool{"--help": true, "--version": true}
	var collect func(*cobra.Command)
	collect = func(c *cobra.Command) {
		c.Flags().VisitAll(func(f *pflag.Flag) { all["--"+f.Name] = true })
		for _, sub := range c.Commands() {
			collect(sub)
		}
	}
	collect(root)
	lines := 0
	eachDocument(t, func(name, text string) {
		for _, line := range commandLine.FindAllString(text, -1) {
			if problem := tryLine(root, strings.Fields(line)); problem != "" {
				t.Errorf("%s: %q: %s", name, line, problem)
			}
			lines++
		}
		for _, m := range bareFlag.FindAllStringSubmatch(text, -1) {
			if !all[m[1]] {
				t.Errorf("%s: no command has %s", name, m[1])
			}
		}
	})
	if lines < 40 {
		t.Errorf("only %d command lines were found", lines)
	}
}

// proseWords follow the program's name where a sentence speaks of it.
var proseWords = []string{"rule", "settings", "report", "finds", "has", "found", "could", "reads"}

// tryLine says what is wrong with a command line, "" for nothing.
func tryLine(root *cobra.Command, words []string) string {
	if words[0] == "kubectl" {
		words = append([]string{"flinkdoctor", "kube"}, words[2:]...)
	}
	cmd, rest, err := root.Find(words[1:])
	if err != nil || cmd == root {
		if slices.Contains(proseWords, words[1]) || strings.HasPrefix(words[1], "-") {
			return ""
		}
		return "no such command"
	}
	for _, word := range rest {
		m := flagWord.FindStringSubmatch(strings.Trim(word, "`'\".,)"))
		if m == nil {
			continue
		}
		name := strings.TrimLeft(m[1], "-")
		if strings.HasPrefix(m[1], "--") && cmd.Flags().Lookup(name) == nil && name != "help" || !strings.HasPrefix(m[1], "--") && cmd.Flags().ShorthandLookup(name) == nil {
			return "it has no " + m[1]
		}
	}
	output := cmd.Flags().Lookup("output")
	for i, word := range rest {
		if word == "-o" && i+1 < len(rest) && output.Value.Type() == "stringArray" {
			if format, _, _ := strings.Cut(strings.Trim(rest[i+1], `"'`), "="); !slices.Contains(render.Formats, format) && strings.ToUpper(format) != format {
				return "there is no format " + format
			}
		}
	}
	return ""
}

var markdownLink = regexp.MustCompile(`\]\(([^)#\s:]+)(?:#[^)]*)?\)`)

// TestLinksLead follows every relative link of the documents that people write.
func TestLinksLead(t *testing.T) {
	eachDocument(t, func(name, text string) {
		if !strings.HasSuffix(name, ".md") {
			return
		}
		for _, m := range markdownLink.FindAllStringSubmatch(text, -1) {
			if _, err := os.Stat(filepath.Join("../../..", filepath.Dir(name), m[1])); err != nil {
				t.Errorf("%s: %s leads nowhere", name, m[1])
			}
		}
	})
}

var ruleID = regexp.MustCompile(`flinkdoctor explain ([a-z0-9-]+)`)

// TestDocumentsNameOnlyRulesThatExist looks up the rules that commands in the documents name.
func TestDocumentsNameOnlyRulesThatExist(t *testing.T) {
	pack, err := rules.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	eachDocument(t, func(name, text string) {
		for _, m := range ruleID.FindAllStringSubmatch(text, -1) {
			if pack.ByID(m[1]) == nil {
				t.Errorf("%s: there is no rule %s", name, m[1])
			}
		}
	})
}
