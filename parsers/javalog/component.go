package javalog

import (
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// owners tell from a logger's name which program writes; the longest prefix wins, so the finer ones come first. Sources: the package trees of
// apache/flink (flink-runtime, flink-streaming-java, flink-clients), apache/flink-cdc, apache/zookeeper, apache/kafka, apache/hadoop.
var owners = [...]struct {
	prefix    string
	component parsers.Component
}{
	{"org.apache.flink.runtime.checkpoint.channel.", parsers.ComponentTaskManager},
	{"org.apache.flink.runtime.checkpoint.", parsers.ComponentJobManager},
	{"org.apache.flink.runtime.executiongraph.", parsers.ComponentJobManager},
	{"org.apache.flink.runtime.jobmaster.", parsers.ComponentJobManager},
	{"org.apache.flink.runtime.jobmanager.", parsers.ComponentJobManager},
	{"org.apache.flink.runtime.jobgraph.", parsers.ComponentJobManager},
	{"org.apache.flink.runtime.dispatcher.", parsers.ComponentJobManager},
	{"org.apache.flink.runtime.resourcemanager.", parsers.ComponentJobManager},
	{"org.apache.flink.runtime.entrypoint.", parsers.ComponentJobManager},
	{"org.apache.flink.runtime.scheduler.", parsers.ComponentJobManager},
	{"org.apache.flink.runtime.source.coordinator.", parsers.ComponentJobManager},
	{"org.apache.flink.runtime.operators.coordination.", parsers.ComponentJobManager},
	{"org.apache.flink.runtime.leaderelection.", parsers.ComponentJobManager},
	{"org.apache.flink.runtime.webmonitor.", parsers.ComponentJobManager},
	{"org.apache.flink.runtime.rest.RestServerEndpoint", parsers.ComponentJobManager},
	{"org.apache.flink.runtime.rest.handler.", parsers.ComponentJobManager},
	{"org.apache.flink.runtime.blob.BlobServer", parsers.ComponentJobManager},
	{"org.apache.flink.kubernetes.entrypoint.", parsers.ComponentJobManager},
	{"org.apache.flink.kubernetes.KubernetesResourceManager", parsers.ComponentJobManager},
	{"org.apache.flink.yarn.entrypoint.", parsers.ComponentJobManager},
	{"org.apache.flink.yarn.YarnResourceManager", parsers.ComponentJobManager},
	{"org.apache.flink.container.entrypoint.", parsers.ComponentJobManager},
	{"org.apache.flink.client.deployment.application.", parsers.ComponentJobManager},
	{"org.apache.flink.runtime.taskexecutor.", parsers.ComponentTaskManager},
	{"org.apache.flink.runtime.taskmanager.", parsers.ComponentTaskManager},
	{"org.apache.flink.runtime.io.network.", parsers.ComponentTaskManager},
	{"org.apache.flink.runtime.operators.", parsers.ComponentTaskManager},
	{"org.apache.flink.streaming.runtime.tasks.", parsers.ComponentTaskManager},
	{"org.apache.flink.streaming.runtime.io.", parsers.ComponentTaskManager},
	{"org.apache.flink.streaming.runtime.operators.", parsers.ComponentTaskManager},
	{"org.apache.flink.streaming.api.operators.", parsers.ComponentTaskManager},
	{"org.apache.flink.contrib.streaming.state.", parsers.ComponentTaskManager},
	{"org.apache.flink.state.rocksdb.", parsers.ComponentTaskManager},
	{"org.apache.flink.connector.base.source.reader.", parsers.ComponentTaskManager},
	{"org.apache.flink.kubernetes.taskmanager.", parsers.ComponentTaskManager},
	{"org.apache.flink.yarn.YarnTaskExecutorRunner", parsers.ComponentTaskManager},
	{"org.apache.flink.yarn.cli.", parsers.ComponentFlinkClient},
	{"org.apache.flink.yarn.YarnClusterDescriptor", parsers.ComponentFlinkClient},
	{"org.apache.flink.kubernetes.KubernetesClusterDescriptor", parsers.ComponentFlinkClient},
	{"org.apache.flink.client.", parsers.ComponentFlinkClient},
	{"org.apache.flink.table.client.", parsers.ComponentFlinkClient},
	{"org.apache.flink.cdc.cli.", parsers.ComponentFlinkClient},
	{"org.apache.flink.", parsers.ComponentFlink},
	{"org.apache.pekko.", parsers.ComponentFlink},
	{"akka.", parsers.ComponentFlink},
	{"com.ververica.", parsers.ComponentFlink},
	{"com.starrocks.connector.flink.", parsers.ComponentFlink},
	{"com.starrocks.data.load.", parsers.ComponentFlink},
	{"com.dtstack.", parsers.ComponentChunJun},
	{"c.d.chunjun.", parsers.ComponentChunJun},
	{"org.apache.streampark.", parsers.ComponentStreamPark},
	{"o.a.streampark.", parsers.ComponentStreamPark},
	{"org.apache.zookeeper.server.", parsers.ComponentZooKeeper},
	{"o.a.z.s.", parsers.ComponentZooKeeper},
	{"kafka.", parsers.ComponentKafka},
	{"state.change.logger", parsers.ComponentKafka},
	{"org.apache.kafka.server.", parsers.ComponentKafka},
	{"org.apache.kafka.controller.", parsers.ComponentKafka},
	{"org.apache.kafka.coordinator.", parsers.ComponentKafka},
	{"org.apache.kafka.image.", parsers.ComponentKafka},
	{"org.apache.kafka.metadata.", parsers.ComponentKafka},
	{"org.apache.kafka.raft.", parsers.ComponentKafka},
	{"org.apache.kafka.storage.", parsers.ComponentKafka},
	{"org.apache.hadoop.yarn.server.", parsers.ComponentYarn},
}

// componentOf returns the program that a logger belongs to, ComponentJava when the logger does not tell.
func componentOf(logger string) parsers.Component {
	for i := range owners {
		if strings.HasPrefix(logger, owners[i].prefix) {
			if owners[i].component == parsers.ComponentFlink {
				return flinkRole(logger)
			}
			return owners[i].component
		}
	}
	if rest, ok := strings.CutPrefix(logger, "o.a.f."); ok {
		return abbreviated(rest)
	}
	return parsers.ComponentJava
}

// flinkRole tells from a connector's package on which side of a source it runs: the enumerator beside the JobManager, the reader on a
// TaskManager.
func flinkRole(logger string) parsers.Component {
	switch {
	case strings.Contains(logger, ".source.enumerator.") || strings.Contains(logger, ".source.assigners."):
		return parsers.ComponentJobManager
	case strings.Contains(logger, ".source.reader."):
		return parsers.ComponentTaskManager
	}
	return parsers.ComponentFlink
}

// abbreviated judges a Flink logger that logback's %logger{60} shortened: o.a.f.runtime.executiongraph.ExecutionGraph, o.a.f.r.t.Task. rest is
// what stands behind "o.a.f.".
func abbreviated(rest string) parsers.Component {
	if full := componentOf("org.apache.flink." + rest); full != parsers.ComponentFlink {
		return full
	}
	switch rest[strings.LastIndexByte(rest, '.')+1:] {
	case "ExecutionGraph", "CheckpointCoordinator", "CheckpointFailureManager", "JobMaster", "JobMasterServiceLeadershipRunner", "ClusterEntrypoint",
		"StandaloneDispatcher", "MiniDispatcher", "Dispatcher", "StandaloneResourceManager", "ActiveResourceManager", "SourceCoordinator",
		"DefaultScheduler", "AdaptiveScheduler", "DefaultDeclarativeSlotPool", "DispatcherRestEndpoint", "DefaultLeaderElectionService":
		return parsers.ComponentJobManager
	case "Task", "TaskExecutor", "TaskManagerRunner", "StreamTask", "TaskSlotTableImpl", "JobLeaderService", "SplitFetcherManager", "SplitFetcher":
		return parsers.ComponentTaskManager
	case "CliFrontend":
		return parsers.ComponentFlinkClient
	}
	return parsers.ComponentFlink
}
