// Package kube collects what a broken pipeline left in Kubernetes, with the user's own kubectl: logs of current and previous containers, descriptions of pods,
// events, configuration. It turns each into a source; what they mean is not its business. Nothing is changed in the cluster: only get, describe and
// logs are called.
package kube

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os/exec"
	"slices"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// Target says what to collect.
type Target struct {
	// Object is "pod/NAME", "deployment/NAME", "flinkdeployment/NAME", a bare pod name, or "" for the namespace.
	Object string
	// Namespace, Context and Selector are kubectl's; "" means its own default.
	Namespace, Context, Selector string
	// Kubectl is the program, "kubectl" when empty.
	Kubectl string
}

// Limits keep a large namespace from becoming a long wait: pods that are looked at, bytes of log of each container.
const (
	maxPods     = 60
	maxLogBytes = 256 << 20
)

// Progress is told what is being collected, on the goroutine that ranges over the sources.
type Progress func(what string)

// Collect returns the sources of the target, in a stable order: the configuration, events, then pod by pod. The error says why there is nothing to collect; what fails later is the
// Err of a source. A source must be read before the next one is asked for.
func Collect(ctx context.Context, t Target, progress Progress) (iter.Seq[*parsers.Source], error) {
	pods, err := t.pods(ctx)
	if err != nil {
		return nil, err
	}
	if len(pods) == 0 {
		return nil, fmt.Errorf("kubectl finds no pods for %s; check the name, -n NAMESPACE and -l SELECTOR", t)
	}
	return func(yield func(*parsers.Source) bool) {
		for _, app := range apps(pods) {
			progress("configuration of " + app)
			for _, src := range t.configuration(ctx, app) {
				if !yield(src) {
					return
				}
			}
		}
		for _, one := range t.plan(pods) {
			progress(one.name)
			if src := t.source(ctx, one); src != nil && !yield(src) {
				return
			}
		}
	}, nil
}

// String names the target for people.
func (t Target) String() string {
	parts := []string{t.Object}
	if t.Object == "" {
		parts = []string{"the namespace"}
	}
	if t.Selector != "" {
		parts = append(parts, "-l "+t.Selector)
	}
	if t.Namespace != "" {
		parts = append(parts, "-n "+t.Namespace)
	}
	return strings.Join(parts, " ")
}

// pod is what is needed of a pod.
type pod struct {
	Metadata struct {
		Name   string
		Labels map[string]string
	}
	Spec   struct{ Containers []struct{ Name string } }
	Status struct {
		ContainerStatuses []struct {
			Name         string
			RestartCount int
		}
	}
}

// pods asks which pods belong to the target.
func (t Target) pods(ctx context.Context) ([]pod, error) {
	kind, name, ok := strings.Cut(t.Object, "/")
	if !ok {
		kind, name = "pod", t.Object
	}
	selector := t.Selector
	switch strings.ToLower(kind) {
	case "pod", "pods", "po":
		if name != "" {
			var one pod
			err := t.get(ctx, &one, "get", "pod", name, "-o", "json")
			return []pod{one}, err
		}
	case "deployment", "deployments", "deploy", "statefulset", "statefulsets", "sts":
		var owner struct {
			Spec struct {
				Selector struct{ MatchLabels map[string]string }
			}
		}
		if err := t.get(ctx, &owner, "get", kind, name, "-o", "json"); err != nil {
			return nil, err
		}
		selector = labels(owner.Spec.Selector.MatchLabels)
	case "flinkdeployment", "flinkdeployments", "flinkdep", "flinksessionjob":
		selector = "app=" + name // the label that Flink itself sets on the pods of a cluster
	default:
		return nil, fmt.Errorf("cannot collect %q; name a pod/, deployment/, statefulset/ or flinkdeployment/", t.Object)
	}
	args := []string{"get", "pods", "-o", "json"}
	if selector != "" {
		args = append(args, "-l", selector)
	}
	var list struct{ Items []pod }
	if err := t.get(ctx, &list, args...); err != nil {
		return nil, err
	}
	slices.SortFunc(list.Items, func(a, b pod) int { return strings.Compare(a.Metadata.Name, b.Metadata.Name) })
	return list.Items[:min(len(list.Items), maxPods)], nil
}

