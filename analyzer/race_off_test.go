//go:build !race

package analyzer

const raced = false
