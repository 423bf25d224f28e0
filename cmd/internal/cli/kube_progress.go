package cli

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/flinkdoctor/flinkdoctor/cmd/internal/render"
	"github.com/flinkdoctor/flinkdoctor/cmd/internal/term"
)

// collecting shows what kubectl is being asked for and how much was read, also while the cluster keeps it waiting.
type collecting struct {
	line *term.Progress
	what atomic.Value // of string
	done atomic.Int64
	end  chan struct{}
	once sync.Once
}

func (p *program) collecting() *collecting {
	c := &collecting{end: make(chan struct{})}
	c.what.Store("")
	c.line = p.term.Progress(func(done int64, _ time.Duration) string {
		return fmt.Sprintf("%s, %s read", c.what.Load(), render.Bytes(done))
	})
	go func() {
		for {
			select {
			case <-c.end:
				return
			case <-time.After(200 * time.Millisecond):
				c.line.Update(c.done.Load())
			}
		}
	}()
	return c
}

func (c *collecting) now(what string)  { c.what.Store(what) }
func (c *collecting) read(bytes int64) { c.done.Store(bytes) }
func (c *collecting) close()           { c.once.Do(func() { close(c.end) }); c.line.Close() }
