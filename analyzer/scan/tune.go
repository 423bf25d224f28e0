package scan

import (
	"io"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// A file of at least tuneFrom bytes is worth a look at samplePieces places before the search: the filter then probes what is rare in
// this file rather than in logs at large. On smaller ones the look costs more than it saves.
const (
	tuneFrom     = 256 << 20
	samplePieces = 16
	samplePiece  = 64 << 10
)

// tuneFor returns a set of the same literals that is fast on the source, or set itself.
func tuneFor(src *parsers.Source, set *Set) *Set {
	if src.Size < tuneFrom {
		return set
	}
	learn, check := sample(src.File, src.Size)
	if len(check) == 0 {
		return set
	}
	if tuned := set.Tune(learn); tuned.candidates(check) < set.candidates(check) {
		return tuned
	}
	return set
}

// sample reads pieces spread over the file: one half to learn from, the other to check what was learned. Pieces that cannot be read
// are left out.
func sample(file io.ReaderAt, size int64) (learn, check []byte) {
	halves := [2][]byte{make([]byte, 0, samplePieces/2*samplePiece), make([]byte, 0, samplePieces/2*samplePiece)}
	for i := range int64(samplePieces) {
		half := &halves[i%2]
		filled := len(*half)
		n, _ := file.ReadAt((*half)[filled:filled+samplePiece], (size-samplePiece)*i/(samplePieces-1))
		*half = (*half)[:filled+n]
	}
	return halves[0], halves[1]
}

// candidates counts the places in data at which the search has to look closer.
func (s *Set) candidates(data []byte) int {
	n := 0
	for q := s.skip(data, 0); q >= 0; q = s.skip(data, q+s.stride) {
		n++
	}
	return n
}
