package input

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// line is what most tests read.
const line = "2024-01-24 18:13:31,620 ERROR org.apache.flink.runtime.Task - it failed\n"

// got is one source, read to its end.
type got struct {
	name, text string
	file       bool
	notes      string
	err        error // of the source
	readErr    error // of its reader
}

func readAll(t testing.TB, src *parsers.Source) got {
	t.Helper()
	g := got{name: src.Name, err: src.Err, file: src.File != nil}
	set := 0
	for _, is := range []bool{src.Err != nil, src.File != nil, src.Reader != nil} {
		if is {
			set++
		}
	}
	if set != 1 {
		t.Fatalf("%s: %d of Err, File and Reader are set, want exactly one", src.Name, set)
	}
	var data []byte
	switch {
	case src.File != nil:
		data, g.readErr = io.ReadAll(io.NewSectionReader(src.File, 0, src.Size))
	case src.Reader != nil:
		data, g.readErr = io.ReadAll(src.Reader)
	}
	g.text, g.notes = string(data), strings.Join(src.Notes, ",")
	return g
}

func walk(t testing.TB, options Options) []got {
	t.Helper()
	var list []got
	for src := range Walk(context.Background(), options) {
		list = append(list, readAll(t, src))
	}
	return list
}

func walkBytes(t testing.TB, data []byte, limits Limits) []got {
	t.Helper()
	return walk(t, Options{Args: []string{"-"}, Stdin: bytes.NewReader(data), Limits: limits})
}

func one(t testing.TB, list []got) got {
	t.Helper()
	if len(list) != 1 {
		t.Fatalf("got %d sources, want 1: %+v", len(list), list)
	}
	return list[0]
}

func gz(t testing.TB, data string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	return packedBy(t, &b, w, data)
}

func packedBy(t testing.TB, b *bytes.Buffer, w io.WriteCloser, data string) string {
	t.Helper()
	if _, err := io.WriteString(w, data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func zst(t testing.TB, data string) string {
	t.Helper()
	var b bytes.Buffer
	w, err := zstd.NewWriter(&b)
	if err != nil {
		t.Fatal(err)
	}
	return packedBy(t, &b, w, data)
}

func xzip(t testing.TB, data string) string {
	t.Helper()
	var b bytes.Buffer
	w, err := xz.NewWriter(&b)
	if err != nil {
		t.Fatal(err)
	}
	return packedBy(t, &b, w, data)
}

type member struct{ name, data string }

func tarOf(t testing.TB, members ...member) string {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, m := range members {
		if err := w.WriteHeader(&tar.Header{Name: m.name, Size: int64(len(m.data)), Mode: 0o644, Typeflag: tar.TypeReg}); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, m.data); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func zipOf(t testing.TB, members ...member) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, m := range members {
		f, err := w.Create(m.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, m.data); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// tree writes files into a new folder, by slash-separated name.
func tree(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// names are the sources' names below dir, those with an error marked.
func names(dir string, list []got) string {
	var out []string
	for _, g := range list {
		name := strings.TrimPrefix(strings.TrimPrefix(g.name, filepath.ToSlash(dir)), "/")
		if g.err != nil {
			name += "(" + g.err.Error() + ")"
		}
		out = append(out, name)
	}
	return strings.Join(out, " ")
}
