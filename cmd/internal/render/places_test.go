package render

import (
	"net/url"
	"testing"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
)

func TestFilePathAndURI(t *testing.T) {
	for _, c := range []struct{ dir, source, path, uri string }{
		{"/repo", "logs/tm.log", "logs/tm.log", "logs/tm.log"},
		{"/repo", "./logs//tm.log", "logs/tm.log", "logs/tm.log"},
		{"/repo", "/repo/logs/tm.log", "logs/tm.log", "logs/tm.log"},
		{"/repo/", "/repository/tm.log", "/repository/tm.log", "file:///repository/tm.log"},
		{"/repo", "../other/tm.log", "/other/tm.log", "file:///other/tm.log"},
		{"/repo/sub", "../sub/tm.log", "tm.log", "tm.log"},
		{"", "../other/tm.log", "../other/tm.log", "../other/tm.log"},
		{"", "/var/log/a b.log", "/var/log/a b.log", "file:///var/log/a%20b.log"},
		{"/repo", "-", "stdin", "stdin"},
		{"/repo", "", "stdin", "stdin"},
		{"/repo", "/repo/b.tar.gz!x/y z#1?.log", "b.tar.gz!x/y z#1?.log", "b.tar.gz!x/y%20z%231%3F.log"},
		{"/repo", "b.zip!../../etc/x.log", "b.zip!etc/x.log", "b.zip!etc/x.log"},
		{"/repo", "pod:log", "pod:log", "pod%3Alog"},
		{"/repo", "javascript:alert(1)", "javascript:alert(1)", "javascript%3Aalert(1)"},
		{"/repo", "日志.log", "日志.log", "%E6%97%A5%E5%BF%97.log"},
		{"/repo", "100%.log", "100%.log", "100%25.log"},
		{"/repo", "a\nb\x1b.log", "a b␛.log", "a%20b%E2%90%9B.log"},
		{"/repo", `back\slash.log`, `back\slash.log`, "back%5Cslash.log"},
		{`C:\repo`, `C:\repo\logs\tm.log`, "logs/tm.log", "logs/tm.log"},
		{`C:\repo`, `D:\x y\tm.log`, "D:/x y/tm.log", "file:///D:/x%20y/tm.log"},
		{"", `\\host\share\tm.log`, "/host/share/tm.log", "file:///host/share/tm.log"},
	} {
		if got := filePath(c.dir, c.source); got != c.path {
			t.Errorf("path of %q in %q: %q, want %q", c.source, c.dir, got, c.path)
		}
		got := fileURI(c.dir, c.source)
		if got != c.uri {
			t.Errorf("URI of %q in %q: %q, want %q", c.source, c.dir, got, c.uri)
		}
		if u, err := url.Parse(got); err != nil || u.Scheme != "" && u.Scheme != "file" {
			t.Errorf("URI of %q: %q is no relative reference or file URI: %v", c.source, got, err)
		}
	}
}

func TestFirstPlace(t *testing.T) {
	r := &report.Report{Sources: []report.SourceInfo{{Name: "a.log"}}}
	if e := firstPlace(r, nil); e.Source != "a.log" || e.Line != 1 {
		t.Errorf("without evidence: %+v", e)
	}
	if e := firstPlace(r, []report.Evidence{{Source: "b.log"}, {Source: "c.log", Line: 4}}); e.Source != "b.log" || e.Line != 1 {
		t.Errorf("a line that is not known: %+v", e)
	}
}

func TestHelpPage(t *testing.T) {
	o := Options{System: func(rule string) string { return map[string]string{"a-b": "nginx"}[rule] }}
	for rule, want := range map[string]string{
		"a-b": documentation + "rules/nginx/a-b.md", "mine": documentation + "rules/README.md",
	} {
		if got := o.helpPage(rule); got != want {
			t.Errorf("%s: %s, want %s", rule, got, want)
		}
	}
	if got := (&Options{}).helpPage("a-b"); got != documentation+"rules/README.md" {
		t.Errorf("without a pack: %s", got)
	}
}
