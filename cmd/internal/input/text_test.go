package input

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"

	"golang.org/x/text/encoding/simplifiedchinese"
)

func wide(order binary.ByteOrder, bom bool, text string) string {
	var b bytes.Buffer
	if bom {
		text = "\ufeff" + text
	}
	for _, unit := range utf16.Encode([]rune(text)) {
		var pair [2]byte
		order.PutUint16(pair[:], unit)
		b.Write(pair[:])
	}
	return b.String()
}

func gbk(t testing.TB, text string) string {
	t.Helper()
	s, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

const chinese = "2024-01-24 18:13:31 错误: 连接数据库超时，请检查网络配置\r\n"

// bothWays reads data as standard input and as a file; both must say the same.
func bothWays(t *testing.T, data string) (stream, file got) {
	t.Helper()
	stream = one(t, walkBytes(t, []byte(data), Limits{}))
	file = one(t, walk(t, Options{Args: []string{filepath.Join(tree(t, map[string]string{"x.log": data}), "x.log")}}))
	if stream.text != file.text || stream.notes != file.notes || (stream.err == nil) != (file.err == nil) {
		t.Errorf("a stream gives %.300q (%s, %v), a file %.300q (%s, %v)", stream.text, stream.notes, stream.err, file.text, file.notes, file.err)
	}
	return stream, file
}

func TestEncodings(t *testing.T) {
	text := strings.Repeat(line, 50) + chinese + line
	broken := strings.Repeat(chinese, 20) + "ERROR cut \xe8\xbf\n" + line
	cases := []struct {
		name, data, want, notes string
		file                    bool
	}{
		{"ASCII", line, line, "", true},
		{"UTF-8", text, text, "", true},
		{"UTF-8 with a mark", utf8BOM + text, text, "", true},
		{"only a mark", utf8BOM, "", "", true},
		{"UTF-8 with broken bytes", broken, broken, "", true},
		{"UTF-8 cut in a character", chinese[:len(chinese)-3], chinese[:len(chinese)-3], "", true},
		{"Latin-1", "caf\xe9 M\xfcller\n" + line, "caf\xe9 M\xfcller\n" + line, "", true},
		{"some NULs", line + "a\x00b\x00\n" + line, line + "a\x00b\x00\n" + line, "", true},
		{"lone CR, colours", "a\rb\r\n\x1b[31mred\x1b[0m\n", "a\rb\r\n\x1b[31mred\x1b[0m\n", "", true},
		{"UTF-16LE with a mark", wide(binary.LittleEndian, true, text), text, "UTF-16LE", false},
		{"UTF-16BE with a mark", wide(binary.BigEndian, true, text), text, "UTF-16BE", false},
		{"UTF-16LE", wide(binary.LittleEndian, false, text), text, "UTF-16LE", false},
		{"UTF-16BE", wide(binary.BigEndian, false, text), text, "UTF-16BE", false},
		{"GBK", gbk(t, text), text, "GBK", false},
		{"GBK only", gbk(t, chinese), chinese, "GBK", false},
		{"GBK beside UTF-8", chinese + gbk(t, chinese) + chinese + gbk(t, "错\n"), chinese + chinese + chinese + "错\n", "GBK", false},
		{"GBK in one long line", gbk(t, strings.Repeat("连接超时 ", 50_000)), strings.Repeat("连接超时 ", 50_000), "GBK", false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			stream, file := bothWays(t, c.data)
			if stream.text != c.want || stream.notes != c.notes || stream.err != nil || stream.readErr != nil {
				t.Errorf("got %.200q (%s, %v, %v), want %.200q (%s)", stream.text, stream.notes, stream.err, stream.readErr, c.want, c.notes)
			}
			if file.file != c.file {
				t.Errorf("File is set: %t, want %t", file.file, c.file)
			}
		})
	}
}

func TestPackedEncodings(t *testing.T) {
	g := one(t, walkBytes(t, []byte(gz(t, wide(binary.LittleEndian, true, chinese))), Limits{}))
	if g.text != chinese || g.notes != "gzip,UTF-16LE" {
		t.Errorf("%+v", g)
	}
}

func TestLateGBK(t *testing.T) {
	data := strings.Repeat(line, 4000) + gbk(t, chinese) + line
	stream, _ := bothWays(t, data)
	if want := strings.Repeat(line, 4000) + chinese + line; stream.text != want {
		t.Errorf("the end is %q", stream.text[len(stream.text)-200:])
	}
}

func TestHoleOfNULs(t *testing.T) {
	hole := strings.Repeat("\x00", 70_000)
	g := one(t, walkBytes(t, []byte(hole+line+line), Limits{}))
	if g.text != line+line || !strings.Contains(g.notes, "NULs") {
		t.Errorf("stream: %.100q %s %v", g.text, g.notes, g.err)
	}
	path := filepath.Join(tree(t, map[string]string{"x.log": hole + line + line}), "x.log")
	if g = one(t, walk(t, Options{Args: []string{path}})); !g.file || !strings.HasSuffix(g.text, line) {
		t.Errorf("file: %v %v", g.file, g.err)
	}
	bothBinary(t, hole)
}

func TestBinary(t *testing.T) {
	var noise []byte
	state := uint32(7)
	for range 3000 {
		state = state*1664525 + 1013904223
		noise = append(noise, byte(state>>24))
	}
	for _, data := range []string{
		"\x00\x01\x02\x03\xff\xfe", string(noise), "\x7fELF\x02\x01\x01", "JAVA PROFILE 1.0.2\x00", "7z\xbc\xaf\x27\x1c1234",
		strings.Repeat("\x00\x00\x00\x01abc", 100),
	} {
		bothBinary(t, data)
	}
}

func bothBinary(t *testing.T, data string) {
	t.Helper()
	stream, file := bothWays(t, data)
	if !errors.Is(stream.err, ErrBinary) || !errors.Is(file.err, ErrBinary) {
		t.Errorf("%.20q: %v, %v", data, stream.err, file.err)
	}
}

// TestLineDecoderPieces checks that the answer does not depend on how the input comes in.
func TestLineDecoderPieces(t *testing.T) {
	data := strings.Repeat(chinese+gbk(t, chinese)+line, 30)
	want := strings.Repeat(chinese+chinese+line, 30)
	for name, r := range map[string]io.Reader{
		"whole": strings.NewReader(data), "bytes": iotest.OneByteReader(strings.NewReader(data)), "halves": iotest.HalfReader(strings.NewReader(data)),
		"error with data": iotest.DataErrReader(strings.NewReader(data)),
	} {
		got, err := io.ReadAll(newLineDecoder(r, func() {}))
		if err != nil || string(got) != want {
			t.Errorf("%s: %v, %.100q", name, err, got)
		}
	}
}

func TestLineDecoderKeepsErrors(t *testing.T) {
	bad := errors.New("bad disk")
	got, err := io.ReadAll(newLineDecoder(io.MultiReader(strings.NewReader(line+"rest"), iotest.ErrReader(bad)), func() {}))
	if string(got) != line+"rest" || !errors.Is(err, bad) {
		t.Errorf("%q, %v", got, err)
	}
}
