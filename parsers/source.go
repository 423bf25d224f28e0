package parsers

import (
	"io"
	"time"
)

// Source is one file, archive member or stream, decompressed and decoded to UTF-8 (bytes that are no UTF-8 are kept as they
// are). Either Err is set, or exactly one of File and Reader.
type Source struct {
	// Name is what reports call it: the path as the user named it, archive members behind "!" ("bundle.tar.gz!logs/jm.log"),
	// "-" for standard input. Slashes are forward slashes.
	Name string
	// File is set for a plain UTF-8 regular file: it can be read at any offset, from several goroutines. Size is in bytes.
	File io.ReaderAt
	Size int64
	// Reader is set for everything else and is read once, from one goroutine.
	Reader io.Reader
	// ModTime is the file's modification time, zero when unknown. It completes clocks that lack a year.
	ModTime time.Time
	// Notes say what was done to the bytes ("gzip", "UTF-16LE", ...), for the report.
	Notes []string
	// Err says why the source could not be read; it is then reported as not assessed.
	Err error
}
