package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// documents show what commands print. A transcript is an indented block: "$ flinkdoctor ..." and what it prints, where "..." or a remark in brackets stands for
// what was left out. README.md shows the command first, then the output in a block of its own.
var documents = []string{"README.md", "docs/guide/README.en.md", "docs/guide/README.zh.md"}

var (
	timing = regexp.MustCompile(`\b\d+\.\ds\b`) // how long the run took
	prompt = regexp.MustCompile(`^(?:\$ flinkdoctor|go run \./cmd/flinkdoctor) (.*)`)
)

// transcript is a command and what a document says that it prints.
type transcript struct {
	line int // of the command in the document, from 1
	args []string
	want []string
}

// transcripts finds those in a document. A block without a prompt, or with nothing behind it, is no transcript.
func transcripts(text string) []transcript {
	var out []transcript
	open := false
	for i, line := range strings.Split(text, "\n") {
		shown, indented := strings.CutPrefix(line, "    ")
		command := prompt.FindStringSubmatch(shown)
		switch {
		case indented && command != nil:
			out = append(out, transcript{line: i + 1, args: strings.Fields(command[1])})
			open = true
		case open && indented:
			last := &out[len(out)-1]
			last.want = append(last.want, shown)
		case strings.TrimSpace(line) != "":
			open = false
		}
	}
	kept := out[:0]
	for _, t := range out {
		if len(t.want) > 0 {
			kept = append(kept, t)
		}
	}
	return kept
}

// TestTranscripts runs what the documents show and demands that it still prints that.
func TestTranscripts(t *testing.T) {
	t.Chdir(filepath.Join("..", "..", ".."))
	for _, variable := range []string{"LC_ALL", "LC_MESSAGES", "LANG", "COLUMNS"} {
		t.Setenv(variable, "")
	}
	for _, name := range documents {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		found := transcripts(string(text))
		if len(found) == 0 {
			t.Errorf("%s shows no transcript; the form changed, mend this test", name)
		}
		for _, shown := range found {
			var out, errs bytes.Buffer
			Main(shown.args, &bytes.Buffer{}, &out, &errs)
			printed := strings.Split(timing.ReplaceAllString(out.String(), "0.0s"), "\n")
			if missing := follow(printed, shown.want); missing != "" {
				t.Errorf("%s:%d: flinkdoctor %s no longer prints %q", name, shown.line, strings.Join(shown.args, " "), missing)
			}
		}
	}
}

// follow returns the first wanted line that is not printed where it should be, "" when all are.
func follow(printed, wanted []string) string {
	next, anywhere := 0, false
	for _, line := range wanted {
		line = timing.ReplaceAllString(strings.TrimRight(line, " "), "0.0s")
		switch {
		case line == "":
			continue
		case line == "..." || strings.HasPrefix(line, "["):
			anywhere = true
			continue
		}
		for next < len(printed) && printed[next] != line && (anywhere || strings.TrimSpace(printed[next]) == "") {
			next++
		}
		if next == len(printed) || printed[next] != line {
			return line
		}
		next, anywhere = next+1, false
	}
	return ""
}
