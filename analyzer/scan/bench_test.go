package scan

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// BenchmarkFind measures the search alone, on blocks that are in the cache as they are after a read.
func BenchmarkFind(b *testing.B) {
	text := healthyText(16<<20, 1)
	for _, n := range []int{150, 300, 600} {
		set := Compile(messageTexts(b, n))
		for name, set := range map[string]*Set{"common": set, "tuned": set.Tune(text[:1<<20])} {
			b.Run(fmt.Sprintf("literals=%d/%s", n, name), func(b *testing.B) {
				b.SetBytes(int64(len(text)))
				block := make([]byte, defaultBlock)
				var hits []Hit
				for b.Loop() {
					for rest := text; len(rest) > 0; {
						n := copy(block, rest)
						hits = set.Find(block[:n], hits[:0])
						rest = rest[n:]
					}
				}
			})
		}
	}
}

func BenchmarkCompile(b *testing.B) {
	literals := messageTexts(b, 600)
	for b.Loop() {
		Compile(literals)
	}
}

func BenchmarkTune(b *testing.B) {
	set, text := Compile(messageTexts(b, 600)), healthyText(samplePieces/2*samplePiece, 1)
	for b.Loop() {
		set.Tune(text)
	}
}

// BenchmarkRun measures whole scans of a file in the page cache. "read" is what reading alone costs: compare with it in the same run.
func BenchmarkRun(b *testing.B) {
	const size = 128 << 20
	path := filepath.Join(b.TempDir(), "healthy.log")
	text := healthyText(size, 1)
	if err := os.WriteFile(path, text, 0o600); err != nil {
		b.Fatal(err)
	}
	file, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	b.Run("read", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		buf := make([]byte, 256<<10)
		for b.Loop() {
			for offset := int64(0); ; {
				n, err := file.ReadAt(buf, offset)
				if offset += int64(n); err == io.EOF {
					break
				} else if err != nil {
					b.Fatal(err)
				}
			}
		}
	})
	set := Compile(messageTexts(b, 300))
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprintf("file/workers=%d", workers), func(b *testing.B) {
			benchmarkRun(b, set, workers, &parsers.Source{File: file, Size: int64(len(text))})
		})
	}
	b.Run("stream/workers=1", func(b *testing.B) {
		benchmarkRun(b, set, 1, &parsers.Source{Reader: io.NewSectionReader(file, 0, int64(len(text)))})
	})
}

func benchmarkRun(b *testing.B, set *Set, workers int, src *parsers.Source) {
	b.ReportAllocs()
	var want int64
	for b.Loop() {
		if r, ok := src.Reader.(io.Seeker); ok {
			if _, err := r.Seek(0, io.SeekStart); err != nil {
				b.Fatal(err)
			}
		}
		hits := int64(0)
		totals, err := Run(context.Background(), src, set, Options{Workers: workers}, func(b *Block) int { return len(b.Hits) },
			func(_ int, n int, _ int64) error { hits += int64(n); return nil })
		if err != nil || totals.Bytes == 0 {
			b.Fatalf("%d bytes, %v", totals.Bytes, err)
		}
		if want == 0 {
			want = hits
		}
		if hits != want {
			b.Fatalf("%d hits, then %d", want, hits)
		}
		b.SetBytes(totals.Bytes)
	}
}
