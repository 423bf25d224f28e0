package scan

import _ "embed"

// commonText is healthy text of the layouts that the tool reads. The frequencies of its grams stand for those of any log.
//
//go:embed common.txt
var commonText string

// frequencies estimate how often a gram occurs in a text.
type frequencies struct {
	grams [tableSize]uint32 // by hash: what collides in the filter counts together
	pairs [1 << 16]uint16   // two adjacent bytes, saturated
	total float32
}

func newFrequencies(sample string) *frequencies {
	f := &frequencies{total: float32(len(sample) + 1)}
	for i := 0; i+minGram <= len(sample); i++ {
		gram := gramAt(sample, i)
		f.grams[hash(gram)]++
		if p := &f.pairs[gram&0xffff]; *p < 1<<16-1 {
			*p++
		}
	}
	return f
}

// of returns the estimated share of positions that pass the filter for the gram. Grams that the sample lacks are ranked by their
// pairs of bytes: " the" is likelier than "qXz7" although neither was seen.
func (f *frequencies) of(gram uint32) float32 {
	seen := float32(f.grams[hash(gram)])
	rare := min(f.pairs[gram&0xffff], f.pairs[gram>>8&0xffff], f.pairs[gram>>16])
	return (seen + float32(rare)/64 + 1.0/64) / f.total
}
