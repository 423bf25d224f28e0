package cli

import (
	"errors"
	"fmt"
	"syscall"

	"github.com/flinkdoctor/flinkdoctor/analyzer"
)

// Exit codes. They are part of the program's contract (docs/adr/0003-exit-codes.md).
const (
	exitClean       = analyzer.ExitClean       // assessed, nothing at or above --fail-on
	exitFindings    = analyzer.ExitFindings    // findings at or above it
	exitFailed      = analyzer.ExitFailed      // the job could not be done: flags, unreadable input, broken rules
	exitNotAssessed = analyzer.ExitNotAssessed // read, but no known layout was recognised
	exitInterrupted = analyzer.ExitInterrupted // stopped by the user, what was printed is partial
)

// usageError is a command line that cannot be understood. Its text says what to do.
type usageError struct{ err error }

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

func usagef(format string, args ...any) error { return &usageError{fmt.Errorf(format, args...)} }

// verdict is the exit code of a report that was printed; there is nothing more to say.
type verdict struct{ code int }

func (v *verdict) Error() string { return fmt.Sprintf("exit code %d", v.code) }

// codeOf maps what a command returned to the exit code.
func codeOf(err error) int {
	var v *verdict
	switch {
	case err == nil:
		return exitClean
	case errors.As(err, &v):
		return v.code
	case errors.Is(err, syscall.EPIPE): // whoever read the output had enough
		return exitClean
	}
	return exitFailed
}

// messageOf returns what standard error is told, "" for nothing.
func messageOf(err error) string {
	var v *verdict
	if err == nil || errors.As(err, &v) || errors.Is(err, syscall.EPIPE) {
		return ""
	}
	return err.Error()
}
