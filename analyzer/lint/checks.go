package lint

import "github.com/flinkdoctor/flinkdoctor/rules"

// check finds the places at fault for one rule.
type check func(*picture, *rules.Lint) []spot

// checks are what rules name under config.check: faults that conditions over single settings cannot say. Behind each stand its captures beside those of
// every rule (key, value, file; of nginx block, upstream, listen and target).
var checks = map[string]check{
	"nginx-expect-missing":       expectMissing,       // header
	"nginx-expect-not-inherited": expectNotInherited,  // header, outer: the block that sets it
	"nginx-expect-to-backend":    expectToBackend,     // header
	"nginx-fail-timeout":         failTimeout,         // max_fails, fail_timeout, server, count
	"nginx-hostname":             upstreamHostname,    // server
	"nginx-max-fails":            maxFails,            // max_fails, fail_timeout, server, count
	"nginx-protocol":             protocolMismatch,    // server, port
	"nginx-proxy-pass-uri":       proxyPassURI,        // prefix, uri
	"nginx-transaction-balanced": transactionBalanced, // count
	"nginx-zone-missing":         zoneMissing,         // workers, count
}
