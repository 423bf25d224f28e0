package input

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
)

// A zip has its directory at the end, so one that comes as a stream is kept: in memory up to spoolMemory, then in a temporary file of at
// most spoolFile bytes.
const (
	spoolMemory = 32 << 20
	spoolFile   = 1 << 30
)

// zipStream reads a zip that comes as a stream.
func (it *item) zipStream(r io.Reader) bool {
	f, size, done, err := spool(r, min(spoolFile, it.limits.MaxBytes))
	if err != nil {
		return canceled(err) || it.fails(err)
	}
	defer done()
	return it.zip(f, size)
}

// spool keeps all of r. done frees what it takes. The temporary file has no name any more where the system allows that, so it goes
// away with the process too.
func spool(r io.Reader, limit int64) (f io.ReaderAt, size int64, done func(), err error) {
	memory, err := io.ReadAll(io.LimitReader(r, min(spoolMemory, limit+1)))
	if err != nil {
		return nil, 0, nil, err
	}
	if int64(len(memory)) < min(spoolMemory, limit+1) {
		return bytes.NewReader(memory), int64(len(memory)), func() {}, nil
	}
	temp, err := os.CreateTemp("", "flinkdoctor-*.zip")
	if err != nil {
		return nil, 0, nil, fmt.Errorf("no room to keep a zip that comes as a stream: %w", err)
	}
	removed := os.Remove(temp.Name()) == nil
	done = func() {
		_ = temp.Close()
		if !removed {
			_ = os.Remove(temp.Name())
		}
	}
	size, err = io.Copy(temp, io.LimitReader(io.MultiReader(bytes.NewReader(memory), r), limit+1))
	if err == nil && size > limit {
		err = fmt.Errorf("%w: a zip that comes as a stream may have %s; unpack it, or name the file itself", ErrLimit, bytesText(limit))
	}
	if err != nil {
		done()
		var pathError *os.PathError
		if errors.As(err, &pathError) {
			err = fmt.Errorf("no room to keep a zip that comes as a stream: %w", pathError.Err)
		}
		return nil, 0, nil, err
	}
	return temp, size, done, nil
}
