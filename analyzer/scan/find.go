package scan

import (
	"encoding/binary"
	"strings"
	"unsafe"
)

// Find appends the hits in data to dst: every occurrence of every literal once, in order of position, then of literal. Data of
// 2 GiB or more is searched up to there only. data is not kept.
func (s *Set) Find(data []byte, dst []Hit) []Hit {
	data = data[:min(len(data), 1<<31-1)]
	base := len(dst)
	if len(s.entries) > 0 {
		for q := s.skip(data, 0); q >= 0; q = s.skip(data, q+s.stride) {
			dst = s.verify(data, q, dst, base)
		}
	}
	for _, id := range s.tiny {
		dst = s.findTiny(data, id, dst, base)
	}
	return dst
}

// FindString is Find for text.
func (s *Set) FindString(text string, dst []Hit) []Hit {
	if text == "" {
		return dst
	}
	return s.Find(unsafe.Slice(unsafe.StringData(text), len(text)), dst) // Find does not write to its argument
}

// skip returns the first multiple of the stride, counted from q, that passes the filter; -1 when there is none.
func (s *Set) skip(data []byte, q int) int {
	if last := len(data) - 4*s.stride - minGram; q <= last {
		q = s.skipFast(unsafe.Pointer(unsafe.SliceData(data)), uintptr(q), uintptr(last))
	}
	return s.skipSlowly(data, q)
}

// skipFast is skip for positions up to last, behind which four more probes fit; it may stop early. This loop is where the program
// spends its time on healthy text: four probes a turn, no bounds checks, and branches that are never taken cost less than joining the
// probes by arithmetic.
func (s *Set) skipFast(data unsafe.Pointer, q, last uintptr) int {
	stride, table := uintptr(s.stride), &s.table
	a := table[hash(loadFast(data, q))]
	for q <= last {
		b := table[hash(loadFast(data, q+stride))]
		if a&(b>>buckets) != 0 {
			break
		}
		q += stride
		a = table[hash(loadFast(data, q+stride))]
		if b&(a>>buckets) != 0 {
			break
		}
		q += stride
		b = table[hash(loadFast(data, q+stride))]
		if a&(b>>buckets) != 0 {
			break
		}
		q += stride
		a = table[hash(loadFast(data, q+stride))]
		if b&(a>>buckets) != 0 {
			break
		}
		q += stride
	}
	return int(q)
}

// skipSlowly is skip for the last bytes of the data and for the place of a candidate.
func (s *Set) skipSlowly(data []byte, q int) int {
	for ; q+minGram <= len(data); q += s.stride {
		second := uint16(0xff00) // behind the end anything may stand: a literal can end between the two probes
		if next := q + s.stride; next+minGram <= len(data) {
			second = s.table[hash(load(data, next))]
		}
		if s.table[hash(load(data, q))]&(second>>8) != 0 {
			return q
		}
	}
	return -1
}

func load(data []byte, i int) uint32 { return binary.LittleEndian.Uint32(data[i:]) }

// verify appends the literals that really occur with the probe at q.
func (s *Set) verify(data []byte, q int, dst []Hit, base int) []Hit {
	gram := load(data, q)
	h := hash(gram)
	for _, e := range s.entries[s.start[h]:s.start[h+1]] {
		if e.gram != gram {
			continue
		}
		literal := s.literals[e.literal]
		from := q - int(e.offset)
		if from >= 0 && from+len(literal) <= len(data) && string(data[from:from+len(literal)]) == literal {
			dst = insert(dst, Hit{Pos: int32(from), Literal: e.literal}, base)
		}
	}
	return dst
}

// findTiny searches one literal that is too short for the filter.
func (s *Set) findTiny(data []byte, id int32, dst []Hit, base int) []Hit {
	text, literal := unsafe.String(unsafe.SliceData(data), len(data)), s.literals[id]
	old := append([]Hit(nil), dst[base:]...)
	dst = dst[:base]
	for from := 0; ; from++ {
		i := strings.Index(text[from:], literal)
		if i < 0 {
			return append(dst, old...)
		}
		from += i
		hit := Hit{Pos: int32(from), Literal: id}
		for len(old) > 0 && before(old[0], hit) {
			dst, old = append(dst, old[0]), old[1:]
		}
		dst = append(dst, hit)
	}
}

// insert adds the hit at its place behind dst[base:]. Hits are found nearly in order: the way back is bounded by maxOffset.
func insert(dst []Hit, hit Hit, base int) []Hit {
	dst = append(dst, hit)
	for i := len(dst) - 1; i > base && before(dst[i], dst[i-1]); i-- {
		dst[i], dst[i-1] = dst[i-1], dst[i]
	}
	return dst
}

func before(a, b Hit) bool { return a.Pos < b.Pos || a.Pos == b.Pos && a.Literal < b.Literal }

func loadFast(data unsafe.Pointer, i uintptr) uint32 {
	return binary.LittleEndian.Uint32((*[4]byte)(unsafe.Add(data, i))[:])
}
