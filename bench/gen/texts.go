package main

// program is one writer of log records.
type program struct {
	name    string
	share   int // of the records, in percent
	records []record
}

// programs and their shares. The texts are modelled on the log statements of apache/flink, apache/flink-cdc,
// StarRocks/starrocks, StarRocks/starrocks-connector-for-apache-flink and nginx/nginx; the heads follow Flink's log4j-console.properties, StarRocks' FE log4j layout, glog and ngx_log.c.
var programs = []program{
	{"jobmanager", 25, parseAll(flinkHead, jobManagerTexts)},
	{"taskmanager", 45, parseAll(flinkHead, taskManagerTexts)},
	{"be", 15, parseAll(beHead, beTexts)},
	{"fe", 10, parseAll(feHead, feTexts)},
	{"nginx", 5, parseAll(nginxHead, nginxTexts)},
}

// text is a message and what stands before it.
type text struct {
	level  string
	origin string // logger, file and line, or thread and method
	body   string
}

func parseAll(head func(text) string, texts []text) []record {
	out := make([]record, len(texts))
	for i, t := range texts {
		out[i] = parse(head(t) + t.body)
	}
	return out
}

var jobManagerTexts = []text{
	{"INFO", "org.apache.flink.runtime.checkpoint.CheckpointCoordinator", "Triggering checkpoint ${n5} (type=CheckpointType{name='Checkpoint', sharingFilesStrategy=FORWARD_BACKWARD}) @ ${millis} for job ${job}."},
	{"INFO", "org.apache.flink.runtime.checkpoint.CheckpointCoordinator", "Completed checkpoint ${n5} for job ${job} (${n8} bytes, checkpointDuration=${n4} ms, finalizationTime=${n2} ms)."},
	{"INFO", "org.apache.flink.runtime.source.coordinator.SourceCoordinator", "Marking checkpoint ${n5} as completed for source ${task}."},
	{"INFO", "org.apache.flink.runtime.executiongraph.ExecutionGraph", "${task} (${n1}/8) (${h32}_${h32}_${n1}_0) switched from CREATED to SCHEDULED."},
	{"INFO", "org.apache.flink.runtime.executiongraph.ExecutionGraph", "${task} (${n1}/8) (${h32}_${h32}_${n1}_0) switched from SCHEDULED to DEPLOYING."},
	{"INFO", "org.apache.flink.runtime.executiongraph.ExecutionGraph", "${task} (${n1}/8) (${h32}_${h32}_${n1}_0) switched from INITIALIZING to RUNNING."},
	{"INFO", "org.apache.flink.runtime.executiongraph.ExecutionGraph", "Deploying ${task} (${n1}/8) (attempt #0) with attempt id ${h32}_${h32}_${n1}_0 and vertex id ${h32}_${n1} to ${pod} @ ${ip} (dataPort=40113) with allocation id ${h32}"},
	{"INFO", "org.apache.flink.runtime.resourcemanager.active.ActiveResourceManager", "Worker ${pod} with resource spec WorkerResourceSpec {cpuCores=2.0, taskHeapSize=1.425gb (${n9} bytes), taskOffHeapSize=0 bytes, networkMemSize=343.040mb (${n9} bytes), managedMemSize=1.340gb (${n9} bytes), numSlots=2} is requested in current attempt."},
	{"INFO", "org.apache.flink.runtime.resourcemanager.active.ActiveResourceManager", "Registering TaskManager with ResourceID ${pod} (pekko.tcp://flink@${ip}:6122/user/rpc/taskmanager_0) at ResourceManager"},
	{"INFO", "org.apache.flink.runtime.resourcemanager.slotmanager.DeclarativeSlotManager", "Matching resource requirements against available resources.\nMissing resources:\n\t Job ${job}\n\t\tResourceRequirement{resourceProfile=ResourceProfile{UNKNOWN}, numberOfRequiredSlots=${n1}}\nCurrent resources:\n\tTaskManager ${pod}\n\t\tAvailable: ResourceProfile{cpuCores=1, taskHeapMemory=729.600mb (${n9} bytes)}"},
	{"INFO", "org.apache.flink.runtime.jobmaster.slotpool.DefaultDeclarativeSlotPool", "Received resource requirements from job ${job}: [ResourceRequirement{resourceProfile=ResourceProfile{UNKNOWN}, numberOfRequiredSlots=${n2}}]"},
	{"INFO", "org.apache.flink.cdc.connectors.mysql.source.assigners.MySqlSnapshotSplitAssigner", "Start splitting table ${db}.${table} into chunks..."},
	{"INFO", "org.apache.flink.cdc.connectors.mysql.source.assigners.MySqlChunkSplitter", "Use evenly-sized chunk optimization for table ${db}.${table}, the approximate row count is ${n7}, the chunk size is 8096, the dynamic chunk size is ${n4}"},
	{"INFO", "org.apache.flink.cdc.connectors.mysql.source.enumerator.MySqlSourceEnumerator", "The enumerator assigns split MySqlSnapshotSplit{tableId=${db}.${table}, splitId='${db}.${table}:${n3}', splitKeyType=[`id` BIGINT NOT NULL], splitStart=[${n7}], splitEnd=[${n7}], highWatermark=null} to subtask ${n1}"},
	{"DEBUG", "org.apache.flink.runtime.resourcemanager.StandaloneResourceManager", "Trigger heartbeat request from ${pod}."},
	{"DEBUG", "org.apache.flink.runtime.jobmaster.JobMaster", "Received heartbeat from ${pod}."},
}

