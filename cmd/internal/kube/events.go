package kube

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// event is what is told of an event, one JSON object a line, in the order that reads best. Unlike the table of kubectl get events it states times.
type event struct {
	Kind           string         `json:"kind"`
	LastTimestamp  string         `json:"lastTimestamp,omitempty"`
	Type           string         `json:"type"`
	Reason         string         `json:"reason"`
	Message        string         `json:"message"`
	InvolvedObject involvedObject `json:"involvedObject"`
	Count          int            `json:"count,omitempty"`
}

type involvedObject struct {
	Kind      string `json:"kind"`
	Name      string `json:"name"`
	Namespace string `json:"namespace,omitempty"`
}

// answeredEvent is an event as the server gives it. Which of its times is set depends on who wrote it. Source: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/.
type answeredEvent struct {
	event
	FirstTimestamp, EventTime string
	Series                    struct {
		LastObservedTime string
		Count            int
	}
}

// events returns the events of what was found, oldest first, nil when there are none.
func (t Target) events(ctx context.Context, f found) *parsers.Source {
	const name = "events.jsonl"
	var list struct{ Items []answeredEvent }
	if err := t.get(ctx, &list, "get", "events", "-o", "json"); err != nil {
		return &parsers.Source{Name: name, Err: err}
	}
	var kept []event
	for _, e := range list.Items {
		if f.owns(e.InvolvedObject.Name) {
			kept = append(kept, e.settled())
		}
	}
	if len(kept) == 0 {
		return nil
	}
	slices.SortStableFunc(kept, func(a, b event) int { return strings.Compare(a.LastTimestamp, b.LastTimestamp) })
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	for _, e := range kept {
		if err := encoder.Encode(e); err != nil {
			return &parsers.Source{Name: name, Err: err}
		}
	}
	text := bytes.NewReader(b.Bytes())
	return &parsers.Source{Name: name, File: text, Size: text.Size()}
}

// settled chooses the time and count that are set.
func (e answeredEvent) settled() event {
	out := e.event
	out.Kind = "Event"
	for _, at := range []string{e.Series.LastObservedTime, e.LastTimestamp, e.EventTime, e.FirstTimestamp} {
		if at != "" {
			out.LastTimestamp = at
			break
		}
	}
	out.Count = max(e.Count, e.Series.Count)
	return out
}

// owns tells whether an object belongs to what was found: it has one of the names, or a name that was made from one, as those of pods that are gone are. What
// happens to other pipelines of the namespace is no cause of this one's failure.
func (f found) owns(object string) bool {
	return len(f.roots) == 0 || slices.ContainsFunc(f.roots, func(root string) bool { return object == root || strings.HasPrefix(object, root+"-") })
}
