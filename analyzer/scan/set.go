package scan

// minGram is how many bytes the filter looks at in one probe; literals shorter than that are searched one by one.
const minGram = 4

const (
	tableBits = 14 // 2^14 entries of two bytes stay in a 32 KiB first-level cache; smaller tables collide, larger ones gain nothing
	tableSize = 1 << tableBits
)

// Hit is one occurrence of one literal.
type Hit struct {
	// Pos is the index of the occurrence's first byte in the data that was searched.
	Pos int32
	// Literal is the index of the literal in the list given to Compile.
	Literal int32
}

// Set is a compiled list of literals. It is immutable: any number of goroutines may search with it at once.
//
// The search is a filter that probes every stride-th four-byte gram of the data in a hashed table and looks closer only where two
// probes in a row pass. For each of the stride alignments that an occurrence can have to the probes, every literal has chosen one
// offset at which it expects to be probed, so each occurrence is met exactly once.
type Set struct {
	literals []string
	longest  int
	newlines bool // some literal contains a line end
	stride   int
	// table tells by the hash of a gram in which buckets it may be the first probe (low byte) and the second (high byte).
	table [tableSize]uint16
	// entries[start[h]:start[h+1]] are the places in literals whose gram has the hash h.
	start   [tableSize + 1]int32
	entries []entry
	tiny    []int32 // literals too short for the filter
}

// entry says: where the data holds gram at q, literal may begin at q-offset.
type entry struct {
	gram    uint32
	literal int32
	offset  int32
}

// Compile prepares the literals; their index is their id. Case matters. Literals of at least 8 bytes are fast; each byte less
// shortens the stride of the whole set, and literals below 4 bytes cost a pass over the data each. Equal literals are
// reported under each of their ids, empty ones never. The strings are kept.
func Compile(literals []string) *Set {
	return compile(literals, newFrequencies(commonText))
}

// Tune returns a set of the same literals, with the same ids and the same hits, that is fast on data like the sample.
func (s *Set) Tune(sample []byte) *Set {
	return compile(s.literals, newFrequencies(string(sample)))
}

// overhang is how many bytes a literal may reach beyond the piece of text in which it begins.
func (s *Set) overhang() int { return max(0, s.longest-1) }

func compile(literals []string, freq *frequencies) *Set {
	s := &Set{literals: literals, stride: strideFor(literals)}
	for id, literal := range literals {
		s.longest = max(s.longest, len(literal))
		switch {
		case literal == "":
		case len(literal) < minGram:
			s.tiny = append(s.tiny, int32(id))
		}
		for i := 0; i < len(literal); i++ {
			s.newlines = s.newlines || literal[i] == '\n'
		}
	}
	s.build(choose(literals, s.stride, freq))
	return s
}

// build fills the filter and the index of entries.
func (s *Set) build(choices []choice) {
	fast := 0
	for i := range choices {
		c := &choices[i]
		first := hash(c.gram)
		s.start[first+1]++
		s.table[first] |= 1 << c.bucket
		if c.bucket != loose {
			s.table[hash(c.second)] |= 1 << (c.bucket + buckets)
			fast++
		}
	}
	if fast < len(choices) {
		for i := range s.table {
			s.table[i] |= 1 << (loose + buckets)
		}
	}
	for h := 0; h < tableSize; h++ {
		s.start[h+1] += s.start[h]
	}
	s.entries = make([]entry, len(choices))
	next := s.start
	for i := range choices {
		c := &choices[i]
		h := hash(c.gram)
		s.entries[next[h]] = entry{gram: c.gram, literal: c.literal, offset: c.offset}
		next[h]++
	}
}

// hash maps a gram to its place in the table.
func hash(gram uint32) uint32 { return gram * 0x9E3779B1 >> (32 - tableBits) }

// gramAt returns the four bytes of text at i as a little-endian number.
func gramAt(text string, i int) uint32 {
	b := text[i : i+minGram]
	return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24
}
