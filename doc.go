// Package flinkdoctor is the root of the module; the program is cmd/flinkdoctor. It holds only the test that keeps the layers apart.
package flinkdoctor

// The pages of the rules and the schema of rule files are made from rules/pack and rules/rule.go. Tests compare them.
//
//go:generate go run ./cmd/internal/gendocs docs
