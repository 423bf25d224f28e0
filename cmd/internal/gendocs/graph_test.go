package main

import (
	"fmt"
	"testing"
)

func TestPicturesAreBounded(t *testing.T) {
	var g graph
	for i := range 90 { // one effect with many causes, a chain, and pairs
		g.edges = append(g.edges, edge{cause: fmt.Sprintf("cause-%02d", i), effect: "effect"})
	}
	for i := range 70 {
		g.edges = append(g.edges, edge{cause: fmt.Sprintf("link-%02d", i), effect: fmt.Sprintf("link-%02d", i+1)})
	}
	for i := range 5 {
		g.edges = append(g.edges, edge{cause: fmt.Sprintf("a-%d", i), effect: fmt.Sprintf("b-%d", i)})
	}
	seen := map[edge]int{}
	pictures := g.pictures(func(edge) bool { return true })
	for _, p := range pictures {
		if len(p) > maxEdges {
			t.Errorf("a picture has %d edges", len(p))
		}
		for _, e := range p {
			seen[e]++
		}
	}
	for _, e := range g.edges {
		if seen[e] != 1 {
			t.Errorf("%s -> %s is in %d pictures", e.cause, e.effect, seen[e])
		}
	}
	if len(pictures) > 5 {
		t.Errorf("%d edges take %d pictures", len(g.edges), len(pictures))
	}
}

func TestPicturesTakeOnlyWhatTouches(t *testing.T) {
	g := graph{edges: []edge{{cause: "a", effect: "b"}, {cause: "c", effect: "d"}}}
	got := g.pictures(func(e edge) bool { return e.cause == "c" })
	if len(got) != 1 || len(got[0]) != 1 || got[0][0].cause != "c" {
		t.Errorf("got %v", got)
	}
}
