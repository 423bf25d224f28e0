package rules

import (
	_ "embed"
	"sync"
)

// The file pack.bin is made from the YAML files under pack. Tests compare the two.
//
//go:generate go run ./internal/generate pack pack.bin
//go:embed pack.bin
var builtinFile string

// Builtin returns the rules that ship with the program. It is decoded once; the same pack is returned every time.
var Builtin = sync.OnceValues(func() (*Pack, error) { return decode(builtinFile) })
