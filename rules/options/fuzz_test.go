package options

import (
	"slices"
	"strings"
	"testing"
)

// FuzzTable: whatever the text, a table that is read has its keys sorted, each once, finds each of them, and every question about them
// has an answer.
func FuzzTable(f *testing.F) {
	f.Add("# lines: 1.10 1.11\na\tall\tx\nb\t..1.10,1.12..\t(as a)\tint\tscope\ts\tonline\tvendor\tnote\n", "a", "1.11.3")
	f.Add("a.<b>.c\t1.0\t\na.*\tunreleased..\t(as a.*)\n", "a.x.c", "1.0")
	f.Add("a\t99999999999999999999..\n", "a", "99999999999999999999.1")
	f.Add(strings.Repeat("a\tall\t(as a)\n", 50), "a", "1.0") // names that lead to themselves
	f.Add("#\t<*\n<\t\n", "<", "")
	f.Fuzz(func(t *testing.T, text, key, release string) {
		read, err := parseTable("mysql", text)
		if err != nil {
			return
		}
		if !slices.IsSorted(read.keys) || len(slices.Compact(slices.Clone(read.keys))) != len(read.keys) {
			t.Fatalf("keys are not sorted, or double: %q", read.keys)
		}
		for _, known := range append(slices.Clone(read.keys), key) {
			rows := read.rowsOf(known)
			if len(rows) == 0 {
				continue
			}
			option := read.option(rows)
			for _, r := range read.at(known, readVersion("mysql", release)) {
				r.Inferred = false
				if r.ReadAs == "" && !slices.Contains(option.Ranges, r) {
					t.Fatalf("%q at %q gives a range that the option does not have: %+v", known, release, r)
				}
			}
			read.nameIn(known, readVersion("", release), 0)
		}
	})
}

// FuzzFunctions asks the embedded tables about anything: no panic, and the functions agree with each other.
func FuzzFunctions(f *testing.F) {
	f.Add("flink", "akka.ask.timeout", "1.17.2")
	f.Add("mysql", "slave-net-timeout", "5.5.5-10.6.12-MariaDB")
	f.Add("jvm", "-XX:+", "1.8")
	f.Add("nginx", "server (stream)", "1.29.7")
	f.Add("sr-connector", "sink.properties.", "..")
	f.Fuzz(func(t *testing.T, table, key, release string) {
		_, found := Lookup(table, key)
		if found != Known(table, key) {
			t.Fatalf("Lookup and Known disagree about %q %q", table, key)
		}
		if _, ok := At(table, key, release); ok && !found {
			t.Fatalf("%q %q is in %q, but not known", table, key, release)
		}
		if name, renamed := NameFor(table, key, release); renamed != (name != key) {
			t.Fatalf("NameFor(%q, %q, %q) = %q, %v", table, key, release, name, renamed)
		}
		if old, ok := Current(table, key); ok && old == key {
			t.Fatalf("%q is its own newer name", key)
		}
		for _, near := range Nearest(table, key, 2) {
			if near == key || strings.Contains(near, "*") || !Known(table, near) {
				t.Fatalf("Nearest(%q, %q) suggests %q", table, key, near)
			}
		}
		Vendor(table, key)
		Renames(table, key)
		Contexts(key)
	})
}
