package analyzer

import (
	"bytes"
	"context"

	"github.com/flinkdoctor/flinkdoctor/analyzer/scan"
	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/record"
)

// sampleBytes are read at both ends of a large source to learn its layout and its span of time.
const sampleBytes = 64 << 10

// readLarge assesses the records around the candidates that the scan finds.
func (a *assessor) readLarge(ctx context.Context, src *parsers.Source, opt scan.Options, r *sourceResult) {
	if err := a.scanInto(ctx, src, opt, r, func(b *scan.Block) blockResult { return a.block(b, r.named) }, func(*blockResult, int64) {}); err != nil {
		r.err = describe(err)
	}
}

// scanInto lets work assess the blocks of a source and takes in what it gives. after is told of every block, in order, and how many line ends stand before it.
// Early blocks are not taken in.
func (a *assessor) scanInto(ctx context.Context, src *parsers.Source, opt scan.Options, r *sourceResult, work func(*scan.Block) blockResult,
	after func(*blockResult, int64),
) error {
	end := int64(0) // end of the last record kept, to drop what two blocks both cut
	totals, err := scan.Run(ctx, src, a.scanned, opt, work, func(_ int, found blockResult, newlines int64) error {
		if !found.early {
			r.take(&found, newlines, &end)
		}
		after(&found, newlines)
		return nil
	})
	r.info.Bytes, r.info.Lines = totals.Bytes, totals.Lines
	return err
}

// take takes in what a block gave. end, if not nil, is the end of the last record that was taken in.
func (r *sourceResult) take(found *blockResult, newlines int64, end *int64) {
	for i := range found.list {
		obs := &found.list[i]
		if end != nil {
			if obs.event.Offset < *end {
				continue
			}
			if !obs.shared {
				*end = obs.event.Offset + 1
			}
		}
		obs.event.Line += int(newlines) + 1
		r.note(&obs.observation)
		if obs.tell {
			r.keep(obs.observation)
		}
	}
	for _, t := range found.times {
		r.span(t)
	}
	for name, n := range found.layouts {
		r.layouts[name] += n
	}
	for component, n := range found.components {
		r.components[component] += n
	}
}

// blockResult is what one block gave, in the order of the source.
type blockResult struct {
	list       []blockObservation
	times      []parsers.Time
	layouts    map[string]int
	components map[parsers.Component]int
	early      bool   // the block comes again
	small      []byte // the whole of a small source, which was not assessed yet
}

type blockObservation struct {
	observation
	shared bool
	tell   bool
}

// block assesses one block of a source whose name tells the program named. It runs on many goroutines at once.
func (a *assessor) block(b *scan.Block, named parsers.Component) blockResult {
	out := blockResult{early: b.Early}
	if b.First {
		a.sample(window(b, 0, sampleBytes), &out)
	}
	var last record.Record
	for _, hit := range b.Hits {
		pos := b.Base + int64(hit.Pos)
		if len(last.Lines) > 0 && !last.Shared && last.Anchor >= 0 && pos < last.End && pos >= last.Start {
			continue
		}
		rec := a.reader.At(b, pos)
		if len(last.Lines) > 0 && rec.Start == last.Start {
			continue
		}
		last = rec
		obs, tell := a.assess(&rec, named)
		if !tell {
			continue
		}
		obs.event.Line = a.lineInBlock(b, rec.Start)
		obs.before = linesBefore(b, &rec, &obs)
		out.list = append(out.list, blockObservation{observation: obs, shared: rec.Shared, tell: tell})
	}
	if b.Last {
		end := b.Base + int64(b.Hi)
		a.sample(window(b, end-sampleBytes, end), &out)
	}
	return out
}

func window(b *scan.Block, from, to int64) []byte {
	data, _, _ := b.Window(from, to)
	return data
}

// lineInBlock counts the line ends from the start of the block's core to the offset; negative when the offset lies before the core.
func (a *assessor) lineInBlock(b *scan.Block, offset int64) int {
	core := b.Base + int64(b.Lo)
	if offset >= core {
		return bytes.Count(b.Data[b.Lo:b.Lo+int(offset-core)], []byte{'\n'})
	}
	data, _, _ := b.Window(offset, core)
	return -bytes.Count(data, []byte{'\n'})
}

// sample reads the heads of the lines in data.
func (a *assessor) sample(data []byte, out *blockResult) {
	if out.layouts == nil {
		out.layouts, out.components = map[string]int{}, map[parsers.Component]int{}
	}
	for len(data) > 0 {
		line := data
		if n := bytes.IndexByte(data, '\n'); n >= 0 {
			line, data = data[:n], data[n+1:]
		} else {
			data = nil
		}
		layout, head, ok := a.reader.Head(line)
		if !ok {
			continue
		}
		out.layouts[layout.Name()]++
		out.components[head.Component]++
		if head.Time.Known() {
			out.times = append(out.times, head.Time)
		}
	}
}
