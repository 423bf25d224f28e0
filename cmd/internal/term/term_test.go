package term

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func env(pairs ...string) func(string) string {
	return func(name string) string {
		for i := 0; i+1 < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1]
			}
		}
		return ""
	}
}

func TestLanguage(t *testing.T) {
	for _, c := range []struct {
		env  []string
		want string
	}{
		{nil, "en"},
		{[]string{"LANG", "zh_CN.UTF-8"}, "zh"},
		{[]string{"LANG", "zh"}, "zh"},
		{[]string{"LANG", "zh_CN.UTF-8", "LC_ALL", "C"}, "en"},
		{[]string{"LANG", "en_US.UTF-8", "LC_MESSAGES", "zh_TW"}, "zh"},
		{[]string{"LANG", "zha_CN"}, "en"},
	} {
		if got := New(nil, nil, nil, env(c.env...)).Language(); got != c.want {
			t.Errorf("%v: got %s", c.env, got)
		}
	}
}

func TestColor(t *testing.T) {
	for _, c := range []struct {
		mode string
		tty  bool
		env  []string
		want bool
	}{
		{"auto", true, nil, true},
		{"auto", false, nil, false},
		{"always", false, []string{"NO_COLOR", "1"}, true},
		{"never", true, []string{"CLICOLOR_FORCE", "1"}, false},
		{"auto", true, []string{"NO_COLOR", "1"}, false},
		{"auto", false, []string{"CLICOLOR_FORCE", "1"}, true},
		{"auto", false, []string{"CLICOLOR_FORCE", "0"}, false},
		{"auto", false, []string{"CLICOLOR_FORCE", "1", "NO_COLOR", "1"}, false},
		{"auto", true, []string{"CLICOLOR", "0"}, false},
		{"auto", true, []string{"TERM", "dumb"}, false},
	} {
		terminal := New(nil, nil, nil, env(c.env...))
		terminal.OutIsTTY = c.tty
		if got := terminal.Color(c.mode); got != c.want {
			t.Errorf("%+v: got %v", c, got)
		}
	}
}

func TestWidth(t *testing.T) {
	for _, c := range []struct {
		wanted  int
		columns string
		want    int
	}{
		{0, "", 80}, {0, "132", 132}, {60, "132", 60}, {10, "", MinWidth}, {0, "x", 80}, {0, "-3", 80}, {1 << 30, "", maxWidth},
	} {
		if got := New(nil, nil, nil, env("COLUMNS", c.columns)).Width(c.wanted); got != c.want {
			t.Errorf("%+v: got %d", c, got)
		}
	}
}

func TestPipe(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.log")
	if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	open := func(name string) *os.File {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { f.Close() })
		return f
	}
	closed := open(path)
	closed.Close()
	for _, c := range []struct {
		name string
		in   io.Reader
		want bool
	}{
		{"reader", strings.NewReader(""), true}, {"nothing", nil, false}, {"file", open(path), true}, {"folder", open(t.TempDir()), false},
		{"null device", open(os.DevNull), false}, {"closed", closed, false},
	} {
		if got := New(c.in, nil, nil, env()).InIsPipe; got != c.want {
			t.Errorf("%s: got %v", c.name, got)
		}
	}
}

func TestProgress(t *testing.T) {
	var out bytes.Buffer
	now := time.Unix(0, 0)
	p := newProgress(&out, func(done int64, _ time.Duration) string { return strings.Repeat("#", int(done)) }, func() time.Time { return now })
	p.Update(1)
	if out.Len() > 0 {
		t.Fatal("a short run shows progress")
	}
	now = now.Add(quietTime)
	p.Update(2)
	p.Update(3) // too soon
	now = now.Add(refreshTime)
	p.Update(4)
	p.Close()
	p.Close()
	p.Update(5)
	if want := clearLine + "##" + clearLine + "####" + clearLine; out.String() != want {
		t.Errorf("got %q, want %q", out.String(), want)
	}
}

func TestProgressForNobody(t *testing.T) {
	p := New(nil, nil, io.Discard, env()).Progress(nil)
	if p != nil {
		t.Fatal("progress without a terminal")
	}
	p.Update(1)
	p.Close()
}
