package report

// Memory is how the memory of a Flink process is divided. Its sizes depend on each other: where the total is fixed, what one part gains another one loses.
type Memory struct {
	Process string `json:"process"` // taskmanager | jobmanager
	// Source says where it is known from: "config" (computed from the user's files), "log" (computed from the configuration that the log states), "stated" (the process
	// printed the sizes itself).
	Source string `json:"source"`
	// Parts stand in the order in which Flink prints them; the last two are the totals, total-flink and total-process. There are none when Flink starts neither with the
	// configuration in force nor with the fix.
	Parts []MemoryPart `json:"parts"`
	// Note is what the reader must know: that the heap pays, or that Flink would not start.
	Note string `json:"note,omitempty"`
	// Evidence is where the process printed the sizes.
	Evidence *Evidence `json:"evidence,omitempty"`
}

// MemoryPart is one part of the memory, or a total, in bytes.
type MemoryPart struct {
	Part string `json:"part"`
	// Now is the size in force, nil when Flink does not start with the configuration in force.
	Now *int64 `json:"now,omitempty"`
	// After is the size with the fix, nil outside of fixes and when Flink would not start with it.
	After *int64 `json:"after,omitempty"`
}
