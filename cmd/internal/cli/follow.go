package cli

import (
	"context"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/flinkdoctor/flinkdoctor/analyzer"
	"github.com/flinkdoctor/flinkdoctor/analyzer/redact"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/input"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/render"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/term"
	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// followDelay is how long what came may wait to be looked at when the user asked to follow.
const followDelay = 300 * time.Millisecond

// sources are what was named. follow tells that it is one source that somebody may still be writing to.
func (o *analyzeOptions) sources(ctx context.Context) (list iter.Seq[*parsers.Source], follow bool, err error) {
	t := o.program.term
	piped := len(o.args) == 0 || slices.Equal(o.args, []string{"-"})
	switch {
	case piped:
		follow = t.In != nil && (o.live || t.InIsPipe && !isRegular(t.In))
	case o.live && len(o.args) > 1:
		return nil, false, usagef("-f follows one file or standard input; start it once for each log")
	case o.live:
		file, err := input.Tail(ctx, o.args[0])
		if err != nil {
			return nil, false, usagef("cannot follow %s: %v", o.args[0], plainError(err))
		}
		context.AfterFunc(ctx, func() { _ = file.Close() }) // the process ends anyway
		return named(o.args[0], input.Walk(ctx, input.Options{Stdin: file, StdinIsPipe: true, StdinIsLive: true})), true, nil
	}
	return input.Walk(ctx, input.Options{Args: o.args, IsConfig: analyzer.IsConfig, Stdin: t.In, StdinIsPipe: t.InIsPipe, StdinIsLive: follow}), follow, nil
}

// named gives what a followed file holds its name.
func named(name string, sources iter.Seq[*parsers.Source]) iter.Seq[*parsers.Source] {
	return func(yield func(*parsers.Source) bool) {
		for src := range sources {
			src.Name = filepath.ToSlash(name) + strings.TrimPrefix(src.Name, "-")
			if !yield(src) {
				return
			}
		}
	}
}

// isRegular tells a file that the shell opened from what somebody is writing.
func isRegular(in io.Reader) bool {
	file, ok := in.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode().IsRegular()
}

// teller tells root causes while a stream is read: on standard output when the user asked to follow and gets a text there, else on standard error, so that the
// report on standard output never depends on how fast its input came.
type teller struct {
	out    io.Writer
	look   render.Options
	redact *redact.Redactor // nil when names may be told
	failed error
}

func (o *analyzeOptions) teller(look render.Options, pack *rules.Pack, targets []target) *teller {
	t := o.program.term
	o.program.surround(&look, pack)
	out := &teller{out: t.Err, look: look}
	if o.live && !o.diff && slices.Contains(targets, target{format: "text"}) {
		out.out = t.Out
	} else if !t.ErrIsTTY {
		out.look.Palette = term.NewPalette(false)
	}
	if o.redact {
		out.redact = redact.New()
	}
	return out
}

// tell writes one incident. The first error is kept, and nothing is written any more.
func (t *teller) tell(i *analyzer.Incident) {
	if t.failed != nil {
		return
	}
	if t.redact != nil {
		t.redact.Report(&analyzer.Report{Incidents: []analyzer.Incident{*i}})
	}
	if err := render.Live(t.out, i, t.look); err != nil {
		t.failed = fmt.Errorf("write what was found: %w", err)
	}
}
