// Package term is the only place that knows the terminal: whether there is one, how wide it is, whether it may be coloured, which
// language its user reads, how wide a character is and how progress is shown. What is printed may not enter.
package term

import (
	"io"
	"os"
	"strconv"
	"strings"

	"golang.org/x/term"
)

// Terminal is where a program runs: its streams and what its environment says about them. It is not changed after New.
type Terminal struct {
	In       io.Reader
	Out, Err io.Writer
	// InIsPipe tells that In holds data somebody sent: a pipe, a socket or a file, but neither a terminal nor /dev/null.
	InIsPipe bool
	// OutIsTTY and ErrIsTTY tell that a person looks at the stream.
	OutIsTTY, ErrIsTTY bool
	env                func(string) string
}

// New looks at the streams. env reads environment variables, usually os.Getenv. A stream that is no *os.File is no terminal.
func New(in io.Reader, out, err io.Writer, env func(string) string) *Terminal {
	return &Terminal{
		In: in, Out: out, Err: err, InIsPipe: isPipe(in), OutIsTTY: isTTY(out), ErrIsTTY: isTTY(err), env: env,
	}
}

// Env returns the value of an environment variable, "" when it is not set.
func (t *Terminal) Env(name string) string { return t.env(name) }

func isPipe(in io.Reader) bool {
	file, ok := in.(*os.File)
	if !ok {
		return in != nil
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice == 0 && !info.IsDir()
}

func isTTY(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// Limits of the width in columns: narrower cannot hold a label and a sentence, DefaultWidth is used where nobody knows better.
const (
	MinWidth     = 40
	DefaultWidth = 80
	maxWidth     = 1000
)

// Width returns how many columns a line may have: wanted if above 0, else COLUMNS, else the terminal's width, else DefaultWidth.
// It is never below MinWidth.
func (t *Terminal) Width(wanted int) int {
	if wanted <= 0 {
		wanted, _ = strconv.Atoi(strings.TrimSpace(t.env("COLUMNS")))
	}
	if file, ok := t.Out.(*os.File); ok && wanted <= 0 {
		if columns, _, err := term.GetSize(int(file.Fd())); err == nil {
			wanted = columns
		}
	}
	if wanted <= 0 {
		wanted = DefaultWidth
	}
	return min(max(wanted, MinWidth), maxWidth)
}

// ColorModes are the values of --color.
var ColorModes = []string{"auto", "always", "never"}

// Color tells whether output may be coloured. "always" and "never" decide alone; otherwise NO_COLOR, then CLICOLOR_FORCE, then
// TERM=dumb and CLICOLOR=0, then whether Out is a terminal (conventions of no-color.org and bixense.com/clicolors).
func (t *Terminal) Color(mode string) bool {
	switch mode {
	case "always":
		return true
	case "never":
		return false
	}
	if t.env("NO_COLOR") != "" {
		return false
	}
	if force := t.env("CLICOLOR_FORCE"); force != "" && force != "0" {
		return true
	}
	return t.OutIsTTY && t.env("TERM") != "dumb" && t.env("CLICOLOR") != "0"
}

// Languages are the values of --lang.
var Languages = []string{"en", "zh"}

// Language returns the language of the user: "zh" when the first of LC_ALL, LC_MESSAGES and LANG that is set names Chinese, else "en".
func (t *Terminal) Language() string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := strings.ToLower(t.env(name)); value != "" {
			if value == "zh" || strings.HasPrefix(value, "zh_") || strings.HasPrefix(value, "zh-") || strings.HasPrefix(value, "zh.") {
				return "zh"
			}
			return "en"
		}
	}
	return "en"
}
