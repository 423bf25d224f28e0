// Package starrocks reads the logs of StarRocks: fe.log, fe.out and fe.audit.log of a frontend, the glog files of a backend or compute node,
// the crash reports in be.out, and the answers to Stream Loads, standing alone, quoted in another log or shown by curl. It knows lines
// and fields only: no rule may enter, and no judgement about what an answer means beyond what its status says.
package starrocks

import "github.com/flinkdoctor/flinkdoctor/parsers"

// Layouts returns the layouts of StarRocks, the strictest head first. They hold no state.
func Layouts() []parsers.Layout {
	return []parsers.Layout{frontend{}, audit{}, backend{}, crash{}, response{}, curlTrace{}, frontendPiece{}}
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
