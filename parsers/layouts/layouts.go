// Package layouts lists every layout the program knows, in the order in which they are asked. It is the only place that names all
// log families; it reads nothing itself.
package layouts

import (
	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/javalog"
	"github.com/flinkdoctor/flinkdoctor/parsers/jvm"
	"github.com/flinkdoctor/flinkdoctor/parsers/kernel"
	"github.com/flinkdoctor/flinkdoctor/parsers/kubernetes"
	"github.com/flinkdoctor/flinkdoctor/parsers/mysql"
	"github.com/flinkdoctor/flinkdoctor/parsers/nginx"
	"github.com/flinkdoctor/flinkdoctor/parsers/starrocks"
	"github.com/flinkdoctor/flinkdoctor/parsers/yarn"
)

// All returns the layouts. The first one whose head accepts a line reads the record, so layouts with the stricter heads come first.
func All() []parsers.Layout {
	var all []parsers.Layout
	for _, family := range [][]parsers.Layout{
		nginx.Layouts(), starrocks.Layouts(), mysql.Layouts(), jvm.Layouts(), javalog.Layouts(), kernel.Layouts(), yarn.Layouts(), kubernetes.Layouts(),
		javalog.Loose(),
	} {
		all = append(all, family...)
	}
	return all
}
