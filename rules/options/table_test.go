package options

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// counts are the keys of every table as converted from the lists: what is lost or doubled on the way shows here.
var counts = map[string]int{
	"chunjun": 477, "flink": 1829, "flink-cdc": 465, "jdbc-connector": 28, "jvm": 1354, "kafka": 295, "kafka-connector": 37, "mysql": 69,
	"nginx": 873, "other": 7, "sr-connector": 70, "starrocks-be": 887, "starrocks-fe": 933, "starrocks-session": 617, "starrocks-table": 106,
	"stream-load": 46, "streampark": 55, "zookeeper": 36,
}

func TestTables(t *testing.T) {
	names := Tables()
	if !slices.IsSorted(names) || len(names) != len(counts) {
		t.Errorf("Tables() = %v, want %d sorted names", names, len(counts))
	}
	for name, want := range counts {
		if got := len(Keys(name)); got != want {
			t.Errorf("table %s has %d keys, want %d", name, got, want)
		}
	}
	entries, err := files.ReadDir("tables")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		name := strings.TrimSuffix(e.Name(), ".txt")
		if name != "renames" && !slices.Contains(names, name) {
			t.Errorf("tables/%s is embedded, but no table of that name is listed", e.Name())
		}
	}
}

// TestRows reads every row of every table: the functions skip what they cannot read.
func TestRows(t *testing.T) {
	for _, name := range Tables() {
		text, err := files.ReadFile("tables/" + name + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		read, err := parseTable(name, string(text))
		if err != nil {
			t.Fatal(err)
		}
		if !slices.IsSortedFunc(read.lines, compareVersions) {
			t.Errorf("table %s: the release lines are not in order", name)
		}
		for i, row := range read.rows {
			checkRow(t, name, row)
			if i > 0 && row == read.rows[i-1] {
				t.Errorf("table %s: twice: %s", name, row)
			}
		}
	}
}

func compareVersions(a, b version) int {
	switch {
	case a.less(b):
		return -1
	case b.less(a):
		return 1
	}
	return 0
}

func checkRow(t *testing.T, table, row string) {
	t.Helper()
	ranges, _, err := parseRow(row)
	if err != nil {
		t.Errorf("table %s: %v", table, err)
		return
	}
	for _, r := range ranges {
		if r.ReadAs != "" && !Known(table, r.ReadAs) {
			t.Errorf("table %s: read as %s, which is not known: %s", table, r.ReadAs, row)
		}
		if r.Since != "" && r.Since != Unreleased && r.Until != "" && parseVersion(r.Until).less(parseVersion(r.Since).cut(parseVersion(r.Until).n)) {
			t.Errorf("table %s: ends before it begins: %s", table, row)
		}
		for _, remnant := range []string{"new ", ".class", "()", "MAX_VALUE", "::parse", "Collections."} {
			if strings.Contains(r.Default, remnant) && !strings.Contains(r.Default, "System.getProperty") {
				t.Errorf("table %s: the default is source text: %s", table, row)
			}
		}
	}
}

// TestSize keeps the tables small: they are part of the binary.
func TestSize(t *testing.T) {
	var sum int64
	paths, _ := filepath.Glob("tables/*.txt")
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		sum += info.Size()
	}
	if sum == 0 || sum > 700_000 {
		t.Errorf("the tables take %d bytes, want at most 700000", sum)
	}
}

func TestParseTableRefuses(t *testing.T) {
	for name, text := range map[string]string{
		"no releases": "a\n",
		"no key":      "\tall\n",
		"not sorted":  "b\tall\na\tall\n",
	} {
		if _, err := parseTable("x", text); err == nil {
			t.Errorf("%s: %q was read", name, text)
		}
	}
}

func TestParseRowRefuses(t *testing.T) {
	for _, row := range []string{"a\tsometimes", "a\t1..x", "a\t1.0,", "a\tunreleased", "a\tall" + strings.Repeat("\t", columns)} {
		if r, _, err := parseRow(row); err == nil {
			t.Errorf("%q was read as %+v", row, r)
		}
	}
}

// TestLoadTime is about the order of magnitude: a run must not notice that tables are read. The best of several counts, the machine
// may be busy.
func TestLoadTime(t *testing.T) {
	text, err := files.ReadFile("tables/flink.txt")
	if err != nil {
		t.Fatal(err)
	}
	best := time.Hour
	for range 20 {
		start := time.Now()
		if _, err := parseTable("flink", string(text)); err != nil {
			t.Fatal(err)
		}
		best = min(best, time.Since(start))
	}
	if best > time.Millisecond {
		t.Errorf("reading the largest table takes %v, want at most 1 ms", best)
	}
}

func BenchmarkParseTable(b *testing.B) {
	text, err := files.ReadFile("tables/flink.txt")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := parseTable("flink", string(text)); err != nil {
			b.Fatal(err)
		}
	}
}
