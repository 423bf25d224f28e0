package lint

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/rules"
)

// memory does the arithmetic of Flink's memory model for one kind of process.
// Source: apache/flink docs/content/docs/deployment/memory/mem_setup_tm.md, mem_setup_jobmanager.md, and flink-runtime
// org/apache/flink/runtime/util/config/memory/ProcessMemoryUtils.java.
type memory struct {
	scope   *scope
	version string
	prefix  string // "taskmanager.memory." or "jobmanager.memory."
}

// quantity is a size with what is known about it.
type quantity struct {
	name  string  // short name for the arithmetic
	bytes float64 // 0 when it has neither value nor default
	set   bool    // by the user
}

// get reads a key of the process; values that cannot be read count as not set (valueType tells them).
func (m memory) get(key, name string) quantity {
	if s := m.scope.find(m.prefix + key); s != nil {
		if v, ok := read("flink", s.Value, size); ok {
			return quantity{name, v, true}
		}
	}
	text := defaultOf("flink", m.prefix+key, m.version)
	if text == "infinite" {
		return quantity{name, math.Inf(1), false}
	}
	v, _ := read("flink", text, size) // no default is 0
	return quantity{name, v, false}
}

// fraction reads a share.
func (m memory) fraction(key string) float64 {
	v, err := strconv.ParseFloat(strings.TrimSpace(m.scope.valueOr(m.prefix+key, m.version)), 64)
	if err != nil || v < 0 || v > 1 {
		return 0
	}
	return v
}

// share is a fraction of a whole within a least and a most.
func (m memory) share(key, name string, whole float64) quantity {
	least, most := m.get(key+".min", ""), m.get(key+".max", "")
	return quantity{name: name, bytes: math.Min(math.Max(whole*m.fraction(key+".fraction"), least.bytes), most.bytes)}
}

// total is the size that everything must fit into.
type total struct {
	quantity
	key   string  // the full key that sets it
	flink float64 // what is left for Flink's own part of it
	parts []quantity
}

// totals returns the process or Flink size that is set, with what goes off it; false when neither is.
func (m memory) totals() (total, bool) {
	process, flink, metaspace := m.get("process.size", "process.size"), m.get("flink.size", "flink.size"), m.get("jvm-metaspace.size", "metaspace")
	switch {
	case process.set:
		overhead := m.share("jvm-overhead", "overhead", process.bytes)
		return total{process, m.prefix + "process.size", process.bytes - metaspace.bytes - overhead.bytes, []quantity{metaspace, overhead}}, true
	case flink.set:
		return total{flink, m.prefix + "flink.size", flink.bytes, nil}, true
	}
	return total{}, false
}

// overheadLeft tells what is left for the overhead of the JVM when the process and all of Flink's part are set, and whether that is allowed. Flink's part is set by
// flink.size, or by the heap (and, of a TaskManager, the managed memory).
func (m memory) overheadLeft() (arithmetic, key string, wrong bool) {
	process, metaspace := m.get("process.size", "process.size"), m.get("jvm-metaspace.size", "metaspace")
	flink, key := m.fixedFlink()
	if !process.set || key == "" {
		return "", "", false
	}
	left := process.bytes - flink.bytes - metaspace.bytes
	least, most := m.get("jvm-overhead.min", ""), m.get("jvm-overhead.max", "")
	arithmetic = fmt.Sprintf("process.size %s - %s %s - metaspace %s = %s for the overhead, which must be %s to %s",
		spell(process.bytes), flink.name, spell(flink.bytes), spell(metaspace.bytes), spell(left), spell(least.bytes), spell(most.bytes))
	return arithmetic, key, left < least.bytes || left > most.bytes
}

// fixedFlink returns Flink's part when settings fix it, and the key that decides.
func (m memory) fixedFlink() (quantity, string) {
	if flink := m.get("flink.size", "flink.size"); flink.set {
		return flink, m.prefix + "flink.size"
	}
	if m.prefix == "jobmanager.memory." {
		heap := m.get("heap.size", "")
		heap.name, heap.bytes = "heap and off-heap", heap.bytes+m.get("off-heap.size", "").bytes
		if heap.set {
			return heap, m.prefix + "heap.size"
		}
		return quantity{}, ""
	}
	heap, managed := m.get("task.heap.size", ""), m.get("managed.size", "")
	if !heap.set || !managed.set {
		return quantity{}, ""
	}
	sum := heap.bytes + managed.bytes + m.get("framework.heap.size", "").bytes + m.get("framework.off-heap.size", "").bytes + m.get("task.off-heap.size", "").bytes
	share := m.fraction("network.fraction")
	network := math.Min(math.Max(sum*share/(1-share), m.get("network.min", "").bytes), m.get("network.max", "").bytes)
	return quantity{"heap, managed, network and off-heap", sum + network, true}, m.prefix + "task.heap.size"
}

