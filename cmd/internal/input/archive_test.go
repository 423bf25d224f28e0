package input

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// bzip2Line is line as bzip2 1.0.8 packs it; the standard library cannot write bzip2.
const bzip2Line = "QlpoOTFBWSZTWZZSLSkAAAvfgAAQQAd9UAIAlAAv794AIABIx5Ro9MoaPU9QyGgDGJ6NQ00YjIxM1NM5IXpKj7B1iD8CCCKeULXOQqMRUzgwM3ch2i0+J3KL0aJT8RMNhcBus4KX+LuSKcKEhLKRaUg="

func bz(t testing.TB) string {
	t.Helper()
	data, err := base64.StdEncoding.DecodeString(bzip2Line)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestPackedFormats(t *testing.T) {
	cases := []struct{ name, data, member, notes string }{
		{"gzip", gz(t, line), "", "gzip"},
		{"gzip of two members", gz(t, line[:10]) + gz(t, line[10:]), "", "gzip"},
		{"zstd", zst(t, line), "", "zstd"},
		{"zstd behind a skippable frame", "\x50\x2a\x4d\x18\x02\x00\x00\x00ab" + zst(t, line), "", "zstd"},
		{"bzip2", bz(t), "", "bzip2"},
		{"xz", xzip(t, line), "", "xz"},
		{"xz of two streams with padding", xzip(t, line[:10]) + "\x00\x00\x00\x00" + xzip(t, line[10:]), "", "xz"},
		{"gzip in gzip", gz(t, gz(t, line)), "", "gzip,gzip"},
		{"tar", tarOf(t, member{"a.log", line}), "!a.log", ""},
		{"tar.gz", gz(t, tarOf(t, member{"./d/a.log", line})), "!d/a.log", ""},
		{"tar.zst", zst(t, tarOf(t, member{"a.log", line})), "!a.log", ""},
		{"tar.xz", xzip(t, tarOf(t, member{"a.log", line})), "!a.log", ""},
		{"zip", zipOf(t, member{"d/a.log", line}), "!d/a.log", ""},
		{"zip with backslashes", zipOf(t, member{`d\a.log`, line}), "!d/a.log", ""},
		{"tar.gz with zip with gz", gz(t, tarOf(t, member{"b.zip", zipOf(t, member{"x/a.log.1.gz", gz(t, line)})})), "!b.zip!x/a.log.1.gz", "gzip"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			g := one(t, walkBytes(t, []byte(c.data), Limits{}))
			if g.name != "-"+c.member || g.text != line || g.notes != c.notes || g.err != nil || g.readErr != nil {
				t.Errorf("from a stream: %+v", g)
			}
			path := filepath.Join(tree(t, map[string]string{"misnamed.log": c.data}), "misnamed.log")
			g = one(t, walk(t, Options{Args: []string{path}}))
			if g.name != filepath.ToSlash(path)+c.member || g.text != line || g.notes != c.notes || g.err != nil || g.readErr != nil {
				t.Errorf("from a file: %+v", g)
			}
		})
	}
}

func TestTruncatedAndDamaged(t *testing.T) {
	var long strings.Builder
	state := uint64(1)
	for range 40_000 { // text that does not shrink to a single block
		state = state*6364136223846793005 + 1442695040888963407
		fmt.Fprintf(&long, "%x %s", state, line)
	}
	text := long.String()
	damage := func(s string) string { return s[:len(s)-6] + "\xff\xff" + s[len(s)-4:] }
	cases := []struct {
		name, data, want string
	}{
		{"gzip", gz(t, text)[:len(gz(t, text))/2], "the rest is missing: unexpected EOF (truncated gzip?)"},
		{"second member", gz(t, text) + gz(t, text)[:5], "the rest is missing: unexpected EOF (truncated gzip?)"},
		{"zstd", zst(t, text)[:len(zst(t, text))/2], "truncated zstd?"},
		{"xz", xzip(t, text)[:len(xzip(t, text))/2], "truncated xz?"},
		{"gzip checksum", damage(gz(t, text)), "damaged gzip"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			g := walkBytes(t, []byte(c.data), Limits{})[0]
			if g.err != nil || !errors.Is(g.readErr, ErrDamaged) || !strings.Contains(g.readErr.Error(), c.want) {
				t.Errorf("err %v, readErr %v, want %q", g.err, g.readErr, c.want)
			}
			if !strings.HasPrefix(text+text, g.text) || len(g.text) < 1000 {
				t.Errorf("%d bytes were delivered, want the beginning of the text", len(g.text))
			}
		})
	}
}

