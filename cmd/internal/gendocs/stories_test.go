package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/flinkdoctor/flinkdoctor/cmd/internal/cli"
)

// use is a command line as far as it matters for whether another one proves it: the command and its flags, with the value where there are few to choose from.
type use struct {
	command string
	flags   []string
}

// covers tells whether a story that runs u has run all that other says.
func (u use) covers(other use) bool {
	return u.command == other.command && !slices.ContainsFunc(other.flags, func(flag string) bool { return !slices.Contains(u.flags, flag) })
}

// useOf reads the words behind the program's name; ok is false where they are no command line, or one that asks for help.
func useOf(words []string) (u use, ok bool) {
	root := cli.Command()
	root.InitDefaultCompletionCmd()
	cmd, rest, err := root.Find(words)
	if err != nil || cmd == root {
		return u, false
	}
	u.command = cmd.CommandPath()
	if parent := cmd.Parent(); parent != nil && parent.Name() == "completion" {
		u.command = parent.CommandPath() // the shells have stories of their own
	}
	for i, word := range rest {
		flag, value, given := flagOf(cmd, word)
		if flag == nil {
			continue
		}
		if !given && flag.NoOptDefVal == "" && i+1 < len(rest) {
			value = rest[i+1]
		}
		u.flags = append(u.flags, "--"+flag.Name+fewOf(flag, value))
	}
	return u, true
}

// flagOf returns the flag that a word names, and the value that is written into the same word.
func flagOf(cmd *cobra.Command, word string) (flag *pflag.Flag, value string, given bool) {
	name, value, given := strings.Cut(word, "=")
	switch {
	case strings.HasPrefix(name, "--"):
		return cmd.Flags().Lookup(name[2:]), value, given
	case len(name) == 2 && name[0] == '-' && name[1] != '-':
		return cmd.Flags().ShorthandLookup(name[1:]), value, given
	}
	return nil, "", false
}

// fewOf is "=value" for flags that take one of a few words or a format.
func fewOf(flag *pflag.Flag, value string) string {
	format, file, inFile := strings.Cut(value, "=")
	switch {
	case flag.Name == "output" && flag.Value.Type() == "stringArray" && inFile && file != "":
		return "=" + format + "=FILE"
	case flag.Name == "output" && flag.Value.Type() == "stringArray", strings.Contains(flag.Value.Type(), "|"):
		return "=" + format
	}
	return ""
}

// shellWords splits a line as a shell does, as far as documents need it: quotes keep blanks, an operator of the shell ends the command.
func shellWords(line string) (out []string) {
	var word strings.Builder
	quote := rune(0)
	flush := func() {
		if word.Len() > 0 {
			out = append(out, word.String())
			word.Reset()
		}
	}
	for _, r := range line {
		switch {
		case r == quote:
			quote = 0
		case quote != 0:
			word.WriteRune(r)
		case r == '"' || r == '\'':
			quote = r
		case strings.ContainsRune("|;&<>`#", r):
			flush()
			return out
		case r == ' ':
			flush()
		default:
			word.WriteRune(r)
		}
	}
	flush()
	return out
}

// commandsIn finds the command lines of a text. What is no command, such as a sentence about flinkdoctor, is left out.
func commandsIn(text string) (lines []string, uses []use) {
	text = strings.NewReplacer("\\\n", " ", "kubectl flinkdoctor ", "flinkdoctor kube ", "kubectl-flinkdoctor ", "flinkdoctor kube ", "go run ./cmd/flinkdoctor ", "flinkdoctor ",
		"docker run --rm -v \"$PWD/logs:/logs:ro\" flinkdoctor ", "flinkdoctor ").Replace(text)
	for line := range strings.Lines(text) {
		for rest := line; ; {
			_, after, found := strings.Cut(rest, "flinkdoctor ")
			if !found {
				break
			}
			rest = after
			if said := shellWords(strings.TrimSpace(after)); len(said) > 0 {
				if u, ok := useOf(said); ok {
					lines, uses = append(lines, strings.TrimSpace(line)), append(uses, u)
				}
			}
		}
	}
	return lines, uses
}

// TestEveryDocumentedCommandLineHasAStory looks for a story that runs each command line of the documents: the same command, with these flags at least.
func TestEveryDocumentedCommandLineHasAStory(t *testing.T) {
	stories, err := filepath.Glob("../../../testdata/scripts/*.txtar")
	if err != nil || len(stories) < 20 {
		t.Fatalf("%d stories, %v", len(stories), err)
	}
	var told []use
	for _, story := range stories {
		text, err := os.ReadFile(story)
		if err != nil {
			t.Fatal(err)
		}
		script, _, _ := strings.Cut(string(text), "\n-- ")
		_, uses := commandsIn(script)
		told = append(told, uses...)
	}
	seen := 0
	eachDocument(t, func(name, text string) {
		if name == "action.yml" || strings.HasPrefix(name, "docs/ci/") {
			return // run as they are, by tests of the command line
		}
		lines, uses := commandsIn(text)
		for i, u := range uses {
			seen++
			if !slices.ContainsFunc(told, func(story use) bool { return story.covers(u) }) {
				t.Errorf("%s: no story runs %s with %q: %s", name, u.command, u.flags, lines[i])
			}
		}
	})
	if seen < 70 {
		t.Errorf("only %d command lines were found", seen)
	}
}