// parts returns what a Flink size of the process is made of, the heap that takes the rest left out unless it is set.
func (m memory) parts(flink float64) []quantity {
	if m.prefix == "jobmanager.memory." {
		return append([]quantity{m.get("off-heap.size", "off-heap")}, setOnly(m.get("heap.size", "heap"))...)
	}
	managed := m.get("managed.size", "managed")
	if !managed.set {
		managed.bytes = flink * m.fraction("managed.fraction")
	}
	network := m.share("network", "network", flink)
	heap := setOnly(m.get("task.heap.size", "task heap"))
	if len(heap) > 0 { // the network then takes what is left, at least its minimum
		network.bytes = m.get("network.min", "").bytes
	}
	return append([]quantity{
		m.get("framework.heap.size", "framework heap"), m.get("framework.off-heap.size", "framework off-heap"), m.get("task.off-heap.size", "task off-heap"), managed, network,
	}, heap...)
}

func setOnly(q quantity) []quantity {
	if q.set {
		return []quantity{q}
	}
	return nil
}

// fits tells whether everything fits into the total, and says the sum.
func (m memory) fits(t total) (arithmetic string, ok bool) {
	sum, text := 0.0, ""
	for _, q := range append(append([]quantity{}, t.parts...), m.parts(math.Max(t.flink, 0))...) {
		if q.bytes <= 0 {
			continue
		}
		sum += q.bytes
		if text != "" {
			text += " + "
		}
		text += q.name + " " + spell(q.bytes)
	}
	return text + " = " + spell(sum) + ", more than " + t.name + " " + spell(t.bytes), sum <= t.bytes
}

// memoryStep is by how much a total grows until everything fits, memoryMost where the search ends.
const (
	memoryStep = 64 << 20
	memoryMost = 1 << 40
)

// need returns the least total, in steps, into which everything fits, "" when there is none of a sensible size.
func (m memory) need(t total) string {
	for bytes := math.Ceil(t.bytes/memoryStep) * memoryStep; bytes < memoryMost; bytes += memoryStep {
		grown := t
		grown.bytes, grown.flink = bytes, bytes
		if len(t.parts) > 0 {
			metaspace, overhead := t.parts[0], m.share("jvm-overhead", "overhead", bytes)
			grown.parts = []quantity{metaspace, overhead}
			grown.flink = bytes - metaspace.bytes - overhead.bytes
		}
		if _, ok := m.fits(grown); ok {
			return strings.ReplaceAll(spell(bytes), " ", "")
		}
	}
	return ""
}

// memorySum finds sizes that do not add up. Captures: process, arithmetic, need (the size that would do).
func memorySum(p *picture, _ *rules.Lint) []spot {
	return eachProcess(p, func(m memory) (map[string]string, string) {
		t, ok := m.totals()
		if !ok || t.bytes < 1<<20 { // below that the unit is missing, which unitMissing tells
			return nil, ""
		}
		if text, key, wrong := m.overheadLeft(); wrong {
			return map[string]string{"arithmetic": text}, key
		}
		text, ok := m.fits(t)
		if ok {
			return nil, ""
		}
		captures := map[string]string{"arithmetic": text}
		if need := m.need(t); need != "" {
			captures["need"] = need
		}
		return captures, t.key
	})
}

// memoryRange finds a least that is more than the most. Captures: process, other (the most).
func memoryRange(p *picture, _ *rules.Lint) []spot {
	var out []spot
	for _, key := range []string{"network", "jvm-overhead"} {
		out = append(out, eachProcess(p, func(m memory) (map[string]string, string) {
			least, most := m.get(key+".min", ""), m.get(key+".max", "")
			if most.bytes <= 0 || least.bytes <= most.bytes || !least.set && !most.set {
				return nil, ""
			}
			at := m.prefix + key + ".min"
			if !least.set {
				at = m.prefix + key + ".max"
			}
			return map[string]string{"arithmetic": fmt.Sprintf("%s.min %s is more than %s.max %s", key, spell(least.bytes), key, spell(most.bytes))}, at
		})...)
	}
	return out
}

// eachProcess asks about both kinds of processes in every configuration of Flink; the place is that of the key that is returned.
func eachProcess(p *picture, f func(memory) (captures map[string]string, key string)) []spot {
	var out []spot
	for _, s := range p.scopes {
		for _, process := range []string{"taskmanager", "jobmanager"} {
			if s.table != "flink" {
				continue
			}
			captures, key := f(memory{scope: s, version: p.versionOf(s), prefix: process + ".memory."})
			setting := s.find(key)
			if captures == nil || setting == nil {
				continue
			}
			captures["key"], captures["value"], captures["set"], captures["process"] = setting.Key, setting.Value, setting.Value, processNames[process]
			out = append(out, at(s.file, setting, captures))
		}
	}
	return out
}

var processNames = map[string]string{"taskmanager": "TaskManager", "jobmanager": "JobManager"}

// spell writes a size in mebibytes or gibibytes.
func spell(bytes float64) string {
	switch {
	case math.IsInf(bytes, 1):
		return "infinite"
	case bytes >= 1<<30 && math.Mod(bytes, 1<<30) == 0:
		return strconv.FormatFloat(bytes/(1<<30), 'f', -1, 64) + "g"
	}
	return strconv.FormatFloat(math.Round(bytes/(1<<20)), 'f', -1, 64) + "m"
}
