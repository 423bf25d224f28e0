package memory

import (
	"errors"
	"fmt"
	"strings"
)

// ErrNoTotal says that the configuration sets none of the sizes from which Flink derives the others. A process without them does not start; a file without them is
// as a rule only a part of the configuration.
var ErrNoTotal = errors.New("neither process.size nor flink.size nor the parts that replace them are set")

// ErrNoModel says that the release has another memory model (before 1.10, of a JobManager before 1.11), or that a key of that model decides, whose meaning depends on
// how the cluster is deployed (MemoryBackwardsCompatibilityUtils).
var ErrNoModel = errors.New("the memory model of before Flink 1.10 (JobManager: 1.11) decides")

// Reason is why Flink refuses a configuration.
type Reason int

// The reasons.
const (
	// Unreadable: the value of Key cannot be read.
	Unreadable Reason = iota
	// Exceeds: Sizes add up to more than Limit, the size of Whole.
	Exceeds
	// Differs: Sizes do not add up to exactly Limit, the size of Whole.
	Differs
	// OutOfRange: what is left for Part after Sizes have gone off Limit, the size of Whole, is Left, and that is not between Least and Most.
	OutOfRange
	// BadRange: the Least of Part is more than its Most.
	BadRange
	// TooLarge: the sizes add up to more than can be counted.
	TooLarge
)

// Refusal is the error of a configuration with which Flink throws an IllegalConfigurationException instead of starting. Which fields count depends on the reason.
type Refusal struct {
	Process           Process
	Reason            Reason
	Key, Value        string
	Sizes             []Size
	Whole             Part
	Limit             int64
	Part              Part
	Left, Least, Most int64
}

// Error implements error. It is the arithmetic alone, without the process, in signs that need no translation.
func (r *Refusal) Error() string {
	switch r.Reason {
	case Exceeds:
		return fmt.Sprintf("%s = %s > %s %s", r.terms(" + "), Spell(r.sum()), words[r.Whole], Spell(r.Limit))
	case Differs:
		return fmt.Sprintf("%s = %s ≠ %s %s", r.terms(" + "), Spell(r.sum()), words[r.Whole], Spell(r.Limit))
	case OutOfRange:
		return fmt.Sprintf("%s %s - %s = %s (%s: %s ... %s)", words[r.Whole], Spell(r.Limit), r.terms(" - "), Spell(r.Left), words[r.Part], Spell(r.Least), Spell(r.Most))
	case BadRange:
		return fmt.Sprintf("%s.min %s > %s.max %s", r.Part, Spell(r.Least), r.Part, Spell(r.Most))
	case TooLarge:
		return "> " + Spell(unlimited/2)
	}
	return fmt.Sprintf("%s: %q", r.Key, r.Value)
}

// words are what the arithmetic calls parts and totals.
var words = map[Part]string{
	Total: "process", Flink: "Flink", FrameworkHeap: "framework heap", TaskHeap: "task heap", Managed: "managed", FrameworkOffHeap: "framework off-heap",
	TaskOffHeap: "task off-heap", Network: "network", Heap: "heap", OffHeap: "off-heap", Metaspace: "metaspace", Overhead: "overhead",
}

func (r *Refusal) terms(sign string) string {
	var out []string
	for _, s := range r.Sizes {
		if s.Bytes > 0 {
			out = append(out, words[s.Part]+" "+Spell(s.Bytes))
		}
	}
	return strings.Join(out, sign)
}

func (r *Refusal) sum() int64 {
	sum := int64(0)
	for _, s := range r.Sizes {
		sum = add(sum, s.Bytes)
	}
	return sum
}

// Refusals takes an error of this package apart into the refusals that it holds.
func Refusals(err error) []*Refusal {
	var out []*Refusal
	switch x := err.(type) {
	case *Refusal:
		out = append(out, x)
	case interface{ Unwrap() []error }:
		for _, inner := range x.Unwrap() {
			out = append(out, Refusals(inner)...)
		}
	}
	return out
}