var taskManagerTexts = []text{
	{"INFO", "org.apache.flink.runtime.taskmanager.Task", "${task} (${n1}/8)#0 (${h32}_${h32}_${n1}_0) switched from CREATED to DEPLOYING."},
	{"INFO", "org.apache.flink.runtime.taskmanager.Task", "${task} (${n1}/8)#0 (${h32}_${h32}_${n1}_0) switched from DEPLOYING to INITIALIZING."},
	{"INFO", "org.apache.flink.runtime.taskmanager.Task", "Loading JAR files for task ${task} (${n1}/8)#0 (${h32}_${h32}_${n1}_0) [DEPLOYING]."},
	{"INFO", "org.apache.flink.runtime.taskexecutor.TaskExecutor", "Receive slot request ${h32} for job ${job} from resource manager with leader id ${h32}."},
	{"INFO", "org.apache.flink.runtime.taskexecutor.TaskExecutor", "Received task ${task} (${n1}/8)#0 (${h32}_${h32}_${n1}_0), deploy into slot with allocation id ${h32}."},
	{"INFO", "org.apache.flink.runtime.taskexecutor.slot.TaskSlotTableImpl", "Activate slot ${h32}."},
	{"INFO", "org.apache.flink.runtime.taskexecutor.slot.TaskSlotTableImpl", "Free slot TaskSlot(index:${n1}, state:ACTIVE, resource profile: ResourceProfile{cpuCores=1, taskHeapMemory=729.600mb (${n9} bytes), taskOffHeapMemory=0 bytes, managedMemory=686.080mb (${n9} bytes), networkMemory=171.520mb (${n9} bytes)}, allocationId: ${h32}, jobId: ${job})."},
	{"INFO", "org.apache.flink.streaming.runtime.tasks.StreamTask", "Using job/cluster config to configure application-defined checkpoint storage: org.apache.flink.runtime.state.storage.FileSystemCheckpointStorage@${h8}"},
	{"INFO", "org.apache.flink.contrib.streaming.state.EmbeddedRocksDBStateBackend", "Finished building RocksDB keyed state-backend at /tmp/flink-io-${uuid}/job_${job}_op_KeyedProcessOperator_${h32}__${n1}_8__uuid_${uuid}."},
	{"INFO", "org.apache.flink.streaming.runtime.tasks.AsyncCheckpointRunnable", "${task} (${n1}/8)#0 - asynchronous part of checkpoint ${n5} could be completed in ${n3} ms"},
	{"DEBUG", "org.apache.flink.streaming.runtime.io.checkpointing.SingleCheckpointBarrierHandler", "${task} (${n1}/8)#0 (${h32}): Received barrier from channel InputChannelInfo{gateIdx=0, inputChannelIdx=${n1}} @ ${n5}."},
	{"DEBUG", "org.apache.flink.runtime.io.network.partition.ResultPartitionManager", "Released partition ${h32}#${n1}@${h32} produced by ${h32}."},
	{"DEBUG", "org.apache.flink.runtime.taskexecutor.TaskExecutor", "Received heartbeat request from ${h32}."},
	{"INFO", "org.apache.flink.connector.base.source.reader.SourceReaderBase", "Adding split(s) to reader: [MySqlSnapshotSplit{tableId=${db}.${table}, splitId='${db}.${table}:${n3}', splitKeyType=[`id` BIGINT NOT NULL], splitStart=[${n7}], splitEnd=[${n7}], highWatermark=null}]"},
	{"INFO", "org.apache.flink.cdc.connectors.mysql.debezium.task.MySqlSnapshotSplitReadTask", "Snapshot step 2 - Snapshotting data"},
	{"INFO", "org.apache.flink.cdc.connectors.mysql.debezium.task.MySqlSnapshotSplitReadTask", "Finished exporting ${n4} records for split '${db}.${table}:${n3}', total duration '00:00:0${n1}.${n3}'"},
	{"INFO", "io.debezium.connector.mysql.MySqlStreamingChangeEventSource", "Keepalive thread is running"},
	{"INFO", "com.starrocks.data.load.stream.DefaultStreamLoader", "Stream load started, db: ${db}, table: ${table}, label: flink-${uuid}, thread: I/O client dispatch - ${uuid}"},
	{"INFO", "com.starrocks.data.load.stream.DefaultStreamLoader", "Stream load completed, label : flink-${uuid}, database : ${db}, table : ${table}, body : {\n    \"TxnId\": ${n7},\n    \"Label\": \"flink-${uuid}\",\n    \"Status\": \"Success\",\n    \"Message\": \"OK\",\n    \"NumberTotalRows\": ${n5},\n    \"NumberLoadedRows\": ${n5},\n    \"NumberFilteredRows\": 0,\n    \"NumberUnselectedRows\": 0,\n    \"LoadBytes\": ${n7},\n    \"LoadTimeMs\": ${n3},\n    \"BeginTxnTimeMs\": ${n1},\n    \"StreamLoadPlanTimeMs\": ${n1},\n    \"ReadDataTimeMs\": ${n2},\n    \"WriteDataTimeMs\": ${n3},\n    \"CommitAndPublishTimeMs\": ${n2}\n}"},
	{"INFO", "com.starrocks.data.load.stream.DefaultStreamLoader", "Transaction prepared, label : flink-${uuid}, body : {\"Status\":\"OK\",\"Label\":\"flink-${uuid}\",\"TxnId\":${n7},\"Message\":\"\",\"NumberTotalRows\":${n5},\"NumberLoadedRows\":${n5},\"NumberFilteredRows\":0,\"LoadTimeMs\":${n3}}"},
	{"INFO", "com.starrocks.data.load.stream.v2.TransactionTableRegion", "Stream load flushed, db: ${db}, table: ${table}, label : flink-${uuid}, bytes: ${n7}, rows: ${n5}"},
	{"INFO", "com.starrocks.data.load.stream.v2.StreamLoadManagerV2", "Receive load response, cacheByteBeforeFlush: ${n7}, currentCacheBytes: ${n7}, totalFlushRows : ${n7}"},
	{"INFO", "com.example.orders.EnrichFunction", "order=${n9} user=${n7} amount=${n4}.${n2} shop=${n5} state=PAID took=${n2}ms trace=${h16}"},
	{"INFO", "com.example.orders.DimensionCache", "refreshed ${n6} keys, ${n2}.${n2}% hits, ${n4} evicted, ${n4} ms"},
}

