// Package kube collects what a broken pipeline left in Kubernetes, with the user's own kubectl: logs of current and previous containers, descriptions of pods,
// events, configuration. It turns each into a source; what they mean is not its business. Nothing is changed in the cluster: only get, describe and
// logs are called.
package kube

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// Target says what to collect.
type Target struct {
	// Object is KIND/NAME with one of Kinds, a bare pod name, or "" for the namespace.
	Object string
	// Namespace, Context, Kubeconfig and Selector are kubectl's; "" means its own default. The selector narrows what belongs to the object.
	Namespace, Context, Kubeconfig, Selector string
	// Kubectl is the program, "kubectl" when empty.
	Kubectl string
}

// Limits keep a large namespace from becoming a long wait: pods that are looked at, and lines of each container's log, the newest ones.
const (
	maxPods     = 60
	maxLogLines = 1_000_000
)

// Progress is told what is being collected, on the goroutine that ranges over the sources.
type Progress func(what string)

// Collect returns the sources of the target, in a stable order: what the operator says, events, the configuration, then pod by pod. The error says why there is
// nothing to collect; what fails later is the Err of a source. A source must be read before the next one is asked for: the call of kubectl that feeds it
// ends then, whether it was read to its end or not.
func Collect(ctx context.Context, t Target, progress Progress) (iter.Seq[*parsers.Source], error) {
	progress("asking kubectl for pods")
	found, err := t.find(ctx)
	if err != nil {
		return nil, err
	}
	if len(found.pods) == 0 && len(found.sources) == 0 && found.manifest == "" {
		return nil, fmt.Errorf("kubectl finds no pods for %s; check the name, -n NAMESPACE and -l SELECTOR", t)
	}
	return func(yield func(*parsers.Source) bool) {
		for _, src := range found.sources {
			if !yield(src) {
				return
			}
		}
		progress("events")
		if src := t.events(ctx, found); src != nil && !yield(src) {
			return
		}
		t.collect(ctx, append(found.configuration(), plan(found.pods)...), progress, yield)
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
