//go:build race

package analyzer

// raced tells that the race detector is on, under which memory says nothing and time is dear.
const raced = true
