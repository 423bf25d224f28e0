package input

import (
	"bytes"
	"context"
	"encoding/binary"
	"io"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzArchive reads any bytes as standard input. Nothing may panic or hang, and what comes out is bounded.
func FuzzArchive(f *testing.F) {
	f.Add([]byte(line))
	for _, data := range []string{
		gz(f, line), zst(f, line), xzip(f, line), bz(f), tarOf(f, member{"a.log", line}), zipOf(f, member{"a.log", line}),
		gz(f, tarOf(f, member{"b.zip", zipOf(f, member{"a.log.gz", gz(f, line)})})), gz(f, line)[:20], "", "PK\x05\x06",
	} {
		f.Add([]byte(data))
	}
	limits := Limits{MaxDepth: 4, MaxMembers: 50, MaxBytes: 1 << 20, MaxTotal: 4 << 20, MaxRatio: 100}
	f.Fuzz(func(t *testing.T, data []byte) {
		var total int64
		n := 0
		for src := range Walk(context.Background(), Options{Args: []string{"-"}, Stdin: bytes.NewReader(data), Limits: limits}) {
			n++
			if strings.ContainsAny(src.Name, "\n\x1b") || !strings.HasPrefix(src.Name, "-") {
				t.Fatalf("name %q", src.Name)
			}
			if (src.Err == nil) != (src.Reader != nil) || src.File != nil {
				t.Fatalf("%+v", src)
			}
			if src.Reader != nil {
				k, _ := io.Copy(io.Discard, src.Reader)
				total += k
			}
		}
		// Decoding UTF-16 and GBK adds half at most; a tar inside passes its bytes once more.
		if most := 2*(limits.MaxTotal+int64(len(data))) + 1024; total > most {
			t.Fatalf("%d bytes out of %d, at most %d", total, len(data), most)
		}
		if n == 0 || n > limits.MaxMembers*20 {
			t.Fatalf("%d sources", n)
		}
	})
}

// FuzzDecode reads any text. Valid UTF-8 passes unchanged but for a byte order mark; nothing gets lost on the way otherwise.
func FuzzDecode(f *testing.F) {
	for _, text := range []string{
		line, chinese, utf8BOM + line, gbk(f, chinese), chinese + gbk(f, chinese), wide(binary.LittleEndian, true, line),
		wide(binary.BigEndian, false, line), "caf\xe9\n", "\xff\xfe", "\xff",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := io.ReadAll(newLineDecoder(bytes.NewReader(data), func() {}))
		if err != nil {
			t.Fatal(err)
		}
		if utf8.Valid(data) && !bytes.Equal(got, data) {
			t.Fatalf("valid UTF-8 was changed: %q to %q", data, got)
		}
		if bytes.Count(got, []byte{'\n'}) != bytes.Count(data, []byte{'\n'}) || len(got) > 2*len(data) {
			t.Fatalf("%q became %q", data, got)
		}
		if !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0 || sniff(data) != formatText {
			return
		}
		g := one(t, walkBytes(t, data, Limits{}))
		if want := strings.TrimPrefix(string(data), utf8BOM); g.err == nil && g.text != want {
			t.Fatalf("%q became %q", data, g.text)
		}
	})
}
