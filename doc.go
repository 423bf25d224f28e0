// Package flinkdoctor is the root of the module; the program is cmd/flinkdoctor. It holds only the test that keeps the layers apart.
package flinkdoctor
