package input

import (
	"bytes"
	"io"
	"os"
	"path"
)

// configEndings are the extensions of files in which configuration may stand.
var configEndings = set("conf", "cnf", "cfg", "ini", "properties", "yaml", "yml", "json", "sql", "sh")

// maxConfig bounds the bytes of a file that is looked at for configuration.
const maxConfig = 1 << 20

// mayBeConfig tells whether a file that by its name is no log is worth a look.
func (w *walker) mayBeConfig(name string) bool {
	base := path.Base(name)
	return w.options.IsConfig != nil && configEndings[ending(base)] && base[0] != '.'
}

// isConfig looks into a file of a folder.
func (w *walker) isConfig(name string, info os.FileInfo) bool {
	if !w.mayBeConfig(fileName(name)) || info.Size() > maxConfig {
		return false
	}
	content, err := os.ReadFile(name)
	return err == nil && w.options.IsConfig(fileName(name), content)
}

// content reads a member: whole when its name may be that of a log, else only when it is a configuration.
func (m *memberWalk) content(child *item, r io.Reader) bool {
	if !child.maybe {
		return child.stream(r)
	}
	content, err := io.ReadAll(io.LimitReader(r, maxConfig+1))
	if canceled(err) {
		return false
	}
	if err != nil || len(content) > maxConfig || !m.options.IsConfig(child.name, content) {
		m.skips.add(path.Base(child.name))
		return true
	}
	m.found = true
	return child.stream(bytes.NewReader(content))
}