var beTexts = []text{
	{"I", "fragment_executor.cpp:184", "Prepare(): query_id=${uuid} fragment_instance_id=${uuid} is_stream_pipeline=0 backend_num=${n1}"},
	{"I", "tablet_manager.cpp:901", "Found the best tablet to compact. compaction_type=cumulative tablet_id=${n5} highest_score=${n2}"},
	{"I", "delta_writer.cpp:441", "Tablet ${n5} committed rowset rows=${n6} segments=${n1} bytes=${n8}"},
	{"I", "stream_load.cpp:251", "finished to execute stream load. label=flink-${uuid} txn_id=${n7} query_id=${uuid} db=${db} table=${table} status=OK bytes=${n8}"},
	{"I", "transaction_stream_load.cpp:312", "finished to execute transaction load. label=flink-${uuid} txn_id=${n7} db=${db} table=${table} cost=${n3}ms"},
	{"I", "engine_publish_version_task.cpp:81", "Publish txn success tablet:${n5} version:${n4} tablet_version:${n4} schema_hash:${n9} partition:${n5} txn_id:${n7} rowset:0200000000${h8}"},
	{"I", "daemon.cpp:201", "Current memory statistics: process(${n9}), query_pool(${n8}), load(${n8}), metadata(${n9}), compaction(${n7}), schema_change(0), page_cache(${n9}), update(${n9}), clone(0), consistency(0)"},
	{"I", "update_manager.cpp:332", "update state preload done tablet:${n5} rows:${n6} cost:${n3}ms mem:${n7}"},
}

