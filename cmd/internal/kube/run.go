package kube

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// get makes a call that answers in JSON.
func (t Target) get(ctx context.Context, into any, args ...string) error {
	out, err := t.run(ctx, args...)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(out, into); err != nil {
		return fmt.Errorf("kubectl %s: its answer cannot be read: %w", strings.Join(args, " "), err)
	}
	return nil
}

const (
	maxAnswer = 64 << 20 // bytes that one call may answer which is not a stream
	patience  = "60s"    // how long the server may take to answer such a call
	goodbye   = 2 * time.Second
)

// run calls kubectl and returns all that it printed.
func (t Target) run(ctx context.Context, args ...string) ([]byte, error) {
	r, err := t.start(ctx, args...)
	if err != nil {
		return nil, err
	}
	defer r.stop()
	out, err := io.ReadAll(io.LimitReader(r, maxAnswer+1))
	if err == nil && len(out) > maxAnswer {
		err = fmt.Errorf("kubectl %s: the answer is larger than %d MiB; choose with -l SELECTOR", strings.Join(args, " "), maxAnswer>>20)
	}
	return out, err
}

// start calls kubectl without a shell. What it says about a failure is the error with which its output ends.
func (t Target) start(ctx context.Context, args ...string) (*output, error) {
	program := t.Kubectl
	if program == "" {
		program = "kubectl"
	}
	ctx, cancel := context.WithCancel(ctx)
	r := &output{said: &limited{}, what: filepath.Base(program) + " " + args[0], ctx: ctx, cancel: cancel}
	r.cmd = exec.CommandContext(ctx, program, t.flags(args)...)
	r.cmd.Stderr = r.said
	r.cmd.WaitDelay = goodbye // a wrapper's children may hold on to the pipes
	pipe, err := r.cmd.StdoutPipe()
	if err == nil {
		err = r.cmd.Start()
	}
	if err != nil {
		cancel()
		if errors.Is(err, exec.ErrNotFound) {
			return nil, fmt.Errorf("%s is not on the PATH; install it, or name it with --kubectl", program)
		}
		return nil, fmt.Errorf("run %s: %w", program, err)
	}
	r.pipe = pipe
	return r, nil
}

// flags adds those that every call has. A log may take as long as it is.
func (t Target) flags(args []string) []string {
	if args[0] != "logs" {
		args = append(args, "--request-timeout="+patience)
	}
	for _, flag := range []struct{ name, value string }{{"--kubeconfig", t.Kubeconfig}, {"--context", t.Context}, {"--namespace", t.Namespace}} {
		if flag.value != "" {
			args = append(args, flag.name+"="+flag.value)
		}
	}
	return args
}

// output is what a running call prints.
type output struct {
	cmd    *exec.Cmd
	ctx    context.Context // ends the call
	cancel context.CancelFunc
	pipe   io.Reader
	said   *limited
	what   string
	end    error // how it ended, once it did
}

// Read implements io.Reader.
func (o *output) Read(p []byte) (int, error) {
	if o.end != nil {
		return 0, o.end
	}
	n, err := o.pipe.Read(p)
	if err == nil || n > 0 {
		return n, nil
	}
	o.end = io.EOF
	if err := o.cmd.Wait(); err != nil {
		o.awaitInterrupt(err)
		o.end = fmt.Errorf("%s: %w", o.what, err)
		if text := message(o.said.String()); text != "" {
			o.end = fmt.Errorf("%s: %s", o.what, text)
		}
	}
	return 0, o.end
}

// awaitInterrupt gives the user's Ctrl-C time to arrive here as well when a signal has ended kubectl: both belong to the terminal, and either may be told first.
func (o *output) awaitInterrupt(err error) {
	const signalled, interrupted = -1, 130 // as the process ended, or as a wrapper's shell reports it
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != signalled && exit.ExitCode() != interrupted {
		return
	}
	select {
	case <-o.ctx.Done():
	case <-time.After(time.Second):
	}
}

// message leaves out of what kubectl said the lines of its own log ("E1124 23:04:26.56 19248 memcache.go:265] ..."), unless it said nothing else.
func message(said string) string {
	var kept []string
	for line := range strings.Lines(strings.TrimSpace(said)) {
		if file, _, logged := strings.Cut(line, "] "); !logged || !strings.Contains(file, ".go:") || !strings.ContainsRune("IWEF", rune(line[0])) {
			kept = append(kept, line)
		}
	}
	if len(kept) == 0 {
		return strings.TrimSpace(said)
	}
	return strings.TrimSpace(strings.Join(kept, ""))
}

// stop ends the call if it has not ended by itself. The output cannot be read any more.
func (o *output) stop() {
	o.cancel()
	if o.end == nil {
		o.end = io.ErrClosedPipe
		o.cmd.Wait() //nolint:errcheck // it was told to end
	}
}

// limited keeps the beginning of what is written to it.
type limited struct{ bytes.Buffer }

// Write implements io.Writer; it takes everything and keeps 4 KiB.
func (l *limited) Write(p []byte) (int, error) {
	const most = 4 << 10
	if room := most - l.Len(); room > 0 {
		l.Buffer.Write(p[:min(len(p), room)])
	}
	return len(p), nil
}
