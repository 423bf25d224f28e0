package rules

import "fmt"

// Problem is something wrong with a rule file, told so that its author can mend it.
type Problem struct {
	// File is the path as it was given; Line and Column count from 1, 0 when the problem concerns the whole file.
	File         string
	Line, Column int
	Message      string
	// Hint says what to do; it may be empty.
	Hint string
	// Warning marks what is allowed but costs something, such as a weak keyword. It does not keep a pack from loading.
	Warning bool
}

// String returns "file:line:col: message (hint)".
func (p Problem) String() string {
	where := p.File
	if p.Line > 0 {
		where = fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
	}
	if p.Warning {
		where += ": warning"
	}
	if p.Hint == "" {
		return where + ": " + p.Message
	}
	return where + ": " + p.Message + " (" + p.Hint + ")"
}

// Error makes a problem usable as an error.
func (p Problem) Error() string { return p.String() }