var feTexts = []text{
	{"INFO", "(thrift-server-pool-${n2}|${n4}) [FrontendServiceImpl.loadTxnBegin():1214]", "receive txn begin request, db: ${db}, tbl: ${table}, label: flink-${uuid}, backend: ${ip}"},
	{"INFO", "(PUBLISH_VERSION|${n2}) [DatabaseTransactionMgr.finishTransaction():1172]", "finish transaction TransactionState. txn_id: ${n7}, label: flink-${uuid}, db id: ${n5}, table id list: ${n5}, callback id: -1, coordinator: BE: ${ip}, transaction status: VISIBLE, error replicas num: 0, unknown replicas num: 0, prepare time: ${millis}, write end time: ${millis}, commit time: ${millis}, finish time: ${millis}, write cost: ${n3}ms, publish total cost: ${n3}ms, total cost: ${n3}ms"},
	{"INFO", "(heartbeat mgr|${n2}) [HeartbeatMgr.runAfterCatalogReady():171]", "get heartbeat response from ${ip}:9050, status OK, cost ${n2}ms"},
	{"INFO", "(tablet scheduler|${n2}) [ClusterLoadStatistic.classifyBackendByLoad():174]", "classify backend by load. medium: HDD, avg load score: 0.${n9}, low/mid/high: 0/3/0"},
	{"INFO", "(starrocks-mysql-nio-pool-${n2}|${n3}) [StmtExecutor.execute():512]", "execute query ${uuid} in ${n3}ms, user: flink, db: ${db}"},
}

var nginxTexts = []text{
	{"notice", "", "signal 29 (SIGIO) received"},
	{"info", "", "*${n7} client ${ip} closed keepalive connection"},
	{"info", "", "*${n7} recv() returned no data, client: ${ip}, server: 0.0.0.0:8030, request: \"PUT /api/${db}/${table}/_stream_load HTTP/1.1\", upstream: \"http://${ip}:8030/api/${db}/${table}/_stream_load\", host: \"starrocks.example.com:8030\""},
}
