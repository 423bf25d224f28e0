package input

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// sampleBytes is how much of the beginning is looked at to tell what something is.
const sampleBytes = 64 << 10

// item is a file, stream or member on its way to becoming a source.
type item struct {
	*walker
	name    string
	modTime time.Time
	notes   []string
	src     *parsers.Source // set once it was yielded; notes then go there
	depth   int             // layers around it
	live    bool            // it may be silent for long
	budget  *budget
	// skips is set for a member whose name does not tell whether it is a log: it is counted there when it is none.
	skips *skips
	maybe bool // a member that is read only when it is a configuration
}

func (it *item) note(text string) {
	if it.src != nil {
		it.src.Notes = append(it.src.Notes, text)
		return
	}
	it.notes = append(it.notes, text)
}

func (it *item) give(src *parsers.Source) bool {
	src.Name, src.ModTime, src.Notes = it.name, it.modTime, it.notes
	it.src = src
	return it.emit(src)
}

func (it *item) fails(err error) bool {
	return it.give(&parsers.Source{Err: err})
}

// binary says that the item is no log, or only counts it when nobody expected it to be one.
func (it *item) binary(head []byte) bool {
	if it.skips != nil {
		it.skips.count("binary")
		return true
	}
	if what := stranger(head); what != "" {
		return it.fails(fmt.Errorf("%w: %s", ErrBinary, what))
	}
	return it.fails(ErrBinary)
}

// stream reads what r gives, whatever it is. It returns false when the walk is over.
func (it *item) stream(r io.Reader) bool {
	br, head, err := it.begin(r)
	if len(head) == 0 && err != nil && err != io.EOF {
		return canceled(err) || it.fails(err)
	}
	kind := sniff(head)
	if kind != formatText && kind != formatBinary && it.depth >= it.limits.MaxDepth {
		return it.fails(fmt.Errorf("%w: nested deeper than %d layers", ErrLimit, it.limits.MaxDepth))
	}
	switch kind {
	case formatBinary:
		return it.binary(head)
	case formatTar:
		return it.tar(br)
	case formatZip:
		return it.zipStream(br)
	case formatText:
		return it.text(br, head)
	}
	return it.packed(kind, br)
}

// packed reads what one decompressor gives.
func (it *item) packed(kind format, br *bufio.Reader) bool {
	r, done, err := decompressor(kind, br, it.note)
	if err != nil {
		return it.fails(damaged(string(kind), err))
	}
	defer done()
	it.note(string(kind))
	it.depth++
	return it.stream(&guard{ctx: it.ctx, r: r, budget: it.budget, format: string(kind), counts: true})
}

// text yields a stream of text.
func (it *item) text(br *bufio.Reader, head []byte) bool {
	if len(head) == 0 {
		it.note("empty")
		return it.give(&parsers.Source{Reader: bytes.NewReader(nil)})
	}
	if onlyNULs(head) {
		n, err := skipNULs(br)
		if head, _ = br.Peek(sampleBytes); err != nil || len(head) == 0 {
			return it.binary(nil)
		}
		it.note(fmt.Sprintf("%s of NULs at the start left out", bytesText(n)))
	}
	enc := classify(head)
	if enc == encodingNone {
		return it.binary(head)
	}
	return it.give(&parsers.Source{Reader: it.decoder(enc, br, head)})
}

// maxNULs bounds the NULs skipped at the start of a stream, in bytes; /dev/zero has more.
const maxNULs = 1 << 30

// skipNULs reads up to the first byte that is not NUL. Rotation by copying leaves such holes.
func skipNULs(br *bufio.Reader) (int64, error) {
	var n int64
	for n < maxNULs {
		head, err := br.Peek(1)
		if len(head) == 0 {
			return n, err
		}
		head, _ = br.Peek(br.Buffered())
		zeros := len(head) - len(bytes.TrimLeft(head, "\x00"))
		if zeros == 0 {
			return n, nil
		}
		k, _ := br.Discard(zeros)
		n += int64(k)
	}
	return n, errors.New("only NULs")
}

// regular reads a regular file, of which head is the beginning.
func (it *item) regular(f io.ReaderAt, size int64, head []byte) bool {
	switch kind := sniff(head); kind {
	case formatBinary:
		return it.binary(head)
	case formatZip:
		return it.zip(f, size)
	case formatText:
		return it.plain(f, size, head)
	}
	return it.stream(&rawReader{ctx: it.ctx, r: io.NewSectionReader(f, 0, size)})
}

// plain yields a regular file that is not packed: as a File when no byte has to change.
func (it *item) plain(f io.ReaderAt, size int64, head []byte) bool {
	enc := classify(head)
	if enc == encodingUTF8 || enc == encodingNone {
		enc = classifySpots(f, size, head, enc)
	}
	if enc == encodingUTF8 {
		if bytes.HasPrefix(head, []byte(utf8BOM)) {
			f, size = io.NewSectionReader(f, int64(len(utf8BOM)), size-int64(len(utf8BOM))), size-int64(len(utf8BOM))
		}
		return it.give(&parsers.Source{File: f, Size: size})
	}
	if enc == encodingNone {
		return it.binary(head)
	}
	raw := &rawReader{ctx: it.ctx, r: io.NewSectionReader(f, 0, size)}
	return it.give(&parsers.Source{Reader: it.decoder(enc, bufio.NewReaderSize(raw, sampleBytes), head)})
}

// spotBytes is the size of each further sample of a regular file.
const spotBytes = 16 << 10

// classifySpots looks at three more places of a file whose beginning is UTF-8, or a hole of NULs.
func classifySpots(f io.ReaderAt, size int64, head []byte, enc encoding) encoding {
	if enc == encodingNone && !onlyNULs(head) {
		return enc
	}
	for _, at := range [...]int64{size / 3, size / 3 * 2, size - spotBytes} {
		if at+spotBytes <= int64(len(head)) {
			continue
		}
		spot := make([]byte, spotBytes)
		n, _ := f.ReadAt(spot, max(at, 0))
		if _, spot = cutLine(bytes.TrimLeft(spot[:n], "\x00")); len(spot) == 0 { // the first line may begin inside a character
			continue
		}
		switch classify(spot) {
		case encodingGBK:
			return encodingGBK
		case encodingUTF8:
			enc = encodingUTF8
		}
	}
	return enc
}
