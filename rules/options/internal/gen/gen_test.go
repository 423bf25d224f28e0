package main

import (
	"slices"
	"testing"
)

func TestBounds(t *testing.T) {
	full := []string{"2.0.1", "2.2.7", "2.2.8", "2.5.5", "2.5.22", "3.0.0", "3.0.1", "3.5.2", "4.0", "main"}
	sparse := []string{"5.7.44", "8.0.19", "8.0.25", "8.4.0", "9.7.4"}
	for _, tt := range []struct {
		in     string
		read   []string
		sparse bool
		want   string
	}{
		{"2.0.1..main", full, false, "all"},
		{"2.0.1..2.2.7", full, false, "..2.2.7"},
		{"2.2.8..2.5.22", full, false, "2.2.8..2.5"}, // to the end of the line: 2.5.23 inherits
		{"3.0.1..3.5.2", full, false, "3.0.1..3.5"},
		{"4.0..main", full, false, "4.0.."},
		{"main", full, false, "unreleased.."},
		{"8.0.19..9.7.4", sparse, true, "8.0.."}, // 8.0.11 is not to be left out because 8.0.19 was the first that was read
		{"8.0.25..9.7.4", sparse, true, "8.0.25.."},
		{"8.0.19..8.0.25", sparse, true, "8.0"},
		{"5.7.44", sparse, true, "..5.7"},
		{"8.4.0", sparse, true, "8.4"},
	} {
		got := runsText([]span{bounds(splitRuns(tt.in)[0], tt.read, tt.sparse)})
		if got != tt.want {
			t.Errorf("bounds(%s) = %s, want %s", tt.in, got, tt.want)
		}
	}
}

func TestJoin(t *testing.T) {
	lines := []string{"1.10", "1.11", "1.12", "2.0"}
	for _, tt := range []struct {
		in   []span
		want string
	}{
		{[]span{{"1.11", "1.11"}, {"", "1.10"}}, "..1.11"},
		{[]span{{"", "1.10"}, {"1.12", ""}}, "..1.10,1.12.."},
		{[]span{{"", "1.12"}, {"2.0", ""}}, "all"},
		{[]span{{"", "1.12"}, {"2.0.1", ""}}, "..1.12,2.0.1.."},
		{[]span{{"1.11", "1.11"}, {"1.11", "1.11"}}, "1.11"},
	} {
		if got := runsText(join(tt.in, lines)); got != tt.want {
			t.Errorf("join(%v) = %s, want %s", tt.in, got, tt.want)
		}
	}
}

func TestCleanDefault(t *testing.T) {
	for _, tt := range []struct{ table, def, typ, want string }{
		{"flink", `"10 s"`, "String", "10 s"},
		{"flink", `"java.";"scala."`, "List<String>", "java.;scala."},
		{"flink", `""`, "String", "(empty)"},
		{"kafka", "MAX_VALUE", "int", "2147483647"},
		{"kafka", "MAX_VALUE", "long", "9223372036854775807"},
		{"kafka", "LATEST", "string", "latest"},
		{"flink", "LATEST", "string", "LATEST"},
		{"nginx", "error timeout", "1+", "error timeout"},
	} {
		if got := cleanDefault(tt.table, tt.def, tt.typ); got != tt.want {
			t.Errorf("cleanDefault(%s, %s) = %s, want %s", tt.table, tt.def, got, tt.want)
		}
	}
}

func TestCleanNotes(t *testing.T) {
	r := row{notes: "renamed to b in 3.0.1; also accepted: z; gone from 4.0; docs say mutable no"}
	cleanNotes(&r)
	if r.renamed != "b" || r.since != "3.0.1" || !slices.Equal(r.accepts, []string{"z"}) || r.notes != "docs say mutable no" {
		t.Errorf("cleanNotes made %+v", r)
	}
	r = row{notes: "old name, use be_http_port (mapped in configbase.cpp)"}
	cleanNotes(&r)
	if r.as != "be_http_port" || r.notes != "" {
		t.Errorf("cleanNotes made %+v", r)
	}
}

// TestEchoes: a key that stands in for another while it is an option of its own is not an old name of that.
func TestEchoes(t *testing.T) {
	all := []span{{}}
	got := withoutEchoes([]row{
		{key: "rest.port", def: "8081", runs: all, file: "flink.tsv"},
		{key: "rest.port", fallback: true, runs: all},
		{key: "akka.ask.timeout", def: "10 s", runs: []span{{"", "1.17"}}, file: "flink.tsv"},
		{key: "akka.ask.timeout", as: "taskmanager.slot.timeout", runs: []span{{"1.14", "1.17"}}},
		{key: "akka.ask.timeout", as: "pekko.ask.timeout", runs: []span{{"1.18", ""}}},
		{key: "web.port", def: "8081", hidden: true, runs: []span{{"", "1.20"}}},
		{key: "web.port", as: "rest.port", runs: all},
	})
	var said []string
	for _, r := range got {
		said = append(said, r.key+"="+r.def+r.as)
	}
	want := []string{"rest.port=8081", "akka.ask.timeout=10 s", "akka.ask.timeout=pekko.ask.timeout", "web.port=rest.port"}
	if !slices.Equal(said, want) {
		t.Errorf("left: %v\nwant: %v", said, want)
	}
}

func TestRenamesAreSaidOnce(t *testing.T) {
	got := firstOnly([]rename{
		{"t", "", "recovery.mode", "ha"},
		{"t", "1.17", "recovery.mode", "ha.type"}, // follows from the two others
		{"t", "1.17", "ha", "ha.type"},
		{"t", "2.5.6", "low", "soft"},
		{"t", "3.0.1", "low", "soft"}, // the main line's release
	})
	want := []rename{{"t", "", "recovery.mode", "ha"}, {"t", "1.17", "ha", "ha.type"}, {"t", "3.0.1", "low", "soft"}}
	if !slices.Equal(got, want) {
		t.Errorf("firstOnly = %v, want %v", got, want)
	}
}

func TestParseLineRefuses(t *testing.T) {
	if _, err := parseLine([]string{"key", "releases"}, "a\tall\tmore"); err == nil {
		t.Error("a row with too many columns was read")
	}
	if _, err := parseLine([]string{"key", "colour"}, "a\tred"); err == nil {
		t.Error("an unknown column was read")
	}
}
