package kube

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// pod is what is needed of a pod.
type pod struct {
	Metadata struct {
		Name   string
		Labels map[string]string
	}
	Spec struct {
		InitContainers, Containers []container
	}
	Status struct {
		InitContainerStatuses, ContainerStatuses []containerStatus
	}
}

type container struct{ Name string }

type containerStatus struct {
	Name         string
	RestartCount int
}

// restarted tells whether a container was started more than once, so that there can be a log of the time before.
func (p pod) restarted(container string) bool {
	is := func(s containerStatus) bool { return s.Name == container && s.RestartCount > 0 }
	return slices.ContainsFunc(p.Status.ContainerStatuses, is) || slices.ContainsFunc(p.Status.InitContainerStatuses, is)
}

// step is one call of kubectl whose output is a source.
type step struct {
	name     string
	args     []string
	optional bool // it is normal that there is nothing
}

// plan lists the calls for the pods. Names are never words of their own on a command line, so that none can be taken for a flag.
func plan(pods []pod) (steps []step) {
	for _, p := range pods {
		name := p.Metadata.Name
		steps = append(steps, step{name: name + "/describe.txt", args: []string{"describe", "pod/" + name}})
		for _, c := range slices.Concat(p.Spec.InitContainers, p.Spec.Containers) {
			logs := []string{"logs", "pod/" + name, "--container=" + c.Name, fmt.Sprintf("--tail=%d", maxLogLines)}
			if p.restarted(c.Name) {
				steps = append(steps, step{name: name + "/" + c.Name + ".previous.log", args: append(slices.Clone(logs), "--previous"), optional: true})
			}
			steps = append(steps, step{name: name + "/" + c.Name + ".log", args: logs})
		}
	}
	return steps
}

// ahead is how many calls run at once: a kubectl that has to ask for a token first takes a second before it says anything. One that is not read yet waits with a
// full pipe, so that memory does not grow.
const ahead = 4

// collect makes the calls and yields what they give, in order.
func (t Target) collect(ctx context.Context, steps []step, progress Progress, yield func(*parsers.Source) bool) {
	var running []call
	defer func() {
		for _, c := range running {
			c.stop()
		}
	}()
	for i := range steps {
		for next := i + len(running); next < len(steps) && len(running) < ahead; next++ {
			running = append(running, t.call(ctx, steps[next]))
		}
		one := running[0]
		running = running[1:]
		progress(one.name)
		if !one.deliver(yield) {
			return
		}
	}
}

// call is a step whose kubectl was started, or could not be.
type call struct {
	step
	out *output
	err error
}

func (t Target) call(ctx context.Context, s step) call {
	out, err := t.start(ctx, s.args...)
	return call{step: s, out: out, err: err}
}

func (c call) stop() {
	if c.err == nil {
		c.out.stop()
	}
}

// deliver yields the output as a stream, or nothing when an optional step gives nothing, and ends the call.
func (c call) deliver(yield func(*parsers.Source) bool) bool {
	if c.err != nil {
		return yield(&parsers.Source{Name: c.name, Err: c.err})
	}
	defer c.stop()
	var first [4096]byte
	n, err := c.out.Read(first[:])
	if bytes.HasPrefix(first[:n], []byte(emptyList)) { // a refusal begins with it, too
		n = 0
		if _, err = io.Copy(io.Discard, c.out); err == nil {
			err = io.EOF
		}
	}
	switch {
	case c.optional && n == 0 && (errors.Is(err, io.EOF) || isGone(err)):
		return true
	case n == 0 && err != nil && !errors.Is(err, io.EOF):
		return yield(&parsers.Source{Name: c.name, Err: err})
	}
	return yield(&parsers.Source{Name: c.name, Reader: io.MultiReader(bytes.NewReader(first[:n]), c.out)})
}

// emptyList is how kubectl begins a list of nothing in YAML.
const emptyList = "apiVersion: v1\nitems: []\n"

// isGone tells whether kubectl says that there is nothing, which an optional step may: the log of a container that has been swept away.
func isGone(err error) bool {
	return err != nil && (strings.Contains(err.Error(), "not found") || strings.Contains(err.Error(), "NotFound"))
}

// isForbidden tells whether the user may not read what was asked for.
func isForbidden(err error) bool { return strings.Contains(err.Error(), "(Forbidden)") }
