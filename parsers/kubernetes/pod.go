package kubernetes

import (
	"strings"
	"time"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/internal/lex"
)

// pod is what all outputs tell about one pod.
type pod struct {
	name, namespace, node  string
	phase, reason, message string
	containers             []container
}

// container is one container of a pod and the two states that the kubelet remembers of it.
type container struct {
	name, restarts, limit string
	state, last           status
}

// status is a state of a container: Waiting, Running or Terminated.
type status struct {
	kind, reason, exitCode, message, started, finished string
}

// maxContainers bounds the containers of one pod.
const maxContainers = 64

// add begins the next container.
func (p *pod) add(name string) {
	if len(p.containers) < maxContainers {
		p.containers = append(p.containers, container{name: name})
	}
}

// current returns the container that was begun last; there is always one.
func (p *pod) current() *container {
	if len(p.containers) == 0 {
		p.containers = append(p.containers, container{})
	}
	return &p.containers[len(p.containers)-1]
}

// Gravity of a state, rising.
const (
	calm       = iota
	terminated // asked to end, exit code 143
	waiting    // cannot start
	failed     // ended by itself or killed
	oomKilled
)

// gravity tells how much a state explains.
func (s *status) gravity() int {
	switch {
	case s.reason == "OOMKilled":
		return oomKilled
	case s.kind == "Waiting" && isBad(s.reason):
		return waiting
	case s.exitCode == "143":
		return terminated
	case s.kind == "Terminated" && s.exitCode != "" && s.exitCode != "0", s.exitCode == "" && isBad(s.reason):
		return failed
	}
	return calm
}

// isBad tells whether a reason of a container or the STATUS of get pods names a failure. Sources: kubernetes/kubernetes pkg/kubelet/images/types.go,
// pkg/kubelet/container/sync_result.go, pkg/kubelet/eviction, pkg/printers/internalversion/printers.go (printPod).
func isBad(reason string) bool {
	reason = reason[strings.LastIndexByte(reason, ':')+1:] // "Init:Error"
	switch reason {
	case "OOMKilled", "Error", "CrashLoopBackOff", "ImagePullBackOff", "ErrImagePull", "InvalidImageName", "ErrImageNeverPull", "ImageInspectError", "RegistryUnavailable",
		"CreateContainerConfigError", "CreateContainerError", "RunContainerError", "ContainerCannotRun", "StartError", "PreCreateHookError", "PreStartHookError", "PostStartHookError",
		"Evicted", "NodeLost", "NodeAffinity", "DeadlineExceeded", "UnexpectedAdmissionError", "ContainerStatusUnknown", "Failed", "Preempting", "OutOfcpu", "OutOfmemory", "OutOfpods":
		return true
	}
	return false
}

// worst returns the container and the state that explain most; nil when all is well. Of equals the first one wins.
func (p *pod) worst() (*container, *status) {
	most := calm
	var c *container
	var s *status
	for i := range p.containers {
		for _, state := range [...]*status{&p.containers[i].last, &p.containers[i].state} {
			if g := state.gravity(); g > most {
				most, c, s = g, &p.containers[i], state
			}
		}
	}
	return c, s
}

// fields tells the event about the pod and the container that fares worst.
func (p *pod) fields(event *parsers.Event) {
	set(event, "pod", p.name)
	set(event, "namespace", p.namespace)
	set(event, "node", p.node)
	set(event, "status", p.phase)
	c, s := p.worst()
	if c == nil && len(p.containers) == 1 {
		c, s = &p.containers[0], &status{}
	}
	if c != nil {
		set(event, "container", c.name)
		set(event, "restart_count", c.restarts)
		set(event, "memory_limit", c.limit)
		set(event, "reason", s.reason)
		set(event, "exit_code", s.exitCode)
		set(event, "started", s.started)
		set(event, "finished", s.finished)
		event.Time = moment(s.finished)
		if s.gravity() >= waiting {
			event.Level = parsers.LevelError
		}
	}
	if isBad(p.reason) { // an eviction says more than the signal that carried it out
		set(event, "reason", p.reason)
		event.Level = parsers.LevelError
	}
}

// moment reads a time of describe or of an object.
func moment(text string) parsers.Time {
	for _, layout := range [...]string{time.RFC3339, time.RFC1123Z} {
		if at, err := time.Parse(layout, text); err == nil {
			return parsers.StatedTime(at)
		}
	}
	return parsers.Time{}
}

// summary writes the states in the words of kubectl describe, on one line, so that one wording serves for all outputs.
func (p *pod) summary() string {
	var words []string
	say := func(key, value string) {
		if value != "" {
			words = append(words, key, value)
		}
	}
	say("Pod", p.name)
	say("Status:", p.phase)
	say("Reason:", p.reason)
	say("Message:", p.message)
	for i := range p.containers {
		c := &p.containers[i]
		say("Container", c.name)
		c.state.say("State:", say)
		c.last.say("Last State:", say)
		say("Restart Count:", c.restarts)
	}
	return lex.Fold(strings.Join(words, " "))
}

func (s *status) say(key string, say func(key, value string)) {
	say(key, s.kind)
	say("Reason:", s.reason)
	say("Exit Code:", s.exitCode)
	say("Message:", s.message)
	say("Started:", s.started)
	say("Finished:", s.finished)
}
