package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/flinkdoctor/flinkdoctor/analyzer"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/input"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/render"
	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// follow reads one stream or file while it is being written and tells every new root cause at once; the report at the end comes from the caller.
func (o *analyzeOptions) follow(ctx context.Context, pack *rules.Pack, options analyzer.Options, look render.Options) (*analyzer.Report, error) {
	t := o.program.term
	src, err := o.liveSource(ctx)
	if err != nil {
		return nil, err
	}
	var failed error
	report, err := analyzer.Follow(ctx, src, pack, options, func(i *analyzer.Incident) {
		if failed == nil && o.format.value == "text" && len(o.outputs) == 0 {
			failed = render.Live(t.Out, i, look)
		}
	})
	if failed != nil {
		return nil, fmt.Errorf("write what was found: %w", failed)
	}
	return report, err
}

// liveSource is standard input or the one file that was named.
func (o *analyzeOptions) liveSource(ctx context.Context) (*parsers.Source, error) {
	t := o.program.term
	switch {
	case len(o.args) > 1:
		return nil, usagef("-f follows one file or standard input; start it once for each log")
	case len(o.args) == 0 || o.args[0] == "-":
		if t.In == nil {
			return nil, usagef("nothing to follow: pipe a log in, or name a file")
		}
		return &parsers.Source{Name: "-", Reader: endsWith(ctx, t.In)}, nil
	}
	file, err := input.Tail(ctx, o.args[0])
	if err != nil {
		return nil, usagef("cannot follow %s: %v", o.args[0], plainError(err))
	}
	context.AfterFunc(ctx, func() { _ = file.Close() }) // the process ends anyway
	return &parsers.Source{Name: o.args[0], Reader: file}, nil
}

// endsWith makes a reader that is not asked any more once the context is done.
func endsWith(ctx context.Context, r io.Reader) io.Reader {
	return readerFunc(func(p []byte) (int, error) {
		if ctx.Err() != nil {
			return 0, io.EOF
		}
		return r.Read(p)
	})
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }
