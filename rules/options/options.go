// Package options knows which configuration option exists in which release of which product, with which default, whether it can be
// changed without a restart, and what it was called before.
//
// It answers from tables (tables/*.txt, see docs/adr/0006-option-tables.md) that are embedded and read on first use, one by one; a
// table is the value of a rule's changes[].in. Nothing here knows rules, events or files; nothing is written, so every function may
// be called from any goroutine. A key or version may come from a stranger's file: whatever it is, the answer is "not known" at worst.
package options

// Option is one configuration key with everything known about it.
type Option struct {
	// Table is the table's name, Key the key as the table writes it: "sink.properties.*" for "sink.properties.format".
	Table, Key string
	// Ranges say where it exists: the most usual scope first, then by release; old names and vendors' ranges last.
	Ranges []Range
	// Type is how the newest release declares the value (string, int, long, boolean, double, duration, memory, enum, ...; nginx: the
	// number of arguments), Scope who declares it or where it may stand (nginx: contexts, MySQL: flavour and SET scope, Kafka:
	// kind of client, jvm: kind of flag), several joined by "; ". Either may be empty.
	Type, Scope string
	// Unit of a plain number: "s", "ms", "bytes", "%", "rows", ...; in parentheses when read off the name only; empty when not known.
	Unit string
}

// Range is one run of releases in which an option has one meaning. Back-ports make several Ranges with equal content: a default that
// came with 2.5.6 and 3.0.1 is a Range from 2.5.6 to the end of 2.5 and one from 3.0.1 on.
type Range struct {
	// Since and Until are the first and last release, both inclusive. A release without patch number is the whole line: until
	// "2.5" includes every 2.5.x. Empty Since: the oldest release that was read, or older; empty Until: the newest, or newer. Since
	// "unreleased": not in any release when the table was written.
	Since, Until string
	// Default as the configuration writes it. Words in parentheses are no literal value: "(none)", "(empty)", "(ergonomic)",
	// "(CPU cores)". Empty: not known. Of an old name, At gives the default of the key it is read as.
	Default string
	// Type and Scope are those of this range, see Option.
	Type, Scope string
	// Online is true when the option can be changed at run time. False also where the table does not tell (see the ADR).
	Online bool
	// ReadAs is set when the key is only an old name here: the product reads it as this key.
	ReadAs string
	// Vendor names the distribution that alone has the option in these releases; empty for open source.
	Vendor string
	// Note is a half sentence in English, where nothing else says it.
	Note string
	// Inferred is set by At and Variants when the release lies outside of, or between, those that were read: the nearest older
	// one is then taken (the oldest, for one that is older than all).
	Inferred bool
}

// Unreleased is the Since of what no release has yet.
const Unreleased = "unreleased"

// Tables lists the names of the tables, sorted.
func Tables() []string {
	out := make([]string, len(tables))
	for i := range tables {
		out[i] = tables[i].name
	}
	return out
}

// About says in half an English sentence of which product and file a table is, and which releases were read; "" for an unknown table.
func About(table string) string {
	t := load(table)
	if t == nil {
		return ""
	}
	return t.about
}

// Known tells whether any release, any vendor or the head of development has the key. Wildcards of the table count, values of
// unknown tables do not.
func Known(table, key string) bool {
	t := load(table)
	return t != nil && len(t.rowsOf(key)) > 0
}

// Lookup gives everything known about the key.
func Lookup(table, key string) (Option, bool) {
	t := load(table)
	if t == nil {
		return Option{}, false
	}
	rows := t.rowsOf(key)
	if len(rows) == 0 {
		return Option{}, false
	}
	return t.option(rows), true
}

// At gives the option as it is in that release: the first of Variants. False when the release does not have it, or only a vendor does.
func At(table, key, version string) (Range, bool) {
	found := Variants(table, key, version)
	if len(found) == 0 {
		return Range{}, false
	}
	return found[0], true
}

// Variants gives the option as it is in that release for every scope that declares it (connectors, contexts, kinds of client), the
// most usual first; see Range.Scope. Versions are compared by their leading numbers: "1.17.2-vendor3" is 1.17.2. An empty or
// unreadable version means the newest release. For table mysql the version also tells the flavour: "10.6.12" and
// "10.6.12-MariaDB-log" are MariaDB's.
func Variants(table, key, version string) []Range {
	t := load(table)
	if t == nil {
		return nil
	}
	return t.at(key, readVersion(table, version))
}

// Vendor names the distribution that alone has the key, in whatever release: "Alibaba VVR", "NGINX Plus", "Amazon RDS",
// "Percona Server". False when open source has it, in any release, and when the key is not known.
func Vendor(table, key string) (string, bool) {
	option, ok := Lookup(table, key)
	if !ok {
		return "", false
	}
	for _, r := range option.Ranges {
		if r.Vendor == "" {
			return "", false
		}
	}
	return option.Ranges[0].Vendor, true
}

// Keys lists the keys of a table, wildcards and old names among them, sorted; nil for an unknown table. The caller owns the slice.
func Keys(table string) []string {
	t := load(table)
	if t == nil {
		return nil
	}
	return append([]string(nil), t.keys...)
}
