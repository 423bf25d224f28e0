package cli

import (
	"errors"
	"fmt"
	"iter"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer"
	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/input"
	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// unreadable collects the inputs that the user named and that cannot be read.
type unreadable struct {
	args     []string
	messages []string
}

// watch passes the sources on and notes those that are unreadable arguments.
func (u *unreadable) watch(sources iter.Seq[*parsers.Source]) iter.Seq[*parsers.Source] {
	return func(yield func(*parsers.Source) bool) {
		for src := range sources {
			if u.concerns(src) {
				u.messages = append(u.messages, fmt.Sprintf("cannot read %s: %v%s", src.Name, src.Err, advice(src)))
			}
			if !yield(src) {
				return
			}
		}
	}
}

// concerns tells whether an argument is unreadable: as a whole, or because nothing in it is a log. What is unreadable inside a folder
// or archive is told in the report only.
func (u *unreadable) concerns(src *parsers.Source) bool {
	if errors.Is(src.Err, input.ErrArgument) {
		return true
	}
	return errors.Is(src.Err, input.ErrNoLogs) && slices.ContainsFunc(u.args, func(arg string) bool {
		return path.Clean(filepath.ToSlash(arg)) == path.Clean(src.Name)
	})
}

// advice says what to do about an argument that cannot be read.
func advice(src *parsers.Source) string {
	switch {
	case errors.Is(src.Err, input.ErrNotFound) && strings.ContainsAny(src.Name, "*?["):
		return "; check it with ls"
	case errors.Is(src.Err, input.ErrNotFound):
		return "; check the spelling, or name the folder it is in"
	case errors.Is(src.Err, input.ErrPermission):
		return "; read it as a user who may, or copy it"
	case errors.Is(src.Err, input.ErrNoLogs):
		return "; name the files themselves if they are logs"
	case errors.Is(src.Err, input.ErrBinary):
		return "; name a text log or an archive of logs"
	}
	return ""
}

// judge makes unreadable arguments the verdict of the report unless it is partial anyway.
func (u *unreadable) judge(r *analyzer.Report) {
	if len(u.messages) > 0 && r.Exit.Code != exitInterrupted {
		r.Exit.Code, r.Exit.Reason = exitFailed, report.ReasonError
	}
}
