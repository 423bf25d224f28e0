package kube

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// Kinds are the kinds of objects whose pods can be collected.
var Kinds = []string{"pod", "deployment", "statefulset", "daemonset", "replicaset", "job", "flinkdeployment", "flinksessionjob"}

// kindOf returns the one of Kinds that a word means, "" for none. As for kubectl, a word may be a plural, a short name, and carry its API group.
func kindOf(word string) string {
	word, _, _ = strings.Cut(strings.ToLower(word), ".")
	switch word {
	case "po":
		return "pod"
	case "deploy":
		return "deployment"
	case "sts":
		return "statefulset"
	case "ds":
		return "daemonset"
	case "rs":
		return "replicaset"
	case "flinkdep":
		return "flinkdeployment"
	case "sessionjob":
		return "flinksessionjob"
	}
	if word = strings.TrimSuffix(word, "s"); slices.Contains(Kinds, word) {
		return word
	}
	return ""
}

// isName tells whether a word can be the name of an object, so that it can be no flag and no list. Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/.
func isName(word string) bool {
	const longest = 253
	if word == "" || len(word) > longest || strings.Trim(word, "-.") != word {
		return false
	}
	return strings.Trim(word, "abcdefghijklmnopqrstuvwxyz0123456789-.") == ""
}

// Names returns KIND/NAME of the objects of a kind, for shell completion: nothing when kubectl cannot tell at once.
func (t Target) Names(ctx context.Context, word string) (names []string) {
	const patience = 3 * time.Second
	kind := kindOf(word)
	if kind == "" {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	out, err := t.run(ctx, "get", kind, "-o", "name")
	if err != nil {
		return nil
	}
	for line := range strings.Lines(string(out)) {
		if _, name, ok := strings.Cut(strings.TrimSpace(line), "/"); ok && isName(name) {
			names = append(names, word+"/"+name)
		}
	}
	return names
}

// found is what belongs to the target.
type found struct {
	pods     []pod
	sources  []*parsers.Source // what is told about the object itself, or could not be learnt
	manifest string            // the FlinkDeployment that the pods were made from, "" where none is known
	roots    []string          // names with which the names of its objects begin; none means that everything in the namespace belongs to it
}

// owner is what is needed of an object that has pods.
type owner struct {
	Spec struct {
		Selector       labelSelector
		DeploymentName string // of a FlinkSessionJob: its session cluster
	}
	Status struct {
		Error string // of the Flink operator's objects
	}
}

// find asks which pods belong to the target.
func (t Target) find(ctx context.Context) (found, error) {
	if t.Object == "" {
		return t.list(ctx, "")
	}
	word, name, ok := strings.Cut(t.Object, "/")
	if !ok {
		word, name = "pod", t.Object
	}
	kind := kindOf(word)
	switch {
	case kind == "":
		return found{}, fmt.Errorf("cannot collect %q; name a %s/NAME", t.Object, strings.Join(Kinds, "/, "))
	case !isName(name):
		return found{}, fmt.Errorf("%q is no name of a %s; write %s/NAME", name, kind, kind)
	case kind == "pod":
		var one pod
		err := t.get(ctx, &one, "get", "pod/"+name, "-o", "json")
		return found{pods: []pod{one}, roots: []string{name}}, err
	case strings.HasPrefix(kind, "flink"):
		return t.findFlink(ctx, kind, name)
	}
	var object owner
	if err := t.get(ctx, &object, "get", kind+"/"+name, "-o", "json"); err != nil {
		return found{}, err
	}
	selector := object.Spec.Selector.cluster().String()
	if selector == "" {
		return found{}, fmt.Errorf("%s/%s selects no pods of its own", kind, name)
	}
	out, err := t.list(ctx, selector)
	out.roots = append(out.roots, name)
	return out, err
}

// findFlink finds the cluster of an object of the Flink operator. Whoever may not read such objects gets the pods all the same: Flink labels them with the
// cluster's name.
func (t Target) findFlink(ctx context.Context, kind, name string) (found, error) {
	var object owner
	refusal := t.get(ctx, &object, "get", kind+"/"+name, "-o", "json")
	if refusal != nil && (kind == "flinksessionjob" || !isForbidden(refusal)) {
		return found{}, refusal
	}
	cluster := name
	if kind == "flinksessionjob" {
		cluster = object.Spec.DeploymentName // org.apache.flink.kubernetes.operator.api.spec.FlinkSessionJobSpec
	}
	if !isName(cluster) {
		return found{}, fmt.Errorf("%s/%s names no cluster", kind, name)
	}
	out, err := t.list(ctx, "app="+cluster)
	out.roots = append(out.roots, name, cluster)
	if refusal != nil {
		out.sources = append(out.sources, &parsers.Source{Name: kind + "/" + name, Err: refusal})
		return out, err
	}
	out.manifest = "flinkdeployment/" + cluster
	if src := operatorError(kind+"/"+name+"/status.txt", object.Status.Error); src != nil {
		out.sources = append(out.sources, src)
	}
	return out, err
}

// list asks for the pods that a selector and the user's own name, at most maxPods. That there are more is told.
func (t Target) list(ctx context.Context, selector string) (found, error) {
	args := []string{"get", "pods", "-o", "json"}
	if joined := strings.Join(slices.DeleteFunc([]string{selector, t.Selector}, func(s string) bool { return s == "" }), ","); joined != "" {
		args = append(args, "--selector="+joined)
	}
	var list struct{ Items []pod }
	if err := t.get(ctx, &list, args...); err != nil {
		return found{}, err
	}
	slices.SortFunc(list.Items, func(a, b pod) int { return strings.Compare(a.Metadata.Name, b.Metadata.Name) })
	out := found{pods: list.Items}
	if more := len(list.Items) - maxPods; more > 0 {
		out.pods = list.Items[:maxPods]
		err := fmt.Errorf("only the first %d of %d pods are looked at; choose with -l SELECTOR", maxPods, len(list.Items))
		out.sources = append(out.sources, &parsers.Source{Name: "more pods", Err: err})
	}
	if selector != "" || t.Selector != "" {
		for _, p := range out.pods {
			out.roots = append(out.roots, p.Metadata.Name)
		}
		out.roots = append(out.roots, apps(out.pods)...)
	}
	return out, nil
}
