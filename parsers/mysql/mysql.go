// Package mysql reads the error log of MySQL and MariaDB servers and the errors that their clients print. It knows lines and fields only: no
// rule may enter.
package mysql

import "github.com/flinkdoctor/flinkdoctor/parsers"

// Layouts returns the layouts of MySQL, the strictest head first. They hold no state.
func Layouts() []parsers.Layout { return []parsers.Layout{errorLog{}, clientError{}} }
