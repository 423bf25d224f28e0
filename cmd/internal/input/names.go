package input

import (
	"fmt"
	"path"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"
)

// verdict is what a name tells about a file that nobody named on its own.
type verdict int

const (
	unlikely verdict = iota // obviously no log: left out
	perhaps                 // read when its content is text
	likely                  // read, and reported when it cannot be
)

// packed are the endings of compressed files and archives; what lies below them decides.
var packed = set("gz", "gzip", "zst", "zstd", "bz2", "bzip2", "xz", "zip", "tar", "tgz", "tbz", "tbz2", "txz", "tzst")

// copies are the endings that people give to a second copy; what lies below them decides.
var copies = set("bak", "old", "orig", "save", "copy")

// logEndings are the extensions of logs: of Flink, StarRocks and nginx (log, out), of captured output (err, txt) and of exports.
var logEndings = set("log", "out", "err", "txt", "stdout", "stderr", "trace", "info", "warning", "warn", "error", "fatal", "jsonl", "ndjson")

// otherEndings are the extensions of files that lie beside logs and are none.
var otherEndings = set(
	"jar", "war", "class", "so", "dll", "dylib", "exe", "bin", "o", "a", "pyc", "wasm", "deb", "rpm", "apk",
	"png", "jpg", "jpeg", "gif", "svg", "ico", "webp", "bmp", "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "mp4", "woff", "woff2", "ttf",
	"7z", "rar", "lz4", "snappy", "hprof", "jfr", "core", "pid", "sock", "lock", "pem", "crt", "cer", "key", "jks", "p12", "pfx", "keytab",
	"yaml", "yml", "xml", "properties", "conf", "cnf", "cfg", "ini", "toml", "env", "json", "md", "adoc", "rst", "html", "htm", "css", "js", "ts",
	"java", "scala", "kt", "py", "go", "rs", "c", "cc", "cpp", "h", "hpp", "sh", "bash", "bat", "cmd", "ps1", "sql", "proto", "rb", "php", "lua",
	"gradle", "mod", "sum", "iml", "swp", "db", "sqlite", "rdb", "dat", "idx", "parquet", "orc", "avro", "sst", "ibd", "frm", "template")

func set(names ...string) map[string]bool {
	m := make(map[string]bool, len(names))
	for _, name := range names {
		m[name] = true
	}
	return m
}

// judge tells from the last element of a slash-separated name whether it may be a log.
func judge(name string) verdict {
	base := strings.ToLower(path.Base(name))
	if strings.HasPrefix(base, ".") {
		return unlikely
	}
	stripped := false
	for packed[ending(base)] || copies[ending(base)] {
		stripped = stripped || packed[ending(base)]
		base = base[:len(base)-len(ending(base))-1]
	}
	switch {
	case strings.HasPrefix(base, "hs_err_pid"):
		return likely
	case logEndings[ending(base)]:
		return likely
	case ending(base) == "json" && (strings.Contains(base, "log") || strings.Contains(base, "event")):
		return perhaps
	case otherEndings[ending(base)]:
		return unlikely
	case rotated(base), stripped:
		return likely
	}
	return perhaps
}

// rotated tells whether one of the dot-separated parts before the last says "log": fe.log.20240124-1, be.INFO.log.20240124-180000,
// app.log-20240124, jobmanager.out.3.
func rotated(base string) bool {
	parts := strings.FieldsFunc(base, func(r rune) bool { return r == '.' || r == '-' || r == '_' })
	for i, part := range parts {
		if i > 0 && logEndings[part] {
			return true
		}
	}
	return false
}

func ending(base string) string {
	return strings.TrimPrefix(path.Ext(base), ".")
}

// hiddenFolder tells whether a folder of that name is never looked into.
func hiddenFolder(name string) bool {
	return name != "." && name != ".." && strings.HasPrefix(name, ".") || name == "node_modules" || name == "__MACOSX"
}

// underHidden tells whether a member's name has such a folder in it.
func underHidden(name string) bool {
	for dir := path.Dir(name); dir != "." && dir != "/" && dir != ""; dir = path.Dir(dir) {
		if hiddenFolder(path.Base(dir)) {
			return true
		}
	}
	return false
}

// maxName bounds a displayed name, in bytes.
const maxName = 1024

// fileName is how reports call a path.
func fileName(path string) string { return printable(filepath.ToSlash(path)) }

// printable escapes what could forge a line of a report or change the direction of its text.
func printable(name string) string {
	plain := len(name) <= maxName
	for _, r := range name {
		plain = plain && r != utf8.RuneError && unicode.IsPrint(r)
	}
	if plain {
		return name
	}
	var b strings.Builder
	for i := 0; i < len(name); {
		r, size := utf8.DecodeRuneInString(name[i:])
		switch {
		case r == utf8.RuneError && size <= 1:
			fmt.Fprintf(&b, `\x%02x`, name[i])
		case !unicode.IsPrint(r) && r < 0x100:
			fmt.Fprintf(&b, `\x%02x`, r)
		case !unicode.IsPrint(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteString(name[i : i+size])
		}
		i += size
		if b.Len() > maxName {
			b.WriteString("...")
			break
		}
	}
	return b.String()
}
