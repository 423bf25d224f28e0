package input

import (
	"bufio"
	"compress/bzip2"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// maxWindow bounds the memory that one zstd or xz stream may ask for, in bytes; it is what zstd itself accepts without being told.
const maxWindow = 128 << 20

// decompressor returns the reader of one compressed stream. done releases its memory. note is called when something was left out.
func decompressor(kind format, br *bufio.Reader, note func(string)) (r io.Reader, done func(), err error) {
	switch kind {
	case formatGzip:
		zr, err := gzip.NewReader(br)
		if err != nil {
			return nil, nil, err
		}
		zr.Multistream(false)
		return &gzipMembers{br: br, zr: zr, note: note}, func() {}, nil
	case formatZstd:
		zr, err := newZstdReader(br)
		if err != nil {
			return nil, nil, err
		}
		return zr, zr.Close, nil
	case formatBzip2:
		return bzip2.NewReader(br), func() {}, nil
	case formatXz:
		return newXzReader(br), func() {}, nil
	}
	return nil, nil, fmt.Errorf("no decompressor for %s", kind)
}

func newZstdReader(r io.Reader) (*zstd.Decoder, error) {
	return zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(maxWindow))
}

// gzipMembers reads the members of a gzip file one behind the other, as "cat a.gz b.gz" leaves them. What follows the last member and
// is none is left out, as gzip itself does: tapes and block devices pad.
type gzipMembers struct {
	br   *bufio.Reader
	zr   *gzip.Reader
	note func(string)
}

// Read implements io.Reader.
func (g *gzipMembers) Read(p []byte) (int, error) {
	for {
		n, err := g.zr.Read(p)
		if err != io.EOF || n > 0 {
			if err == io.EOF { // comes again with the next call
				err = nil
			}
			return n, err
		}
		head, err := g.br.Peek(3)
		if len(head) == 0 {
			return 0, err
		}
		if sniff(head) != formatGzip {
			g.note("bytes behind the end of the gzip data left out")
			return 0, io.EOF
		}
		if err := g.zr.Reset(g.br); err != nil {
			return 0, unexpected(err)
		}
		g.zr.Multistream(false)
	}
}

// unexpected turns an end of input into an unexpected one.
func unexpected(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}
