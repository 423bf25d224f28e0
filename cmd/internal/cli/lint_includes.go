package cli

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
)

// prefixes are the folders in which installations of nginx have their configuration; in a copy the files lie below the copied nginx.conf.
var prefixes = []string{"/etc/nginx/", "/usr/local/nginx/conf/", "/usr/local/etc/nginx/", "/opt/nginx/conf/"}

// include reads the files that a file of nginx includes, as far as they are there: nginx looks for them below the folder of nginx.conf, which is that of the file that
// was named. Source: https://nginx.org/en/docs/ngx_core_module.html#include.
func (c *configs) include(f *conf.File, folder string) {
	for i := range f.Settings {
		s := &f.Settings[i]
		if s.Key != "include" || filepath.Base(s.Value) == "mime.types" {
			continue
		}
		paths, err := filepath.Glob(includePattern(s.Value, folder))
		if err != nil {
			continue // nginx itself tells that the pattern is none
		}
		for _, path := range paths {
			if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() || info.Size() > maxConfigFile || len(c.files) >= maxConfigFiles || c.has(relative(path)) {
				continue
			}
			if data, err := os.ReadFile(path); err == nil {
				included, problems := conf.Parse(relative(path), conf.Nginx, "nginx", data)
				c.files, c.problems = append(c.files, included), append(c.problems, problems...)
				c.include(included, folder)
			}
		}
	}
}

// includePattern returns where the files of an include directive lie.
func includePattern(pattern, folder string) string {
	for _, prefix := range prefixes {
		if below, ok := strings.CutPrefix(pattern, prefix); ok && !strings.HasPrefix(filepath.ToSlash(folder)+"/", prefix) {
			return filepath.Join(folder, below)
		}
	}
	if filepath.IsAbs(pattern) {
		return pattern
	}
	return filepath.Join(folder, pattern)
}
