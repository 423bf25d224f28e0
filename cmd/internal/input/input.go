// Package input turns what the user named (files, folders, archives, patterns, standard input) into parsers.Source values: opened,
// decompressed, decoded to UTF-8 and capped. It knows bytes, file names and formats of containers; what a log line means, rules and
// reports may not enter. Nothing is ever extracted to a path that an archive names.
package input

import (
	"context"
	"io"
	"iter"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// Limits bound what hostile or broken inputs can cost. A zero field means the value of DefaultLimits.
type Limits struct {
	// MaxDepth is how many layers (compression, archive) may lie in each other: a tar.gz holding app.log.gz has three.
	MaxDepth int
	// MaxMembers bounds the members of all archives inside one file or stream.
	MaxMembers int
	// MaxBytes bounds the decoded bytes of one member or one compressed file.
	MaxBytes int64
	// MaxTotal bounds the bytes decompressed out of one file or stream, all members and layers together.
	MaxTotal int64
	// MaxRatio bounds how many times larger than the file itself all that is decompressed out of it may be. It counts from 64 MiB
	// of decompressed bytes on, because small logs of one repeated line compress extremely well.
	MaxRatio int64
}

// DefaultLimits returns limits that leave room for any support bundle: gzip cannot shrink below 1/1032, so a single layer of it never
// reaches the ratio.
func DefaultLimits() Limits {
	return Limits{MaxDepth: 8, MaxMembers: 100_000, MaxBytes: 64 << 30, MaxTotal: 256 << 30, MaxRatio: 2000}
}

func (l Limits) orDefault() Limits {
	d := DefaultLimits()
	if l.MaxDepth <= 0 {
		l.MaxDepth = d.MaxDepth
	}
	if l.MaxMembers <= 0 {
		l.MaxMembers = d.MaxMembers
	}
	if l.MaxBytes <= 0 {
		l.MaxBytes = d.MaxBytes
	}
	if l.MaxTotal <= 0 {
		l.MaxTotal = d.MaxTotal
	}
	if l.MaxRatio <= 0 {
		l.MaxRatio = d.MaxRatio
	}
	return l
}

// Options say what to read.
type Options struct {
	// Args are files, folders, patterns that the shell did not expand ("logs/**/*.log") and "-" for Stdin. When there are none,
	// Stdin is read if it is a pipe, otherwise nothing.
	Args []string
	// Stdin is read at most once and never closed. An *os.File that is a regular file is read from its current offset without
	// moving it; one that is a pipe gets a larger buffer where the system allows.
	Stdin       io.Reader
	StdinIsPipe bool
	// StdinIsLive tells that Stdin may be silent for long and that what comes shall be read at once.
	StdinIsLive bool
	// IsConfig tells by name and content that a file in a folder or archive, which by its name is no log, is a configuration and shall be read. nil reads none. The
	// bytes are its own only during the call.
	IsConfig func(name string, content []byte) bool
	Limits   Limits
}

// Walk yields every source, in the order of the arguments and by name inside folders; archives in their own order. The same file
// named twice, or reached through a link, is read once.
//
// A yielded Source, its File and its Reader are valid until the next one is asked for, and need not be read to the end. Its Notes are
// final only after its Reader has returned an error or io.EOF. What cannot be read is yielded with Err set: an *ArgumentError when it
// is an argument itself, errors that wrap ErrSkipped for files in folders and archives that are obviously no logs. A Reader that
// fails on the way (a truncated or damaged file, a limit) returns an error that says what is missing; the bytes before it count.
//
// The sequence may be ranged over once when it involves Stdin. It is for one goroutine. When ctx is done it ends early, and a Reader
// returns ctx's error.
func Walk(ctx context.Context, options Options) iter.Seq[*parsers.Source] {
	return func(yield func(*parsers.Source) bool) {
		w := &walker{
			ctx: ctx, options: options, limits: options.Limits.orDefault(), yield: yield,
			files: map[string]bool{}, folders: map[string]bool{},
		}
		args := options.Args
		if len(args) == 0 && options.StdinIsPipe {
			args = []string{stdinName}
		}
		for _, arg := range args {
			if !w.argument(arg) {
				return
			}
		}
	}
}

// stdinName is what users and reports call standard input.
const stdinName = "-"
