// Package conf reads configuration files for what they set, and changes single values in them by byte position: everything else in a file stays
// as it is, comments, order, indentation and line ends included. It knows syntax, not meaning: rules and fixes may not enter, and it opens no
// file.
package conf

// Kind is the syntax of a file.
type Kind string

// The kinds of files.
const (
	// Nginx is nginx.conf and what it includes.
	Nginx Kind = "nginx"
	// FlinkConf is flink-conf.yaml up to Flink 1.18: "key: value" lines that are no YAML.
	FlinkConf Kind = "flink-conf"
	// YAML is config.yaml of Flink 1.19 and later (nested or flat), a Flink CDC pipeline, a Kubernetes object.
	YAML Kind = "yaml"
	// Properties is "key = value": fe.conf, be.conf, zoo.cfg.
	Properties Kind = "properties"
	// MyCnf is my.cnf with its [sections].
	MyCnf Kind = "my.cnf"
	// SQL is a script with SET statements and WITH (...) clauses.
	SQL Kind = "sql"
	// Arguments is a command line, or a script, with -D options.
	Arguments Kind = "arguments"
)

// Span is a range of bytes in a file, End not included.
type Span struct{ Start, End int }

// Setting is one value that a file sets.
type Setting struct {
	// Table is the option table of rules/options the key belongs to ("flink", "nginx", "starrocks-be", ...), "" when the file's kind does not tell.
	Table string
	// Key is the full key ("taskmanager.memory.process.size" also when nested); for nginx the directive or the parameter of a server line.
	Key string
	// Value is the value without quotes, comments and the closing semicolon. An nginx directive's arguments are joined by single blanks.
	Value string
	// Path leads to the setting: nginx blocks ("http", "upstream starrocks", "server 10.0.0.1:8030"), sections of my.cnf ("mysqld"), the table of a
	// CREATE TABLE, YAML documents and list items.
	Path []string
	// At is the place of the value, quotes included; Whole of everything that sets it, indentation and line end included, so that it can be removed.
	At, Whole Span
	// Line and Column of the key, counted from 1; columns count bytes.
	Line, Column int
	// Block is the index in File.Blocks of the nginx block that holds the setting, -1 outside of any and in other kinds of files.
	Block int
}

// Block is one pair of braces of an nginx file.
type Block struct {
	// Name is what stands before the brace: "location /api/".
	Name string
	// Parent is the index of the block around it, -1 for none.
	Parent int
	// Inside is what stands between the braces.
	Inside Span
	// Line of the name, counted from 1.
	Line int
}

// File is a configuration file that was read. It is immutable.
type File struct {
	// Name is what reports call the file.
	Name string
	Kind Kind
	// Table is the option table of most of its settings.
	Table    string
	Data     []byte
	Settings []Setting
	Blocks   []Block // of nginx, outer ones first
	// Embedded are the files that a Kubernetes object or a compose file holds, in the order in which they stand. Their positions are those of their own Data.
	Embedded []*File
	// Duplicates are the keys of a YAML file that stand twice in one mapping.
	Duplicates []Duplicate
	// Groups are what the objects of a manifest set in Flink by other means than files.
	Groups []Group
	// Within tells where an embedded file stands; nil for one of its own.
	Within *Within
	// documents are the indices in Settings at which the documents of a YAML file begin.
	documents []int
}

// Duplicate is a key that stands in its mapping already.
type Duplicate struct {
	Key          string
	Line, Column int
	First        int // line of the first one
}

// Problem is a place that could not be read.
type Problem struct {
	File         string
	Line, Column int
	Message      string
	// Kind and Table are those of the file that could not be read, which may be one that File holds.
	Kind  Kind
	Table string
}
