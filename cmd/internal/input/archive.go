package input

import (
	"archive/tar"
	"archive/zip"
	"bufio"
	"compress/bzip2"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"time"

	"github.com/klauspost/compress/flate"
)

// memberWalk is the walk through one archive.
type memberWalk struct {
	*item
	skips *skips
	names map[string]int
	found bool
}

func (it *item) members() *memberWalk {
	return &memberWalk{item: it, skips: newSkips(), names: map[string]int{}}
}

// member prepares the item of one member; nil when its name says that it is no log.
func (m *memberWalk) member(name string, modTime time.Time) *item {
	name = memberName(decodeName(name))
	v := judge(name)
	maybe := v == unlikely && m.mayBeConfig(name)
	if v == unlikely && !maybe || underHidden(name) {
		m.skips.add(path.Base(name))
		return nil
	}
	shown := m.name + "!" + printable(name)
	m.names[shown]++
	if n := m.names[shown]; n > 1 {
		shown = fmt.Sprintf("%s (%d)", shown, n)
	}
	child := &item{walker: m.walker, name: shown, modTime: modTime, depth: m.depth + 1, budget: m.budget, maybe: maybe}
	if v == perhaps {
		child.skips = m.skips
	}
	m.found = m.found || !maybe
	return child
}

// memberName brings names that Windows tools wrote with backslashes into shape.
func memberName(name string) string {
	if !strings.Contains(name, "/") {
		name = strings.ReplaceAll(name, `\`, "/")
	}
	return strings.TrimPrefix(name, "./")
}

// finish says what was left out, and that there was nothing.
func (m *memberWalk) finish() bool {
	if err := m.skips.err(); err != nil {
		return m.fail(m.name, err)
	}
	if !m.found {
		return m.fail(m.name, ErrNoLogs)
	}
	return true
}

// tar reads the members of a tar stream.
func (it *item) tar(br *bufio.Reader) bool {
	m := it.members()
	tr := tar.NewReader(br)
	for {
		header, err := tr.Next()
		if err == io.EOF {
			return m.finish()
		}
		if canceled(err) {
			return false
		}
		if err != nil && !errors.Is(err, tar.ErrInsecurePath) {
			return m.finishBroken(damaged("tar", unexpected(err)))
		}
		if err := it.budget.member(); err != nil {
			return m.finishBroken(err)
		}
		if header.Typeflag != tar.TypeReg && header.Typeflag != tar.TypeGNUSparse {
			continue
		}
		child := m.member(header.Name, header.ModTime)
		if child == nil {
			continue
		}
		content := &guard{ctx: it.ctx, r: tr, budget: it.budget, format: "tar", counts: isSparse(header)}
		if !m.content(child, content) {
			return false
		}
	}
}

// finishBroken says that the archive ends early, after what was left out.
func (m *memberWalk) finishBroken(err error) bool {
	m.found = true
	return m.finish() && m.fail(m.name, err)
}

// isSparse tells whether holes in the member come out as zeros that are not in the archive.
func isSparse(header *tar.Header) bool {
	if header.Typeflag == tar.TypeGNUSparse {
		return true
	}
	for key := range header.PAXRecords {
		if strings.HasPrefix(key, "GNU.sparse.") {
			return true
		}
	}
	return false
}

// zip reads the members of a zip file.
func (it *item) zip(f io.ReaderAt, size int64) bool {
	directory := &directoryReader{r: f, left: maxDirectory}
	zr, err := zip.NewReader(directory, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		if errors.Is(err, zip.ErrFormat) {
			err = fmt.Errorf("%w: zip without a valid directory at its end (truncated?)", ErrDamaged)
		}
		return it.fails(err)
	}
	directory.left = -1
	registerMethods(zr)
	m := it.members()
	for _, file := range zr.File {
		if err := it.budget.member(); err != nil {
			return m.finishBroken(err)
		}
		if !m.zipMember(file) {
			return false
		}
	}
	return m.finish()
}

func (m *memberWalk) zipMember(file *zip.File) bool {
	if !file.Mode().IsRegular() {
		return true
	}
	child := m.member(file.Name, file.Modified)
	if child == nil {
		return true
	}
	if file.Flags&1 != 0 {
		return child.fails(ErrEncrypted)
	}
	content, err := file.Open()
	if err != nil {
		return child.fails(fmt.Errorf("%w: %w", ErrDamaged, err))
	}
	defer content.Close()
	return m.content(child, &guard{ctx: m.ctx, r: content, budget: m.budget, format: "zip", counts: true})
}

// registerMethods adds the compression methods that the standard library leaves out (APPNOTE.TXT 4.4.5).
func registerMethods(zr *zip.Reader) {
	zr.RegisterDecompressor(zip.Deflate, flate.NewReader)
	zr.RegisterDecompressor(12, func(r io.Reader) io.ReadCloser { return io.NopCloser(bzip2.NewReader(r)) })
	zr.RegisterDecompressor(95, func(r io.Reader) io.ReadCloser { return io.NopCloser(newXzReader(bufio.NewReader(r))) })
	zr.RegisterDecompressor(93, func(r io.Reader) io.ReadCloser {
		d, err := newZstdReader(r)
		if err != nil {
			return io.NopCloser(&rawReader{err: err})
		}
		return d.IOReadCloser()
	})
}

// maxDirectory bounds the bytes of a zip's directory, which the standard library loads whole; it is room for 300,000 members.
const maxDirectory = 32 << 20

// directoryReader fails once more than left bytes were read; a negative left is no bound.
type directoryReader struct {
	r    io.ReaderAt
	left int64
}

// ReadAt implements io.ReaderAt.
func (d *directoryReader) ReadAt(p []byte, at int64) (int, error) {
	if d.left >= 0 {
		if d.left < int64(len(p)) {
			return 0, fmt.Errorf("%w: the directory of the zip is larger than %s", ErrLimit, bytesText(maxDirectory))
		}
		d.left -= int64(len(p))
	}
	return d.r.ReadAt(p, at)
}
