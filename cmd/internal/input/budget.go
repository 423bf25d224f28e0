package input

import (
	"context"
	"fmt"
	"io"
	"math"
	"sync/atomic"
)

// ratioSlack is how many decompressed bytes are free before Limits.MaxRatio counts.
const ratioSlack = 64 << 20

// budget is what one file or stream may still cost, whatever lies in it.
type budget struct {
	limits  Limits
	raw     func() int64 // bytes of the file or stream itself, as far as known
	decoded int64        // bytes that came out of decompressors
	members int
}

// member counts a member of an archive and tells whether it may still be read.
func (b *budget) member() error {
	b.members++
	if b.members > b.limits.MaxMembers {
		return fmt.Errorf("%w: more than %d members, the rest was not read", ErrLimit, b.limits.MaxMembers)
	}
	return nil
}

// left returns how many more bytes may be decompressed, and the limit that says so.
func (b *budget) left() (int64, string) {
	left, why := b.limits.MaxTotal-b.decoded, fmt.Sprintf("more than %s decompressed out of one file", bytesText(b.limits.MaxTotal))
	raw := b.raw()
	if raw > math.MaxInt64/b.limits.MaxRatio {
		return left, why
	}
	if most := max(raw*b.limits.MaxRatio, ratioSlack) - b.decoded; most < left {
		return most, fmt.Sprintf("it unpacks to more than %d times its size", b.limits.MaxRatio)
	}
	return left, why
}

// guard stands behind everything that produces more bytes than it reads. It enforces the limits, honours ctx, explains errors, and
// repeats its error forever.
type guard struct {
	ctx    context.Context
	r      io.Reader
	budget *budget
	format string
	counts bool // bytes count as decompressed; false for the plain members of an archive
	n      int64
	err    error
}

// Read implements io.Reader.
func (g *guard) Read(p []byte) (int, error) {
	if g.err != nil || len(p) == 0 {
		return 0, g.err
	}
	if g.err = g.ctx.Err(); g.err != nil {
		return 0, g.err
	}
	left, why := g.allowed()
	if left <= 0 {
		g.err = g.overrun(why)
		return 0, g.err
	}
	n, err := g.r.Read(p[:min(int64(len(p)), left)])
	g.n += int64(n)
	if g.counts {
		g.budget.decoded += int64(n)
	}
	g.err = damaged(g.format, err)
	return n, g.err
}

func (g *guard) allowed() (int64, string) {
	left, why := g.budget.limits.MaxBytes-g.n, fmt.Sprintf("it is longer than %s", bytesText(g.budget.limits.MaxBytes))
	if !g.counts {
		return left, why
	}
	if total, reason := g.budget.left(); total < left {
		return total, reason
	}
	return left, why
}

// overrun tells the end of the data from a limit that was reached before it.
func (g *guard) overrun(why string) error {
	var probe [1]byte
	if n, err := io.ReadFull(g.r, probe[:]); n == 0 {
		return damaged(g.format, err)
	}
	return fmt.Errorf("%w: cut after %s of it, because %s", ErrLimit, bytesText(g.n), why)
}

// rawReader reads a file or stream itself: it counts, honours ctx and repeats its error.
type rawReader struct {
	ctx context.Context
	r   io.Reader
	n   atomic.Int64 // may be asked for while a Read of a live stream is under way
	err error
}

// Read implements io.Reader.
func (s *rawReader) Read(p []byte) (int, error) {
	if s.err == nil {
		s.err = s.ctx.Err()
	}
	if s.err != nil || len(p) == 0 {
		return 0, s.err
	}
	n, err := s.r.Read(p)
	s.n.Add(int64(n))
	if err != nil && err != io.EOF {
		err = reason(err)
	}
	s.err = err
	return n, err
}

func bytesText(n int64) string {
	const units = "KMGTPE"
	if n < 1024 {
		return fmt.Sprintf("%d B", n)
	}
	value, unit := float64(n)/1024, 0
	for value >= 1024 && unit < len(units)-1 {
		value /= 1024
		unit++
	}
	return fmt.Sprintf("%.4g %ciB", value, units[unit])
}
