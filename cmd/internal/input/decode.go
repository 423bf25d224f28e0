package input

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// decoder returns the text behind br as UTF-8, of which head is the beginning, byte order marks removed. Bytes that are neither UTF-8
// nor text in the encoding pass as they are.
func (it *item) decoder(enc encoding, br *bufio.Reader, head []byte) io.Reader {
	switch enc {
	case encodingUTF16LE, encodingUTF16BE:
		endian := unicode.LittleEndian
		if enc == encodingUTF16BE {
			endian = unicode.BigEndian
		}
		it.note(string(enc))
		if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) {
			_, _ = br.Discard(2)
		}
		return transform.NewReader(br, unicode.UTF16(endian, unicode.IgnoreBOM).NewDecoder())
	}
	if bytes.HasPrefix(head, []byte(utf8BOM)) {
		_, _ = br.Discard(len(utf8BOM))
	}
	return newLineDecoder(br, func() { it.note(string(encodingGBK)) })
}

func canceled(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}
