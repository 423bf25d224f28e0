package render

import (
	"fmt"
	"path"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
)

// stdinName is what code hosts are told instead of "-".
const stdinName = "stdin"

// filePath returns the name of a source as code hosts want it: with forward slashes, and relative to dir when it lies in it. A name outside of dir becomes
// absolute. Members of archives keep their "archive!member".
func filePath(dir, source string) string {
	name := clean(source)
	if len(name) > 2 && name[1] == ':' && (name[2] == '\\' || name[2] == '/') || strings.HasPrefix(name, `\\`) { // a Windows path
		name = strings.ReplaceAll(name, `\`, "/")
	}
	if name == "-" || name == "" {
		return stdinName
	}
	file, member, packed := strings.Cut(name, "!")
	file = path.Clean(file)
	dir = strings.TrimSuffix(strings.ReplaceAll(dir, `\`, "/"), "/")
	if dir != "" {
		if !isAbsolute(file) && (file == ".." || strings.HasPrefix(file, "../")) {
			file = path.Join(dir, file)
		}
		if inside, ok := strings.CutPrefix(file, dir+"/"); ok {
			file = inside
		}
	}
	if packed {
		file += "!" + strings.TrimPrefix(path.Clean("/"+member), "/") // no member leads out of its archive
	}
	return file
}

func isAbsolute(name string) bool {
	return strings.HasPrefix(name, "/") || len(name) > 2 && name[1] == ':' && name[2] == '/'
}

// fileURI returns filePath as a URI: a relative reference, or a file URI when the name is absolute (RFC 3986, RFC 8089).
func fileURI(dir, source string) string {
	name := filePath(dir, source)
	switch {
	case strings.HasPrefix(name, "/"):
		return "file://" + escapePath(name)
	case isAbsolute(name):
		return "file:///" + name[:2] + escapePath(name[2:])
	}
	first, rest, deeper := strings.Cut(name, "/")
	uri := strings.ReplaceAll(escapePath(first), ":", "%3A") // a colon in the first segment would make it a scheme
	if deeper {
		uri += "/" + escapePath(rest)
	}
	return uri
}

// escapePath percent-encodes every byte that may not stand in the path of a URI (RFC 3986, section 3.3). Slashes and "!" may.
func escapePath(name string) string {
	var b strings.Builder
	for i := range len(name) {
		c := name[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("/-._~!$&'()*+,;=:@", c) >= 0 {
			b.WriteByte(c)
			continue
		}
		fmt.Fprintf(&b, "%%%02X", c)
	}
	return b.String()
}

// firstPlace returns where a reader is sent: the first evidence, else the first source, with a line of at least 1.
func firstPlace(r *report.Report, list []report.Evidence) report.Evidence {
	var e report.Evidence
	switch {
	case len(list) > 0:
		e = list[0]
	case len(r.Sources) > 0:
		e.Source = r.Sources[0].Name
	}
	e.Line = max(e.Line, 1)
	return e
}

// documentation is where the project's pages are read.
const documentation = "https://github.com/flinkdoctor/flinkdoctor/blob/main/docs/"

// helpPage is where the page of a rule is read, or the list of all rules when it has none.
func (o *Options) helpPage(rule string) string {
	if o.System != nil {
		if system := o.System(rule); system != "" {
			return documentation + "rules/" + escapePath(clean(system)) + "/" + escapePath(clean(rule)) + ".md"
		}
	}
	return documentation + "rules/README.md"
}
