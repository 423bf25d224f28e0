package input

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"syscall"
)

// Sentinels for errors.Is on Source.Err and on errors of a Source's Reader.
var (
	// ErrArgument marks an argument named by the user that cannot be read at all; errors.As finds the *ArgumentError.
	ErrArgument = errors.New("argument cannot be read")
	// ErrNotFound marks an argument that names no file and a pattern that matches none.
	ErrNotFound = errors.New("no such file or folder")
	// ErrPermission marks a file or folder that may not be read.
	ErrPermission = errors.New("permission denied")
	// ErrBinary marks content that is no text.
	ErrBinary = errors.New("binary, not a log")
	// ErrSkipped marks what was left out on purpose: files in folders and archives whose names say that they are no logs.
	ErrSkipped = errors.New("skipped")
	// ErrNoLogs marks a folder or archive that holds nothing to read.
	ErrNoLogs = errors.New("holds no log file")
	// ErrLimit marks what was cut because it went beyond Limits.
	ErrLimit = errors.New("limit reached")
	// ErrDamaged marks an archive or compressed file that is truncated or broken.
	ErrDamaged = errors.New("damaged")
	// ErrEncrypted marks an archive member that needs a password.
	ErrEncrypted = errors.New("encrypted")
)

// ArgumentError says why an argument cannot be read. errors.Is(err, ErrArgument) holds, and ErrNotFound, ErrPermission and the
// operating system's error are found behind it.
type ArgumentError struct {
	Arg string
	Err error
}

// Error names the reason only; the argument is the Name of the Source that carries the error.
func (e *ArgumentError) Error() string { return e.Err.Error() }

// Unwrap returns the reason.
func (e *ArgumentError) Unwrap() error { return e.Err }

// Is reports whether target is ErrArgument.
func (e *ArgumentError) Is(target error) bool { return target == ErrArgument }

// reason turns an error of the operating system into one that reads well behind a name and does not repeat the path.
func reason(err error) error {
	var explained *because
	switch {
	case err == nil || errors.As(err, &explained):
		return err
	case errors.Is(err, fs.ErrNotExist):
		return &because{ErrNotFound, err, ErrNotFound.Error()}
	case errors.Is(err, fs.ErrPermission):
		return &because{ErrPermission, err, ErrPermission.Error()}
	case errors.Is(err, syscall.ELOOP):
		return &because{ErrNotFound, err, "a symbolic link that leads to itself"}
	}
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return fmt.Errorf("%s: %w", pathError.Op, pathError.Err)
	}
	return err
}

// because carries a sentinel and the error behind it under one text.
type because struct {
	kind, err error
	text      string
}

func (b *because) Error() string   { return b.text }
func (b *because) Unwrap() []error { return []error{b.kind, b.err} }

// damaged says that the rest of something compressed or packed is missing. Errors that explain themselves pass.
func damaged(format string, err error) error {
	if err == nil || err == io.EOF || errors.Is(err, ErrLimit) || errors.Is(err, ErrDamaged) || canceled(err) {
		return err
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return &because{ErrDamaged, err, fmt.Sprintf("the rest is missing: unexpected EOF (truncated %s?)", format)}
	}
	return &because{ErrDamaged, err, fmt.Sprintf("the rest is missing: damaged %s: %v", format, err)}
}
