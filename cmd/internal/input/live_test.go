package input

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"testing"
	"time"
	"unicode/utf16"
)

// TestLiveBegins: a silent stream is given as soon as its first bytes say what it is, and reads on as it would have without the silence.
func TestLiveBegins(t *testing.T) {
	const line = "2024-01-24 14:53:14,000 ERROR com.acme.Sink [] - 写入失败\n"
	var wide, packed bytes.Buffer
	wide.WriteString("\xff\xfe")
	for _, u := range utf16.Encode([]rune(line)) {
		wide.Write([]byte{byte(u), byte(u >> 8)})
	}
	zip := gzip.NewWriter(&packed)
	zip.Write([]byte(line))
	zip.Flush()
	for name, first := range map[string][]byte{"text": []byte(line), "utf-16": wide.Bytes(), "gzip": packed.Bytes()} {
		t.Run(name, func(t *testing.T) {
			r, w := io.Pipe()
			go w.Write(first)
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			defer cancel()
			for src := range Walk(ctx, Options{Stdin: r, StdinIsPipe: true, StdinIsLive: true}) {
				got := make([]byte, len(line))
				if _, err := io.ReadFull(src.Reader, got); err != nil || string(got) != line || src.Name != "-" {
					t.Errorf("%s: %q %v", src.Name, got, err)
				}
				w.Close()
			}
			if ctx.Err() != nil {
				t.Error("it waits for more")
			}
		})
	}
}

// TestLiveWaits: half a line says too little, and who stops the program need not wait for the rest.
func TestLiveWaits(t *testing.T) {
	r, w := io.Pipe()
	defer w.Close()
	go io.WriteString(w, "2024-01-24 14:53")
	ctx, cancel := context.WithTimeout(t.Context(), 3*silence)
	defer cancel()
	start := time.Now()
	for src := range Walk(ctx, Options{Stdin: r, StdinIsPipe: true, StdinIsLive: true}) {
		if _, err := io.ReadAll(src.Reader); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%v after %s", err, time.Since(start))
		}
	}
	if took := time.Since(start); took < 3*silence || took > 20*time.Second {
		t.Errorf("it took %s", took)
	}
}
