package main

// failureRecords are what -failures strews in, in turn.
var failureRecords = append(append(append(
	parseAll(flinkHead, flinkFailures), parseAll(nginxHead, nginxFailures)...), parseAll(beHead, beFailures)...), parseAll(feHead, feFailures)...)

const taskFailed = "${task} (${n1}/8)#0 (${h32}_${h32}_${n1}_0) switched from RUNNING to FAILED with failure cause:\n"

const frames = "\tat org.apache.flink.streaming.runtime.tasks.StreamTask.runMailboxLoop(StreamTask.java:${n3})\n" +
	"\tat org.apache.flink.streaming.runtime.tasks.StreamTask.invoke(StreamTask.java:${n3})\n" +
	"\tat org.apache.flink.runtime.taskmanager.Task.doRun(Task.java:${n3})\n" +
	"\tat java.base/java.lang.Thread.run(Thread.java:829)"

var flinkFailures = []text{
	{"WARN", "org.apache.flink.runtime.taskmanager.Task", taskFailed + "java.lang.OutOfMemoryError: Java heap space\n" + frames},
	{"WARN", "org.apache.flink.runtime.taskmanager.Task", taskFailed + "java.lang.OutOfMemoryError: Metaspace\n" + frames},
	{"WARN", "org.apache.flink.runtime.taskmanager.Task", taskFailed + "java.lang.RuntimeException: One or more fetchers have encountered exception\n" + frames +
		"\nCaused by: java.net.ConnectException: Connection refused (Connection refused)\n" + frames},
	{"INFO", "org.apache.flink.runtime.checkpoint.CheckpointCoordinator", "Checkpoint ${n5} of job ${job} expired before completing."},
	{"WARN", "org.apache.flink.runtime.checkpoint.CheckpointFailureManager", "Failed to trigger or complete checkpoint ${n5} for job ${job}. (${n1} consecutive failed attempts so far)\n" +
		"org.apache.flink.runtime.checkpoint.CheckpointException: Checkpoint expired before completing.\n" + frames},
	{"INFO", "org.apache.flink.runtime.jobmaster.JobMaster", "The heartbeat of TaskManager with id ${pod}(${ip}:6122) timed out."},
}

var nginxFailures = []text{
	{"error", "", "*${n7} no live upstreams while connecting to upstream, client: ${ip}, server: , request: \"PUT /api/${db}/${table}/_stream_load HTTP/1.1\", upstream: \"http://starrocks_fe/api/${db}/${table}/_stream_load\", host: \"starrocks.example.com:8030\""},
	{"error", "", "*${n7} upstream timed out (110: Connection timed out) while reading response header from upstream, client: ${ip}, server: , request: \"PUT /api/${db}/${table}/_stream_load HTTP/1.1\", upstream: \"http://${ip}:8030/api/${db}/${table}/_stream_load\", host: \"starrocks.example.com:8030\""},
	{"error", "", "*${n7} client intended to send too large body: ${n9} bytes, client: ${ip}, server: , request: \"PUT /api/${db}/${table}/_stream_load HTTP/1.1\", host: \"starrocks.example.com:8030\""},
}

var beFailures = []text{
	{"W", "delta_writer.cpp:213", "Failed to load data into tablet ${n5}, because of too many versions, current/limit: 1001/1000. You can reduce the loading job concurrency, or increase loading data batch size."},
}

var feFailures = []text{
	{"WARN", "(thrift-server-pool-${n2}|${n4}) [FrontendServiceImpl.loadTxnBegin():1230]", "failed to begin: Label [flink-${uuid}] has already been used."},
}
