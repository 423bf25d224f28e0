package memory

// Derive reads the settings and divides the memory; see Read and Table.
func Derive(p Process, c Config, release string) (Table, error) {
	s, err := Read(p, c, release)
	if err != nil {
		return Table{}, err
	}
	return s.Table()
}

// Table divides the memory as Flink does when the process starts. The error is a *Refusal where Flink refuses, or ErrNoTotal.
func (s *Settings) Table() (Table, error) {
	sizes, err := s.divide()
	if err != nil {
		return Table{}, err
	}
	t := newTable(s.process, sizes)
	if t.Of(Total) == unlimited {
		return Table{}, &Refusal{Process: s.process, Reason: TooLarge}
	}
	return t, nil
}

// divide follows ProcessMemoryUtils.memoryProcessSpecFromConfig: the parts that replace a total come first, then Flink's total, then that of the process.
func (s *Settings) divide() (map[Part]int64, error) {
	switch {
	case s.fixed():
		sizes, err := s.fromParts()
		if err != nil {
			return nil, err
		}
		return s.withJVM(sizes)
	case s.set["flink.size"]:
		sizes, err := s.fromFlink(s.sizes["flink.size"])
		if err != nil {
			return nil, err
		}
		return s.withJVM(sizes)
	case s.set["process.size"]:
		return s.fromProcess(s.sizes["process.size"])
	}
	return nil, ErrNoTotal
}

// fixed tells whether the parts are set from which Flink's total follows.
func (s *Settings) fixed() bool {
	if s.process == JobManager {
		return s.set["heap.size"]
	}
	return s.set["task.heap.size"] && s.set["managed.size"]
}

func (s *Settings) refuse(x Refusal) error {
	x.Process = s.process
	return &x
}

// fromProcess takes what the JVM needs off the size of the process and divides the rest.
func (s *Settings) fromProcess(total int64) (map[Part]int64, error) {
	metaspace, overhead := s.sizes["jvm-metaspace.size"], s.overhead.of(total)
	if add(metaspace, overhead) > total {
		return nil, s.refuse(Refusal{Reason: Exceeds, Sizes: []Size{{Metaspace, metaspace}, {Overhead, overhead}}, Whole: Total, Limit: total})
	}
	sizes, err := s.fromFlink(total - metaspace - overhead)
	if err != nil {
		return nil, err
	}
	sizes[Metaspace], sizes[Overhead] = metaspace, overhead
	return sizes, nil
}

// withJVM adds what the JVM needs to Flink's own part. When the size of the process is set as well, its rest must be a lawful overhead.
func (s *Settings) withJVM(sizes map[Part]int64) (map[Part]int64, error) {
	flink, metaspace := newTable(s.process, sizes).Of(Flink), s.sizes["jvm-metaspace.size"]
	sizes[Metaspace] = metaspace
	if !s.set["process.size"] {
		sizes[Overhead] = s.overhead.ofRest(add(flink, metaspace))
		return sizes, nil
	}
	total := s.sizes["process.size"]
	left := total - flink - metaspace
	if add(flink, metaspace) == unlimited || !s.overhead.holds(left) {
		return nil, s.refuse(Refusal{
			Reason: OutOfRange, Part: Overhead, Left: left, Least: s.overhead.least, Most: s.overhead.most,
			Sizes: []Size{{Flink, flink}, {Metaspace, metaspace}}, Whole: Total, Limit: total,
		})
	}
	sizes[Overhead] = left
	return sizes, nil
}

func (s *Settings) fromParts() (map[Part]int64, error) {
	if s.process == JobManager {
		return s.masterFromParts()
	}
	sizes := s.fixedParts()
	sizes[TaskHeap], sizes[Managed] = s.sizes["task.heap.size"], s.sizes["managed.size"]
	if s.set["flink.size"] {
		return s.restToNetwork(sizes, s.sizes["flink.size"])
	}
	sizes[Network] = s.buffers
	if s.buffers < 0 {
		sizes[Network] = s.network.ofRest(newTable(s.process, sizes).Of(Flink))
	}
	return sizes, nil
}

func (s *Settings) fromFlink(total int64) (map[Part]int64, error) {
	if s.process == JobManager {
		return s.masterFromFlink(total)
	}
	sizes := s.fixedParts()
	if sizes[Managed] = s.sizes["managed.size"]; !s.set["managed.size"] {
		sizes[Managed] = s.managed.of(total)
	}
	if s.set["task.heap.size"] {
		sizes[TaskHeap] = s.sizes["task.heap.size"]
		return s.restToNetwork(sizes, total)
	}
	if sizes[Network] = s.buffers; s.buffers < 0 {
		sizes[Network] = s.network.of(total)
	}
	used := newTable(s.process, sizes)
	if used.Of(Flink) > total {
		return nil, s.refuse(Refusal{Reason: Exceeds, Sizes: s.flinkSizes(used), Whole: Flink, Limit: total})
	}
	sizes[TaskHeap] = total - used.Of(Flink)
	return sizes, nil
}

// fixedParts are the parts of a TaskManager that only their own key decides.
func (s *Settings) fixedParts() map[Part]int64 {
	return map[Part]int64{
		FrameworkHeap: s.sizes["framework.heap.size"], FrameworkOffHeap: s.sizes["framework.off-heap.size"], TaskOffHeap: s.sizes["task.off-heap.size"],
	}
}

// restToNetwork gives the network what the other parts leave of Flink's total. That must be within its range.
func (s *Settings) restToNetwork(sizes map[Part]int64, total int64) (map[Part]int64, error) {
	used := newTable(s.process, sizes)
	left := total - used.Of(Flink)
	if left < 0 {
		return nil, s.refuse(Refusal{Reason: Exceeds, Sizes: s.flinkSizes(used), Whole: Flink, Limit: total})
	}
	allowed := s.network
	if s.buffers >= 0 {
		allowed.least, allowed.most = s.buffers, s.buffers
	}
	if !allowed.holds(left) {
		return nil, s.refuse(Refusal{
			Reason: OutOfRange, Part: Network, Left: left, Least: allowed.least, Most: allowed.most, Sizes: s.flinkSizes(used), Whole: Flink, Limit: total,
		})
	}
	sizes[Network] = left
	return sizes, nil
}

func (s *Settings) masterFromParts() (map[Part]int64, error) {
	sizes := map[Part]int64{Heap: s.sizes["heap.size"], OffHeap: s.sizes["off-heap.size"]}
	if total := s.sizes["flink.size"]; s.set["flink.size"] && add(sizes[Heap], sizes[OffHeap]) != total {
		return nil, s.refuse(Refusal{Reason: Differs, Sizes: s.flinkSizes(newTable(s.process, sizes)), Whole: Flink, Limit: total})
	}
	return sizes, nil
}

func (s *Settings) masterFromFlink(total int64) (map[Part]int64, error) {
	sizes := map[Part]int64{OffHeap: s.sizes["off-heap.size"]}
	if sizes[OffHeap] >= total {
		return nil, s.refuse(Refusal{Reason: Exceeds, Sizes: s.flinkSizes(newTable(s.process, sizes)), Whole: Flink, Limit: total})
	}
	sizes[Heap] = total - sizes[OffHeap]
	return sizes, nil
}

// flinkSizes are the parts of Flink's own total.
func (s *Settings) flinkSizes(t Table) []Size {
	var out []Size
	for _, size := range t.Sizes {
		if size.Part != Metaspace && size.Part != Overhead {
			out = append(out, size)
		}
	}
	return out
}
