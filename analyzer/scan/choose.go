package scan

import "slices"

// maxStride bounds the distance of two probes. Wider strides gain little and fill the filter's table.
const maxStride = 6

// maxOffset bounds how far into a literal it is probed, so that hits are found nearly in order.
const maxOffset = 60

// maxNarrow bounds how many literals may be one byte too short for the stride.
const maxNarrow = 4

// unseen is the least share assumed for a gram that passes alone: no sample shows every text, and such grams are many.
const unseen = 1.0 / 4096

// The buckets of the filter; those between wild and loose are for ordinary choices.
const (
	buckets = 8
	wild    = 0           // narrow literals: grams with one unknown byte
	loose   = buckets - 1 // no second probe: its bit is set everywhere
)

// choice is one place at which a literal wants to be probed.
type choice struct {
	literal, offset int32
	gram, second    uint32
	bucket          uint8
	ratio           float32 // frequency of gram by that of second
}

// strideFor returns the widest stride at which every literal of at least minGram bytes is met by a probe in each alignment. A literal
// of stride+3 bytes holds a whole gram in each; narrow ones, a byte shorter, cost room in the table, so there may be few.
func strideFor(literals []string) int {
	var count [maxStride + minGram]int // literals by length
	for _, literal := range literals {
		if len(literal) < len(count) {
			count[len(literal)]++
		}
	}
	shorter := 0
	for length := minGram; length < len(count); length++ {
		if shorter += count[length]; shorter > 0 {
			if shorter <= maxNarrow && length-2 <= maxStride && (length+1 >= len(count) || count[length] == shorter) {
				return length - 2
			}
			return min(length-minGram+1, maxStride)
		}
	}
	return maxStride
}

// choose picks for every literal and every alignment of the probes the offset whose grams are rarest.
func choose(literals []string, stride int, freq *frequencies) []choice {
	choices := make([]choice, 0, len(literals)*stride)
	var load [tableSize]uint16 // how many literals wait behind a slot: each costs a comparison
	for id, literal := range literals {
		if len(literal) < minGram {
			continue
		}
		for r := range stride {
			if r+minGram > len(literal) {
				choices = appendNarrow(choices, int32(id), literal)
				continue
			}
			c := rarest(literal, r, stride, freq, &load)
			c.literal = int32(id)
			load[hash(c.gram)]++
			choices = append(choices, c)
		}
	}
	assign(choices)
	return choices
}

// rarest returns the best of the offsets r, r+stride, ... of the literal.
func rarest(literal string, r, stride int, freq *frequencies, load *[tableSize]uint16) choice {
	var best choice
	cost := float32(-1)
	for o := r; o+minGram <= len(literal) && o <= maxOffset; o += stride {
		c := choice{offset: int32(o), gram: gramAt(literal, o), bucket: loose}
		first := freq.of(c.gram)
		chance := first + unseen
		if next := o + stride; next+minGram <= len(literal) {
			c.second, c.bucket = gramAt(literal, next), wild+1
			second := freq.of(c.second)
			c.ratio = first / second
			// Both probes pass together at least as often as independent ones do, at most as often as the rarer one.
			chance = min(first, second) + (first+second)/16
		}
		price := chance * float32(8+load[hash(c.gram)])
		if cost < 0 || price < cost {
			best, cost = c, price
		}
	}
	return best
}

// appendNarrow covers the alignment in which no whole gram lies in the literal: one probe begins a byte before it, the next one ends
// a byte behind it. Each unknown byte can be anything.
func appendNarrow(choices []choice, id int32, literal string) []choice {
	head := uint32(literal[0])<<8 | uint32(literal[1])<<16 | uint32(literal[2])<<24
	tail := gramAt(literal, len(literal)-minGram) >> 8
	for b := range uint32(256) {
		choices = append(choices, choice{literal: id, offset: -1, gram: head | b, second: tail | b<<24, bucket: wild})
	}
	return choices
}

// assign spreads the ordinary choices over the buckets. What passes a bucket by chance is (all its first grams) x (all its second
// grams), so choices of like ratio go together: frequent first grams with rare second ones.
func assign(choices []choice) {
	paired := make([]int32, 0, len(choices))
	for i := range choices {
		if b := choices[i].bucket; b != loose && b != wild {
			paired = append(paired, int32(i))
		}
	}
	slices.SortFunc(paired, func(a, b int32) int {
		if x, y := choices[a].ratio, choices[b].ratio; x < y {
			return -1
		} else if x > y {
			return 1
		}
		return int(a - b)
	})
	for i, c := range paired {
		choices[c].bucket = uint8(wild + 1 + i*(loose-wild-1)/len(paired))
	}
}