func TestTruncatedTar(t *testing.T) {
	data := gz(t, tarOf(t, member{"a.log", line}, member{"b.log", strings.Repeat(line, 100)})[:512*4+100])
	list := walkBytes(t, []byte(data), Limits{})
	if len(list) != 3 || list[0].text != line || list[0].readErr != nil {
		t.Fatalf("%+v", list)
	}
	if list[1].name != "-!b.log" || len(list[1].text) != 612 || !errors.Is(list[1].readErr, ErrDamaged) {
		t.Errorf("the cut member: %+v", list[1])
	}
	if list[2].name != "-" || !errors.Is(list[2].err, ErrDamaged) {
		t.Errorf("the archive: %+v", list[2])
	}
}

func TestBrokenZip(t *testing.T) {
	data := zipOf(t, member{"a.log", line})
	g := one(t, walkBytes(t, []byte(data[:len(data)-10]), Limits{}))
	if !errors.Is(g.err, ErrDamaged) {
		t.Errorf("%+v", g)
	}
}

func TestTrailingBytesAfterGzip(t *testing.T) {
	g := one(t, walkBytes(t, []byte(gz(t, line)+"\x00\x00\x00\x00"), Limits{}))
	if g.text != line || g.readErr != nil || !strings.Contains(g.notes, "left out") {
		t.Errorf("%+v", g)
	}
}

func TestLimits(t *testing.T) {
	bomb := strings.Repeat(line, (ratioSlack+8<<20)/len(line))
	cases := []struct {
		name, data string
		limits     Limits
		want       string
		least      int
	}{
		{"ratio", gz(t, bomb), Limits{MaxRatio: 20}, "unpacks to more than 20 times its size", ratioSlack},
		{"ratio through layers", gz(t, gz(t, bomb)), Limits{}, "unpacks to more than 2000 times its size", ratioSlack - 1<<20},
		{"bytes", gz(t, bomb), Limits{MaxBytes: 1 << 20}, "cut after 1 MiB of it, because it is longer than 1 MiB", 1 << 20},
		{"total", gz(t, bomb), Limits{MaxTotal: 2 << 20}, "more than 2 MiB decompressed out of one file", 2 << 20},
		{"bytes of a member", tarOf(t, member{"a.log", bomb}), Limits{MaxBytes: 1 << 20}, "longer than 1 MiB", 1 << 20},
		{"ratio of a zip", zipOf(t, member{"a.log", bomb}), Limits{MaxRatio: 20}, "more than 20 times its size", ratioSlack},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			g := walkBytes(t, []byte(c.data), c.limits)[0]
			if !errors.Is(g.readErr, ErrLimit) || !strings.Contains(g.readErr.Error(), c.want) {
				t.Errorf("err %v, readErr %v, want %q", g.err, g.readErr, c.want)
			}
			if len(g.text) < c.least || len(g.text) >= len(bomb) || !strings.HasPrefix(bomb, g.text) {
				t.Errorf("%d bytes were delivered, want at least %d", len(g.text), c.least)
			}
		})
	}
}

func TestExactlyAtTheLimit(t *testing.T) {
	g := one(t, walkBytes(t, []byte(gz(t, line)), Limits{MaxBytes: int64(len(line))}))
	if g.text != line || g.readErr != nil {
		t.Errorf("%+v", g)
	}
}

