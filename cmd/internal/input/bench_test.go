package input

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"
)

// BenchmarkStreams measures what reading costs before anything looks at a line.
func BenchmarkStreams(b *testing.B) {
	text := strings.Repeat(line+chinese, 1<<18)
	for name, data := range map[string]string{"plain": text, "gzip": gz(b, text), "zstd": zst(b, text), "gbk": gbk(b, text)} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				options := Options{Args: []string{"-"}, Stdin: bytes.NewReader([]byte(data))}
				for src := range Walk(context.Background(), options) {
					if _, err := io.Copy(io.Discard, src.Reader); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}
