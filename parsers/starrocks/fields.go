package starrocks

import (
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

const (
	// maxText bounds the text that is searched for an answer, maxObject one object, maxObjects how many are tried. The work is at most
	// maxObject*maxObjects bytes, whatever the text.
	maxText    = 64 << 10
	maxObject  = 16 << 10
	maxObjects = 32
	// maxValue bounds a field, in bytes.
	maxValue = 4 << 10
)

// ResponseFields reads the answer to a Stream Load or a transaction request out of text, wherever it stands in it: compact, over several
// lines, or escaped inside another string. Keys are taken in any case, because the three generations of answers write Status and Message
// (backend and transaction interface), status and msg (old frontend), status and message (newer frontend). An answer that was cut off
// gives what it has. The first answer counts.
//
// ok is false when text holds no such answer: an object with a status that StarRocks knows and a message, transaction id or label.
//
// Fields: status, message, label, txn, db, table, existing_job_status, error_url, rejected_record_path, total_rows, loaded_rows,
// filtered_rows, unselected_rows, load_bytes, load_ms, begin_txn_ms, plan_ms, read_ms, write_ms, commit_and_publish_ms, code. A
// transaction id below zero means that there is none and is left out.
//
// Source: StarRocks/starrocks be/src/runtime/stream_load/stream_load_context.cpp (to_json, to_resp_json), fe/fe-core/.../http/rest/
// RestBaseResult.java and TransactionResult.java, gensrc/thrift/StatusCode.thrift.
func ResponseFields(text string) (fields parsers.Fields, ok bool) {
	text = text[:min(len(text), maxText)]
	if !strings.Contains(text, "tatus") && !strings.Contains(text, "TATUS") {
		return nil, false
	}
	if head := strings.TrimLeft(text, " \t\r\n"); head != "" && head[0] == '"' { // the brace was not copied
		if fields, ok = readResponse(head); ok {
			return fields, true
		}
	}
	for tried := 0; tried < maxObjects; tried++ {
		open := strings.IndexByte(text, '{')
		if open < 0 {
			break
		}
		text = text[open+1:]
		if fields, ok = readResponse(text); ok {
			return fields, true
		}
	}
	return nil, false
}

// fieldNames maps keys, lower-cased, to fields.
var fieldNames = map[string]string{
	"status": "status", "message": "message", "msg": "message", "label": "label", "txnid": "txn", "db": "db", "table": "table",
	"existingjobstatus": "existing_job_status", "errorurl": "error_url", "rejectedrecordpath": "rejected_record_path",
	"numbertotalrows": "total_rows", "numberloadedrows": "loaded_rows", "numberfilteredrows": "filtered_rows",
	"numberunselectedrows": "unselected_rows", "loadbytes": "load_bytes", "loadtimems": "load_ms", "begintxntimems": "begin_txn_ms",
	"streamloadplantimems": "plan_ms", "streamloadputtimems": "plan_ms", "readdatatimems": "read_ms", "writedatatimems": "write_ms",
	"commitandpublishtimems": "commit_and_publish_ms", "code": "code",
}

// readResponse reads the members of one object from behind its brace.
func readResponse(text string) (parsers.Fields, bool) {
	s := scanner{text: text[:min(len(text), maxObject)]}
	var fields parsers.Fields
	for {
		key, value, ok := s.member()
		if !ok {
			break
		}
		name := fieldNames[strings.ToLower(key)]
		if name == "" || value == "" || fields.Get(name) != "" || name == "txn" && value[0] == '-' || name == "message" && value == "null" {
			continue
		}
		fields = fields.Set(name, value)
	}
	return fields, isResponse(fields)
}

// isResponse tells whether the fields are those of an answer.
func isResponse(f parsers.Fields) bool {
	status := f.Get("status")
	if status == "" {
		return false
	}
	if f.Get("txn") != "" && (f.Get("label") != "" || f.Get("message") != "") {
		return true
	}
	return knownStatus(status) && (f.Get("message") != "" || f.Get("label") != "" || f.Get("txn") != "")
}

// knownStatus tells the statuses of answers from those that any other service may write.
func knownStatus(status string) bool {
	switch status {
	case "Success", "Fail", "FAILED", "OK", "Publish Timeout", "Label Already Exists",
		"CANCELLED", "ANALYSIS_ERROR", "NOT_IMPLEMENTED_ERROR", "RUNTIME_ERROR", "MEM_LIMIT_EXCEEDED", "INTERNAL_ERROR", "THRIFT_RPC_ERROR",
		"TIMEOUT", "MEM_ALLOC_FAILED", "BUFFER_ALLOCATION_FAILED", "PUBLISH_TIMEOUT", "LABEL_ALREADY_EXISTS", "TOO_MANY_TASKS", "END_OF_FILE",
		"NOT_FOUND", "CORRUPTION", "INVALID_ARGUMENT", "IO_ERROR", "ALREADY_EXIST", "NETWORK_ERROR", "ILLEGAL_STATE", "NOT_AUTHORIZED", "ABORTED",
		"REMOTE_ERROR", "SERVICE_UNAVAILABLE", "UNINITIALIZED", "CONFIGURATION_ERROR", "INCOMPLETE", "DATA_QUALITY_ERROR",
		"DUPLICATE_RPC_INVOCATION", "GLOBAL_DICT_ERROR", "UNKNOWN", "TXN_NOT_EXISTS", "TXN_IN_PROCESSING", "RESOURCE_BUSY", "SR_EAGAIN",
		"REMOTE_FILE_NOT_FOUND", "CAPACITY_LIMIT_EXCEED", "SHUTDOWN":
		return true
	}
	return false
}
