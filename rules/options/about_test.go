package options

import (
	"strings"
	"testing"
)

// TestAbout asks every table to say of which product and releases it is.
func TestAbout(t *testing.T) {
	for _, table := range Tables() {
		if about := About(table); len(about) < 8 || strings.ContainsAny(about, "#\n:") {
			t.Errorf("About(%q) = %q", table, about)
		}
	}
	if got, want := About("flink"), "Apache Flink, 1.10"; !strings.HasPrefix(got, want) {
		t.Errorf("About(flink) = %q, want it to begin with %q", got, want)
	}
	if got := About("nowhere"); got != "" {
		t.Errorf("About(nowhere) = %q, want nothing", got)
	}
}