func labels(m map[string]string) string {
	var parts []string
	for key, value := range m {
		parts = append(parts, key+"="+value)
	}
	slices.Sort(parts)
	return strings.Join(parts, ",")
}

// step is one call of kubectl whose output is a source.
type step struct {
	name     string
	args     []string
	optional bool // it is normal that there is nothing
}

// plan lists the calls: what happened in the namespace, then each pod.
func (t Target) plan(pods []pod) []step {
	steps := []step{{name: "events.txt", args: []string{"get", "events", "--sort-by=.lastTimestamp"}, optional: true}}
	for _, p := range pods {
		name := p.Metadata.Name
		steps = append(steps, step{name: name + "/describe.txt", args: []string{"describe", "pod", name}})
		for _, c := range p.Spec.Containers {
			logs := []string{"logs", name, "-c", c.Name, fmt.Sprintf("--limit-bytes=%d", maxLogBytes)}
			steps = append(steps, step{name: name + "/" + c.Name + ".log", args: logs})
			if restarted(p, c.Name) {
				steps = append(steps, step{name: name + "/" + c.Name + ".previous.log", args: append(slices.Clone(logs), "--previous"), optional: true})
			}
		}
	}
	return steps
}

func restarted(p pod, container string) bool {
	for _, s := range p.Status.ContainerStatuses {
		if s.Name == container {
			return s.RestartCount > 0
		}
	}
	return false
}

// source starts one call and returns its output as a stream; nil when an optional one gives nothing.
func (t Target) source(ctx context.Context, s step) *parsers.Source {
	r, err := t.start(ctx, s.args...)
	var first [4096]byte
	n := 0
	if err == nil {
		n, err = r.Read(first[:])
		if errors.Is(err, io.EOF) {
			err = nil
		}
	}
	switch {
	case n == 0 && err != nil && !(s.optional && isGone(err)):
		return &parsers.Source{Name: s.name, Err: err}
	case s.optional && n == 0:
		return nil
	}
	return &parsers.Source{Name: s.name, Reader: io.MultiReader(bytes.NewReader(first[:n]), r)}
}

// isGone tells whether kubectl says that there is nothing, which an optional step may: the log of a container that has been swept away.
func isGone(err error) bool {
	for _, sign := range []string{"not found", "NotFound", "No resources found"} {
		if strings.Contains(err.Error(), sign) {
			return true
		}
	}
	return false
}

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

// maxAnswer bounds the JSON that one call may print, in bytes.
const maxAnswer = 64 << 20

// run calls kubectl and returns all that it printed.
func (t Target) run(ctx context.Context, args ...string) ([]byte, error) {
	r, err := t.start(ctx, args...)
	if err != nil {
		return nil, err
	}
	out, err := io.ReadAll(io.LimitReader(r, maxAnswer))
	if err == nil {
		_, err = io.Copy(io.Discard, r) // so that it can end
	}
	return out, err
}

// start calls kubectl without a shell. What it says about a failure is the error with which its output ends.
func (t Target) start(ctx context.Context, args ...string) (io.Reader, error) {
	program := t.Kubectl
	if program == "" {
		program = "kubectl"
	}
	if t.Context != "" {
		args = append(args, "--context="+t.Context)
	}
	if t.Namespace != "" {
		args = append(args, "--namespace="+t.Namespace)
	}
	r := &output{said: &limited{}, what: program + " " + args[0]}
	r.cmd = exec.CommandContext(ctx, program, args...)
	r.cmd.Stderr = r.said
	pipe, err := r.cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("run %s: %w", program, err)
	}
	if err := r.cmd.Start(); err != nil {
		if errors.Is(err, exec.ErrNotFound) {
			return nil, fmt.Errorf("%s is not on the PATH; install it, or name it with --kubectl", program)
		}
		return nil, fmt.Errorf("run %s: %w", program, err)
	}
	r.pipe = pipe
	return r, nil
}

// output is what a running call prints.
type output struct {
	cmd  *exec.Cmd
	pipe io.Reader
	said *limited
	what string
	end  error // how it ended, once it did
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
		o.end = fmt.Errorf("%s: %w", o.what, err)
		if text := strings.TrimSpace(o.said.String()); text != "" {
			o.end = fmt.Errorf("%s: %s", o.what, text)
		}
	}
	return 0, o.end
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
