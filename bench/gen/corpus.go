package main

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"time"
)

// linesPerFailure is how many lines pass from one failure to the next.
const linesPerFailure = 50_000

// corpus writes one log. It is not safe for concurrent use.
type corpus struct {
	rng      *rand.Rand
	now      time.Time
	jobs     []string // ids
	pods     []string // TaskManagers
	failures bool

	bytes, lines, failed int64
}

func newCorpus(seed uint64, failures bool) *corpus {
	c := &corpus{
		rng: rand.New(rand.NewPCG(seed, 0x666c696e6b)), now: time.Date(2025, 6, 2, 0, 0, 0, 0, time.UTC), failures: failures,
	}
	for range 3 {
		c.jobs = append(c.jobs, string(c.hex(nil, 32)))
	}
	for i := range 12 {
		c.pods = append(c.pods, fmt.Sprintf("orders-sync-%s-taskmanager-1-%d", c.hex(nil, 8), i+1))
	}
	return c
}

// write writes records until size bytes are reached.
func (c *corpus) write(w io.Writer, size int64) error {
	var record []byte
	for c.bytes < size {
		record = c.record(record[:0])
		if _, err := w.Write(record); err != nil {
			return err
		}
		c.bytes += int64(len(record))
		c.lines += int64(bytes.Count(record, []byte{'\n'}))
	}
	return nil
}

// record appends the next record, its last line end included.
func (c *corpus) record(dst []byte) []byte {
	c.now = c.now.Add(time.Duration(c.rng.IntN(20_000)) * time.Microsecond)
	if c.failures && c.lines >= linesPerFailure/2+c.failed*linesPerFailure {
		failure := &failureRecords[c.failed%int64(len(failureRecords))]
		c.failed++
		return append(failure.append(dst, c), '\n')
	}
	p := c.program()
	return append(p.records[c.rng.IntN(len(p.records))].append(dst, c), '\n')
}

// program chooses the program that writes the next record, according to the shares.
func (c *corpus) program() *program {
	at := c.rng.IntN(100)
	for i := range programs {
		if at -= programs[i].share; at < 0 {
			return &programs[i]
		}
	}
	return &programs[len(programs)-1]
}

// hex appends n hexadecimal digits.
func (c *corpus) hex(dst []byte, n int) []byte {
	for n > 0 {
		bits := c.rng.Uint64()
		for i := 0; i < 16 && n > 0; i++ {
			dst = append(dst, "0123456789abcdef"[bits&15])
			bits >>= 4
			n--
		}
	}
	return dst
}
