package input

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"hash/crc64"
	"io"

	"github.com/ulikunitz/xz/lzma"
)

// xzReader reads the xz container (https://tukaani.org/xz/xz-file-format.txt). The library's own reader allocates whatever dictionary a
// header names, up to 4 GiB; this one refuses before. Blocks are checked, the index is passed over.
type xzReader struct {
	in    countingReader
	block *lzma.Reader2
	begin int64 // offset of the block's data
	sum   hash.Hash
	check int // size of the check behind a block, in bytes
	err   error
}

func newXzReader(br *bufio.Reader) *xzReader {
	x := &xzReader{in: countingReader{br: br}}
	x.err = x.header()
	return x
}

var errXz = errors.New("xz: bad header")

// Read implements io.Reader.
func (x *xzReader) Read(p []byte) (int, error) {
	for x.err == nil {
		if x.block == nil {
			x.err = x.next()
			continue
		}
		n, err := x.block.Read(p)
		if x.sum != nil {
			_, _ = x.sum.Write(p[:n])
		}
		if err == io.EOF {
			err = x.endBlock()
		}
		x.err = err
		if n > 0 {
			return n, nil
		}
	}
	return 0, x.err
}

// header reads the stream header.
func (x *xzReader) header() error {
	head, err := x.in.take(12)
	if err != nil {
		return err
	}
	if string(head[:6]) != "\xfd7zXZ\x00" || head[6] != 0 || head[7] > 15 || crc32.ChecksumIEEE(head[6:8]) != binary.LittleEndian.Uint32(head[8:]) {
		return errXz
	}
	x.check = [16]int{0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64}[head[7]]
	switch head[7] {
	case 1:
		x.sum = crc32.NewIEEE()
	case 4:
		x.sum = crc64.New(crc64.MakeTable(crc64.ECMA))
	case 10:
		x.sum = sha256.New()
	default:
		x.sum = nil
	}
	return nil
}

// next begins the next block, or the next stream, or returns io.EOF.
func (x *xzReader) next() error {
	size, err := x.in.ReadByte()
	if err != nil {
		return unexpected(err)
	}
	if size == 0 {
		return x.endStream()
	}
	head, err := x.in.take(int(size)*4 + 3)
	if err != nil {
		return err
	}
	body := append([]byte{size}, head...)
	end := len(body) - 4
	if crc32.ChecksumIEEE(body[:end]) != binary.LittleEndian.Uint32(body[end:]) {
		return errXz
	}
	dictionary, err := xzDictionary(body[1:end])
	if err != nil {
		return err
	}
	x.begin = x.in.n
	if x.sum != nil {
		x.sum.Reset()
	}
	x.block, err = lzma.Reader2Config{DictCap: dictionary}.NewReader2(&x.in)
	return unexpected(err)
}

// xzDictionary reads the filters of a block header and returns the size of the dictionary.
func xzDictionary(head []byte) (int, error) {
	flags := head[0]
	r := bytes.NewReader(head[1:])
	for _, bit := range [...]byte{0x40, 0x80} { // compressed and uncompressed size, both optional
		if flags&bit != 0 {
			if _, err := binary.ReadUvarint(r); err != nil {
				return 0, errXz
			}
		}
	}
	id, err1 := binary.ReadUvarint(r)
	props, err2 := binary.ReadUvarint(r)
	bits, err3 := r.ReadByte()
	if err := errors.Join(err1, err2, err3); err != nil {
		return 0, errXz
	}
	if flags&3 != 0 || id != 0x21 || props != 1 || bits > 40 {
		return 0, errors.New("xz: filters other than LZMA2 are not supported")
	}
	size := int64(2|bits&1) << (bits/2 + 11)
	if size > maxWindow {
		return 0, fmt.Errorf("%w: xz asks for a dictionary of %s, more than %s", ErrLimit, bytesText(size), bytesText(maxWindow))
	}
	return max(int(size), lzma.MinDictCap), nil
}

// endBlock reads padding and check.
func (x *xzReader) endBlock() error {
	x.block = nil
	tail, err := x.in.take(int(-(x.in.n-x.begin)&3) + x.check)
	if err != nil {
		return err
	}
	if x.sum == nil {
		return nil
	}
	sum := x.sum.Sum(nil)
	if x.check < sha256.Size { // the CRCs are stored with the lowest byte first
		for i, j := 0, len(sum)-1; i < j; i, j = i+1, j-1 {
			sum[i], sum[j] = sum[j], sum[i]
		}
	}
	if !bytes.Equal(sum, tail[len(tail)-x.check:]) {
		return errors.New("xz: checksum error")
	}
	return nil
}

// endStream passes over index, footer and padding, and begins the next stream if there is one.
func (x *xzReader) endStream() error {
	start := x.in.n - 1
	records, err := binary.ReadUvarint(&x.in)
	for i := uint64(0); err == nil && i < 2*records; i++ {
		_, err = binary.ReadUvarint(&x.in)
	}
	if err != nil {
		return unexpected(err)
	}
	if _, err = x.in.take(int(-(x.in.n-start)&3) + 4 + 12); err != nil {
		return err
	}
	for {
		next, err := x.in.br.Peek(4)
		switch {
		case len(next) == 0 && err == io.EOF:
			return io.EOF
		case len(next) == 4 && string(next) == "\x00\x00\x00\x00":
			_, _ = x.in.take(4)
		case err != nil:
			return unexpected(err)
		default:
			return x.header()
		}
	}
}

// countingReader counts the bytes taken from br.
type countingReader struct {
	br *bufio.Reader
	n  int64
}

// Read implements io.Reader.
func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.br.Read(p)
	c.n += int64(n)
	return n, err
}

// ReadByte implements io.ByteReader.
func (c *countingReader) ReadByte() (byte, error) {
	b, err := c.br.ReadByte()
	if err == nil {
		c.n++
	}
	return b, err
}

// take returns the next n bytes; n is small.
func (c *countingReader) take(n int) ([]byte, error) {
	p := make([]byte, n)
	_, err := io.ReadFull(c, p)
	return p, unexpected(err)
}
