package kubernetes

import (
	"encoding/json"
	"strconv"
	"strings"
)

// podJSON is the part of an object that is wanted. Source: kubernetes/api core/v1/types.go (Pod, ContainerStatus, Event).
type podJSON struct {
	Kind     string
	Metadata struct{ Name, Namespace string }
	Spec     struct {
		NodeName string
	}
	Status struct {
		Phase, Reason, Message string
		ContainerStatuses      []containerJSON
		InitContainerStatuses  []containerJSON
	}
	Items []podJSON

	Type, Reason, Message, LastTimestamp string
	Count                                int64
	InvolvedObject                       struct{ Kind, Name, Namespace string }

	// What kubectl get -o jsonpath={.status.containerStatuses[0].lastState} prints.
	Terminated *stateJSON
}

type containerJSON struct {
	Name             string
	RestartCount     int64
	State, LastState map[string]stateJSON
}

type stateJSON struct {
	Reason, Message, StartedAt, FinishedAt string
	ExitCode                               *int64
}

// decode reads an object, or a list of pods, that stands on one line. It tells whether it could.
func (o *read) decode(text string) bool {
	if strings.IndexByte(text, '\n') >= 0 || !strings.HasPrefix(strings.TrimLeft(text, " "), "{") {
		return false
	}
	var in podJSON
	if err := json.Unmarshal([]byte(text), &in); err != nil {
		return false
	}
	if in.Terminated != nil && in.Kind == "" {
		o.seen = true
		o.pod.current().last = in.Terminated.status("Terminated")
		return true
	}
	o.kind = in.Kind
	if in.Kind == "List" || in.Kind == "PodList" {
		o.decodeList(in.Items)
		return true
	}
	o.pod = in.pod()
	o.event = in.event()
	return true
}

// decodeList keeps the pod of a list that fares worst; of equals the first one wins.
func (o *read) decodeList(items []podJSON) {
	most := -1
	for i := range items {
		if items[i].Kind != "Pod" {
			continue
		}
		p := items[i].pod()
		gravity := calm
		if _, s := p.worst(); s != nil {
			gravity = s.gravity()
		}
		if isBad(p.reason) {
			gravity = max(gravity, failed)
		}
		if gravity > most {
			most, o.pod, o.kind = gravity, p, "Pod"
		}
	}
}

func (in *podJSON) pod() pod {
	p := pod{name: in.Metadata.Name, namespace: in.Metadata.Namespace, node: in.Spec.NodeName, phase: in.Status.Phase, reason: in.Status.Reason, message: in.Status.Message}
	for _, list := range [...][]containerJSON{in.Status.InitContainerStatuses, in.Status.ContainerStatuses} {
		for i := range list {
			p.add(list[i].Name)
			c := p.current()
			c.restarts = strconv.FormatInt(list[i].RestartCount, 10)
			c.state, c.last = statusOfJSON(list[i].State), statusOfJSON(list[i].LastState)
		}
	}
	return p
}

func statusOfJSON(states map[string]stateJSON) status {
	for _, kind := range [...]string{"Terminated", "Waiting", "Running"} {
		in, ok := states[strings.ToLower(kind)]
		if !ok {
			continue
		}
		return in.status(kind)
	}
	return status{}
}

func (in *stateJSON) status(kind string) status {
	s := status{kind: kind, reason: in.Reason, message: in.Message, started: in.StartedAt, finished: in.FinishedAt}
	if in.ExitCode != nil {
		s.exitCode = strconv.FormatInt(*in.ExitCode, 10)
	}
	return s
}

func (in *podJSON) event() said {
	of := in.InvolvedObject
	s := said{kind: in.Type, reason: in.Reason, message: in.Message, last: in.LastTimestamp, objectKind: of.Kind, objectName: of.Name, namespace: of.Namespace}
	if in.Count > 0 {
		s.count = strconv.FormatInt(in.Count, 10)
	}
	return s
}
