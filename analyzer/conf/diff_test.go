package conf

import (
	"strings"
	"testing"
)

// TestDiffNamesFiles: patch -p1 takes the first part away, so nothing of an absolute name may be in the way of it.
func TestDiffNamesFiles(t *testing.T) {
	for name, want := range map[string]string{"conf/nginx.conf": "--- a/conf/nginx.conf\n", "/etc/nginx/nginx.conf": "--- a/etc/nginx/nginx.conf\n"} {
		if got := Diff(name, []byte("a 1;\n"), []byte("a 2;\n")); !strings.Contains(got, want) {
			t.Errorf("Diff(%q) = %q, want a line %q", name, got, want)
		}
	}
}
