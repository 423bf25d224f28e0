package input

import (
	"errors"
	"io"
	"os"
)

// file opens a file and yields what is in it. named says that the user named it (or a pattern that matches it), so that failing to
// open it is an error of the argument.
func (w *walker) file(path string, info os.FileInfo, named bool) bool {
	if key := identity(path, info); key != "" {
		if w.files[key] {
			return true
		}
		w.files[key] = true
	}
	fail := func(err error) bool {
		if named {
			return w.failArgument(path, err)
		}
		return w.fail(fileName(path), reason(err))
	}
	f, err := os.Open(path)
	if err != nil {
		return fail(err)
	}
	defer f.Close()
	it := &item{walker: w, name: fileName(path)}
	if !info.Mode().IsRegular() {
		enlargePipe(f)
		return it.open(f)
	}
	it.modTime = info.ModTime()
	return it.openFile(f, f, 0, info.Size(), fail)
}

// openFile reads size bytes of f from offset on; in is f again, to be read in sequence where the size says nothing, as in /proc.
func (it *item) openFile(f io.ReaderAt, in io.Reader, offset, size int64, fail func(error) bool) bool {
	if size <= 0 {
		return it.open(in)
	}
	if offset > 0 {
		f = io.NewSectionReader(f, offset, size)
	}
	it.budget = &budget{limits: it.limits, raw: func() int64 { return size }}
	head := make([]byte, min(sampleBytes, size))
	n, err := f.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return fail(err)
	}
	return it.regular(f, size, head[:n])
}

// open reads a stream.
func (it *item) open(r io.Reader) bool {
	raw := &rawReader{ctx: it.ctx, r: r}
	it.budget = &budget{limits: it.limits, raw: func() int64 { return raw.n.Load() }}
	return it.stream(raw)
}

// readStdin reads standard input, the first time it is asked for.
func (w *walker) readStdin() bool {
	if w.stdin {
		return true
	}
	w.stdin = true
	if w.options.Stdin == nil {
		return w.failArgument(stdinName, errors.New("there is no standard input"))
	}
	it := &item{walker: w, name: stdinName}
	f, ok := w.options.Stdin.(*os.File)
	it.live = w.options.StdinIsLive
	if !ok {
		return it.open(w.options.Stdin)
	}
	info, err := f.Stat()
	if err != nil {
		return w.failArgument(stdinName, err)
	}
	if info.IsDir() {
		return w.failArgument(stdinName, errors.New("standard input is a folder"))
	}
	if offset, err := f.Seek(0, io.SeekCurrent); err == nil && info.Mode().IsRegular() {
		it.modTime = info.ModTime()
		return it.openFile(f, f, offset, info.Size()-offset, func(err error) bool { return w.failArgument(stdinName, err) })
	}
	enlargePipe(f)
	return it.open(f)
}
