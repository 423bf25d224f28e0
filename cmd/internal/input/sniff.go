package input

import (
	"bytes"
	"strconv"
	"strings"
)

// format is what the first bytes say about a file or stream. Names are not asked: rotated and renamed files lie.
type format string

const (
	formatText   format = "text" // anything that is not recognised; see classify
	formatGzip   format = "gzip"
	formatZstd   format = "zstd"
	formatBzip2  format = "bzip2"
	formatXz     format = "xz"
	formatZip    format = "zip"
	formatTar    format = "tar"
	formatBinary format = "binary"
)

// magics are the first bytes of what can be opened.
var magics = []struct {
	magic  string
	format format
}{
	{"\x1f\x8b\x08", formatGzip},
	{"\x28\xb5\x2f\xfd", formatZstd},
	{"\xfd7zXZ\x00", formatXz},
	{"PK\x03\x04", formatZip},
	{"PK\x05\x06", formatZip},
	{"PK\x07\x08PK\x03\x04", formatZip},
}

// strangers are the first bytes of what is no log, with what to tell the user.
var strangers = []struct{ magic, what string }{
	{"7z\xbc\xaf\x27\x1c", "a 7z archive: unpack it first"},
	{"Rar!\x1a\x07", "a RAR archive: unpack it first"},
	{"\x04\x22\x4d\x18", "lz4: decompress it first"},
	{"\xff\x06\x00\x00sNaPpY", "snappy: decompress it first"},
	{"\x1f\x9d", "compress (.Z): decompress it first"},
	{"JAVA PROFILE 1.0", "a heap dump"},
	{"FLR\x00", "a Flight Recorder file"},
	{"\x7fELF", "a program or core dump"},
	{"\xca\xfe\xba\xbe", "a Java class"},
	{"\x89PNG\r\n", "a picture"},
	{"GIF8", "a picture"},
	{"\xff\xd8\xff", "a picture"},
	{"%PDF-", "a PDF"},
	{"SQLite format 3\x00", "a database"},
	{"PAR1", "a Parquet file"},
	{"Obj\x01", "an Avro file"},
	{"\xfebin", "a MySQL binlog: print it with mysqlbinlog first"},
}

// sniff tells the format from the first bytes, at least 512 where there are as many.
func sniff(head []byte) format {
	for _, m := range magics {
		if bytes.HasPrefix(head, []byte(m.magic)) {
			return m.format
		}
	}
	switch {
	case len(head) >= 10 && string(head[:3]) == "BZh" && head[3] >= '1' && head[3] <= '9' &&
		(string(head[4:10]) == "1AY&SY" || string(head[4:10]) == "\x17\x72\x45\x38\x50\x90"):
		return formatBzip2
	case len(head) >= 4 && head[0]&0xf0 == 0x50 && string(head[1:4]) == "\x2a\x4d\x18": // a skippable frame of zstd
		return formatZstd
	case isTarHeader(head):
		return formatTar
	case stranger(head) != "":
		return formatBinary
	}
	return formatText
}

func stranger(head []byte) string {
	for _, s := range strangers {
		if bytes.HasPrefix(head, []byte(s.magic)) {
			return s.what
		}
	}
	return ""
}

// isTarHeader checks the checksum of a tar header, which old archives without the "ustar" mark carry too.
func isTarHeader(head []byte) bool {
	if len(head) < 512 || head[0] == 0 {
		return false
	}
	field := strings.Trim(string(head[148:156]), " \x00")
	want, err := strconv.ParseInt(field, 8, 32)
	if err != nil {
		return false
	}
	sum := int64(8 * ' ')
	for i, c := range head[:512] {
		if i < 148 || i >= 156 {
			sum += int64(c)
		}
	}
	return sum == want
}