func TestTooDeepAndTooMany(t *testing.T) {
	data := line
	for range 5 {
		data = gz(t, data)
	}
	if g := one(t, walkBytes(t, []byte(data), Limits{MaxDepth: 4})); !errors.Is(g.err, ErrLimit) {
		t.Errorf("depth: %+v", g)
	}
	if g := one(t, walkBytes(t, []byte(data), Limits{MaxDepth: 5})); g.text != line {
		t.Errorf("depth allowed: %+v", g)
	}
	many := tarOf(t, member{"a.log", line}, member{"b.log", line}, member{"c.log", line})
	list := walkBytes(t, []byte(many), Limits{MaxMembers: 2})
	if len(list) != 3 || list[1].text != line || !errors.Is(list[2].err, ErrLimit) {
		t.Errorf("members: %+v", list)
	}
}

func TestMemberNames(t *testing.T) {
	data := tarOf(t,
		member{"../../etc/passwd.log", line}, member{"/etc/abs.log", line}, member{"bad\x1b[31m\n.log", line},
		member{"a.log", line}, member{"a.log", line}, member{"lib/x.jar", line}, member{"img.png", line}, member{".git/a.log", line},
		member{"\xc8\xd5\xd6\xbe.log", line}, member{"unknown", "\x00\x01\x02\x03\x04"})
	list := walkBytes(t, []byte(data), Limits{})
	want := `-!../../etc/passwd.log -!/etc/abs.log -!bad\x1b[31m\x0a.log -!a.log -!a.log (2) -!日志.log ` +
		`-(skipped: 4 files that are no log by name or content (.jar 1, .log 1, .png 1, binary 1))`
	if got := names("", list); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestNoLogsInside(t *testing.T) {
	if g := one(t, walkBytes(t, []byte(zipOf(t)), Limits{})); !errors.Is(g.err, ErrNoLogs) {
		t.Errorf("%+v", g)
	}
}

func TestXzDictionaryIsBounded(t *testing.T) {
	if _, err := xzDictionary([]byte{0, 0x21, 1, 40}); !errors.Is(err, ErrLimit) {
		t.Errorf("4 GiB: %v", err)
	}
	if n, err := xzDictionary([]byte{0, 0x21, 1, 28}); err != nil || n != 64<<20 {
		t.Errorf("64 MiB: %d, %v", n, err)
	}
}

func TestSpoolLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	data := strings.Repeat("x", spoolMemory+100)
	f, size, done, err := spool(strings.NewReader(data), spoolFile)
	if err != nil || size != int64(len(data)) {
		t.Fatal(size, err)
	}
	tail := make([]byte, 100)
	if _, err := f.ReadAt(tail, spoolMemory); err != nil || string(tail) != data[:100] {
		t.Errorf("%q, %v", tail, err)
	}
	done()
	if _, _, _, err := spool(strings.NewReader(data), spoolMemory+10); !errors.Is(err, ErrLimit) {
		t.Errorf("beyond the limit: %v", err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestUnreadMembersAreSkippedOver(t *testing.T) {
	data := gz(t, tarOf(t, member{"a.log", strings.Repeat(line, 9999)}, member{"b.log", line}))
	var last got
	for src := range Walk(context.Background(), Options{Args: []string{"-"}, Stdin: strings.NewReader(data)}) {
		if src.Name == "-!b.log" {
			last = readAll(t, src)
		}
	}
	if last.text != line {
		t.Errorf("%+v", last)
	}
}

func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	n := 0
	data := tarOf(t, member{"a.log", strings.Repeat(line, 9999)}, member{"b.log", line})
	for src := range Walk(ctx, Options{Args: []string{"-"}, Stdin: strings.NewReader(data)}) {
		n++
		cancel()
		if _, err := io.ReadAll(src.Reader); !errors.Is(err, context.Canceled) {
			t.Errorf("the reader goes on: %v", err)
		}
	}
	if n != 1 {
		t.Errorf("%d sources after the end was asked for", n)
	}
}
