package memory

// LeastHeap is what a heap (see Table.Heap) needs at least, in bytes, to be of use: Flink warns of a JobManager that has less (JobManagerOptions.MIN_JVM_HEAP_SIZE), and reckons
// with as much for the framework alone in a TaskManager (taskmanager.memory.framework.heap.size).
const LeastHeap = 128 << 20

// step is what totals are rounded up to, a multiple that people write.
const step = 64 << 20

// slack is what a heap may be smaller than asked for: fractions are rounded, and nobody counts the last mebibyte.
const slack = 1 << 20

// mostSteps bounds the search for a total, at 256 GiB.
const mostSteps = 1 << 12

// worth is how many times what is missing a total may grow. The shares of the other parts take a little more than half of what is added by default; where they take nearly all
// of it, a larger total is no remedy.
const worth = 8

// IsSet tells whether a size such as "process.size" is set.
func (s *Settings) IsSet(name string) bool { return s.set[name] }

// Total returns the key that alone decides how much memory the process has, with its value; false when no total is set or several settings decide together, so that raising
// one of them helps nothing.
func (s *Settings) Total() (key string, bytes int64, ok bool) {
	for _, name := range [...]string{"flink.size", "process.size"} {
		other := map[string]string{"flink.size": "process.size", "process.size": "flink.size"}[name]
		if s.set[name] && !s.set[other] && !s.fixed() {
			return s.process.Key(name), s.sizes[name], true
		}
	}
	return "", 0, false
}

// Least returns the smallest total, in steps of 64 MiB and not below the present one, with which Flink starts and the heap (see Table.Heap) has at least so many bytes, give or take a mebibyte;
// key is the one of Total. It is false when there is none up to 256 GiB, or only one that is out of proportion to what is missing.
func (s *Settings) Least(heap int64) (key string, bytes int64, ok bool) {
	key, now, ok := s.Total()
	if !ok || now > mostSteps*step {
		return "", 0, false
	}
	name := key[len(s.process.Key("")):]
	grown := *s
	grown.sizes = make(map[string]int64, len(s.sizes))
	for k, v := range s.sizes {
		grown.sizes[k] = v
	}
	last := min(mostSteps, (now+worth*s.missing(heap))/step+1)
	for n := (now + step - 1) / step; n <= last; n++ {
		grown.sizes[name] = n * step
		if t, err := grown.Table(); err == nil && t.Heap() >= heap-slack {
			return key, n * step, true
		}
	}
	return "", 0, false
}

// missing returns the bytes by which the heap falls short, what Flink lacks to start included.
func (s *Settings) missing(heap int64) int64 {
	t, err := s.Table()
	heap = min(heap, mostSteps*step)
	missing := heap - t.Heap()
	for _, refusal := range Refusals(err) {
		switch refusal.Reason {
		case Exceeds:
			missing = heap + refusal.sum() - refusal.Limit
		case OutOfRange:
			missing = refusal.Least - refusal.Left
		}
	}
	return max(0, min(missing, mostSteps*step))
}
