package memory

import (
	"errors"
	"fmt"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/rules/options"
)

// Config returns what a key of Flink's configuration is set to; ok is false for keys that are not set. It is asked for keys under every name that Flink reads them by.
type Config func(key string) (value string, ok bool)

// Settings are what decides about the memory of one process: what is set, and the defaults of the release for the rest. Sizes are in bytes.
type Settings struct {
	process  Process
	sizes    map[string]int64 // by the key's name behind "taskmanager.memory."
	set      map[string]bool
	network  span
	overhead span
	managed  share
	// buffers is the network memory that taskmanager.network.numberOfBuffers fixes, negative when it does not.
	buffers int64
}

// span is a share of a whole within a least and a most.
type span struct {
	part        Part
	fraction    share
	least, most int64
}

func (s span) of(whole int64) int64 { return s.clip(s.fraction.of(whole)) }

// ofRest is the span's share of a whole of which all the rest is known.
func (s span) ofRest(rest int64) int64 { return s.clip(s.fraction.inverse().of(rest)) }

func (s span) clip(bytes int64) int64 { return max(s.least, min(bytes, s.most)) }

func (s span) holds(bytes int64) bool { return bytes >= s.least && bytes <= s.most }

// oldNames are the names under which Flink still reads an option. Source: withDeprecatedKeys in apache/flink flink-core/.../configuration/TaskManagerOptions.java.
var oldNames = map[string]string{
	"taskmanager.memory.managed.size":     "taskmanager.memory.size",
	"taskmanager.memory.network.min":      "taskmanager.network.memory.min",
	"taskmanager.memory.network.max":      "taskmanager.network.memory.max",
	"taskmanager.memory.network.fraction": "taskmanager.network.memory.fraction",
}

// Read reads the settings of a process for a release ("" is the newest). The error is ErrNoModel, or joins a *Refusal for every value that Flink cannot read and every
// range that is none; see Refusals.
func Read(p Process, c Config, release string) (*Settings, error) {
	r := &reader{process: p, config: c, release: release}
	if !r.modelled() {
		return nil, ErrNoModel
	}
	s := &Settings{process: p, sizes: map[string]int64{}, set: map[string]bool{}, buffers: -1}
	names := []string{"process.size", "flink.size", "jvm-metaspace.size", "heap.size", "off-heap.size"}
	if p == TaskManager {
		names = append(names[:3], "framework.heap.size", "framework.off-heap.size", "task.heap.size", "task.off-heap.size", "managed.size")
		s.network, s.managed = r.span("network", Network), r.fraction("managed.fraction")
		s.buffers = r.networkBuffers()
	}
	for _, name := range names {
		s.sizes[name], s.set[name] = r.size(name)
	}
	s.overhead = r.span("jvm-overhead", Overhead)
	if r.refusals != nil {
		return nil, errors.Join(r.refusals...)
	}
	return s, nil
}

// reader reads single settings and keeps what Flink would refuse.
type reader struct {
	process  Process
	config   Config
	release  string
	refusals []error
}

// modelled tells whether the release has this memory model and no key of the one before decides.
func (r *reader) modelled() bool {
	var major, minor, patch int
	if n, _ := fmt.Sscanf(r.release, "%d.%d.%d", &major, &minor, &patch); n >= 2 && major == 1 && (minor < 10 || minor == 10 && r.process == JobManager) {
		return false
	}
	for _, old := range [...]string{".heap.size", ".heap.mb"} {
		if _, ok := options.At("flink", string(r.process)+old, r.release); !ok {
			continue
		}
		if _, set := r.config(string(r.process) + old); set {
			return false
		}
	}
	return true
}

func (r *reader) find(key string) (string, bool) {
	if value, ok := r.config(key); ok {
		return value, true
	}
	if old := oldNames[key]; old != "" {
		return r.config(old)
	}
	return "", false
}

func (r *reader) refuse(x Refusal) {
	x.Process = r.process
	r.refusals = append(r.refusals, &x)
}

// size returns what a key is set to, else its default.
func (r *reader) size(name string) (bytes int64, set bool) {
	key := r.process.Key(name)
	text, set := r.find(key)
	if !set {
		return r.defaultSize(key), false
	}
	bytes, ok := ParseSize(text)
	if !ok {
		r.refuse(Refusal{Reason: Unreadable, Key: key, Value: text})
	}
	return bytes, true
}

// defaultSize returns the default of a size, 0 when it has none. In 1.10.0 the metaspace was smaller than the option table, which knows lines of releases,
// tells: taskmanager.sh of that release passes -XX:MaxMetaspaceSize=100663296.
func (r *reader) defaultSize(key string) int64 {
	if key == TaskManager.Key("jvm-metaspace.size") && (r.release == "1.10.0" || strings.HasPrefix(r.release, "1.10.0-")) {
		return 96 << 20
	}
	found, _ := options.At("flink", key, r.release)
	if found.Default == "infinite" {
		return unlimited
	}
	bytes, _ := ParseSize(found.Default) // "(none)" is 0
	return bytes
}

func (r *reader) fraction(name string) share {
	key := r.process.Key(name)
	text, set := r.find(key)
	if !set {
		found, _ := options.At("flink", key, r.release)
		text = found.Default
	}
	f, ok := parseShare(text)
	if !ok {
		r.refuse(Refusal{Reason: Unreadable, Key: key, Value: text})
	}
	return f
}

func (r *reader) span(name string, part Part) span {
	s := span{part: part, fraction: r.fraction(name + ".fraction")}
	s.least, _ = r.size(name + ".min")
	s.most, _ = r.size(name + ".max")
	if s.least > s.most {
		r.refuse(Refusal{Reason: BadRange, Part: part, Least: s.least, Most: s.most, Key: r.process.Key(name + ".min")})
	}
	return s
}

// networkBuffers returns the network memory that the number of buffers fixes, which counts while none of the newer keys is set and as long as a release has it.
func (r *reader) networkBuffers() int64 {
	const key = "taskmanager.network.numberOfBuffers"
	text, set := r.config(key)
	if _, known := options.At("flink", key, r.release); !set || !known {
		return -1
	}
	for _, name := range [...]string{"network.min", "network.max", "network.fraction"} {
		if _, set := r.find(TaskManager.Key(name)); set {
			return -1
		}
	}
	buffers, ok := ParseSize(text)
	page, _ := r.size("segment-size")
	if !ok || page > 0 && buffers > unlimited/page {
		r.refuse(Refusal{Reason: Unreadable, Key: key, Value: text})
		return -1
	}
	return buffers * page
}
