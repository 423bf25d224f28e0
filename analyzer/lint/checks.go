package lint

import (
	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// check finds the places at fault for one rule.
type check func(*picture, *rules.Lint) []spot

// checks are what rules name under config.check: faults that conditions over single settings cannot say. Behind each stand its captures beside those of
// every rule (key, value, set, file; scope of table options; of nginx block, upstream, listen and target).
var checks = map[string]check{
	"cdc-option-nested":                nestedOption,                // flat
	"cdc-pipeline-key-ignored":         pipelineKeyIgnored,          //
	"cdc-queue-below-batch":            queueBelowBatch,             // queue, batch, need
	"cdc-server-id-missing":            serverIDMissing,             //
	"cdc-server-ids-clash":             serverIDsClash,              // other, where
	"cdc-server-ids-few":               serverIDsFew,                // count, parallelism, need
	"cdc-startup-incomplete":           startupIncomplete,           // lacks
	"flink-memory-range":               memoryRange,                 // process, arithmetic
	"flink-memory-sum":                 memorySum,                   // process, arithmetic, need
	"flink-unit-missing":               unitMissing,                 // unit, meant
	"key-documented-later":             documentedLater,             // version, since
	"key-misspelt":                     misspelt,                    // near, connector
	"key-newer":                        newerKey,                    // version, since, before
	"key-removed":                      removedKey,                  // version, now
	"key-twice":                        keyTwice,                    // other, line
	"key-unknown":                      unknownKey,                  // connector
	"key-vendor":                       vendorKey,                   // vendor, connector
	"kubernetes-deployment-refused":    deploymentRefused,           // fault
	"kubernetes-ephemeral-storage":     ephemeralStorageMissing,     //
	"kubernetes-limit-below-process":   limitBelowProcess,           // process, size, limit
	"kubernetes-main-container":        mainContainerMissing,        // name
	"kubernetes-requests-below-limits": requestsBelowLimits,         // request, limit
	"kubernetes-resources-overwritten": resourcesOverwritten,        // resource
	"kubernetes-role-incomplete":       roleIncomplete,              // resource, missing
	"kubernetes-upgrade-storage":       upgradeWithoutStorage,       // mode, lacks
	"mysql-binlog-filter":              binlogFilter,                //
	"mysql-binlog-off":                 binlogOff,                   // version
	"mysql-expiry-short":               expiryShort,                 // days, need
	"nginx-expect-missing":             expectMissing,               // header
	"nginx-expect-not-inherited":       expectNotInherited,          // header, outer: the block that sets it
	"nginx-expect-to-backend":          expectToBackend,             // header
	"nginx-fail-timeout":               failTimeout,                 // max_fails, fail_timeout, server, count
	"nginx-hostname":                   upstreamHostname,            // server
	"nginx-max-fails":                  maxFails,                    // max_fails, fail_timeout, server, count
	"nginx-protocol":                   protocolMismatch,            // server, port
	"nginx-proxy-pass-uri":             proxyPassURI,                // prefix, uri, plain
	"nginx-transaction-balanced":       transactionBalanced,         // count
	"nginx-zone-missing":               zoneMissing,                 // workers, count
	"syntax-flink-conf":                unreadable(conf.FlinkConf),  // problem
	"syntax-nginx":                     unreadable(conf.Nginx),      // problem
	"syntax-properties":                unreadable(conf.Properties), // problem
	"syntax-yaml":                      unreadable(conf.YAML),       // problem
	"value-type":                       valueType,                   // type
	"yaml-key-twice":                   yamlKeyTwice,                // line
	"yaml-scalar-and-parent":           scalarAndParent,             // other, line, now
	"zookeeper-limit-missing":          zooLimitMissing,             // default
	"zookeeper-server-broken":          zooServerBroken,             // fault, other, line
	"zookeeper-servers-even":           zooServersEven,              // count, tolerated
	"zookeeper-session-capped":         zooSessionCapped,            // most, asked
	"zookeeper-sessions-swapped":       zooSessionsSwapped,          // least, most
	"zookeeper-value":                  zooValue,                    // type
	"zookeeper-whitelist":              zooWhitelist,                //
}
