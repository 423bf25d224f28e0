package starrocks

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/internal/cutting"
)

const pretty = `{
    "TxnId": 33823381,
    "Label": "502c2770-cd48-423d-b6b7-9d8f9a59e41a",
    "Status": "Fail",
    "Message": "timeout by txn manager",
    "NumberTotalRows": 1637,
    "NumberLoadedRows": 1637,
    "NumberFilteredRows": 0,
    "LoadBytes": 4284214,
    "LoadTimeMs": 120294
}`

func TestResponseFields(t *testing.T) {
	tests := []struct {
		label, text string
		want        string // name=value, joined by blanks
	}{
		{"old frontend", `{"status":"FAILED","msg":"There is no 100-continue header"}`, "message=There is no 100-continue header status=FAILED"},
		{"newer frontend", "{\n  \"Status\": \"FAILED\",\n  \"Message\": \"class com.starrocks.common.DdlException: No backend alive.\"\n}",
			"message=class com.starrocks.common.DdlException: No backend alive. status=FAILED"},
		{"newest frontend", `{"code":"1","status":"FAILED","message":"a","msg":"b"}`, "code=1 message=a status=FAILED"},
		{"backend", `{"TxnId":1003,"Label":"b6f3bc78","Status":"Fail","Message":"too many filtered rows","NumberTotalRows":3,"NumberLoadedRows":0,"NumberFilteredRows":3,"NumberUnselectedRows":0,"LoadBytes":9,"LoadTimeMs":120,"BeginTxnTimeMs":1,"StreamLoadPlanTimeMs":2,"ReadDataTimeMs":3,"WriteDataTimeMs":4,"CommitAndPublishTimeMs":5,"ErrorURL":"http://10.0.0.31:8040/api/_load_error_log?file=e_b25"}`,
			"begin_txn_ms=1 commit_and_publish_ms=5 error_url=http://10.0.0.31:8040/api/_load_error_log?file=e_b25 filtered_rows=3 label=b6f3bc78 load_bytes=9 load_ms=120 loaded_rows=0 message=too many filtered rows plan_ms=2 read_ms=3 status=Fail total_rows=3 txn=1003 unselected_rows=0 write_ms=4"},
		{"transaction", `{"Status":"LABEL_ALREADY_EXISTS","ExistingJobStatus":"RUNNING","Message":"Label [x] has already been used."}`,
			"existing_job_status=RUNNING message=Label [x] has already been used. status=LABEL_ALREADY_EXISTS"},
		{"no transaction began", `{"TxnId":-1,"Label":"l1","Status":"Fail","Message":"no valid Basic authorization"}`, "label=l1 message=no valid Basic authorization status=Fail"},
		{"no message", `{"Status":"LABEL_ALREADY_EXISTS","Label":"l1","Message":""}`, "label=l1 status=LABEL_ALREADY_EXISTS"},
		{"one key a line", pretty, "filtered_rows=0 label=502c2770-cd48-423d-b6b7-9d8f9a59e41a load_bytes=4284214 load_ms=120294 loaded_rows=1637 message=timeout by txn manager status=Fail total_rows=1637 txn=33823381"},
		{"with a comment", strings.Replace(pretty, "manager\",", "manager\",--具体报错信息", 1),
			"filtered_rows=0 label=502c2770-cd48-423d-b6b7-9d8f9a59e41a load_bytes=4284214 load_ms=120294 loaded_rows=1637 message=timeout by txn manager status=Fail total_rows=1637 txn=33823381"},
		{"behind other JSON", `properties : {"jdbcUrl":"jdbc:mysql://127.0.0.1:9030","table":"t9"} Transaction prepare failed, db: a, responseBody: { "Status": "MEM_LIMIT_EXCEEDED", "Message": "Memory of process exceed limit." } errorLog: null`,
			"message=Memory of process exceed limit. status=MEM_LIMIT_EXCEEDED"},
		{"inside other JSON", `{"level":"ERROR","body":{"TxnId":7,"Label":"l","Status":"Fail","Message":"m"}}`, "label=l message=m status=Fail txn=7"},
		{"escaped", `got "{\"TxnId\": 7, \"Label\": \"l\", \"Status\": \"Fail\", \"Message\": \"say \\\"no\\\"\"}" at once`, `label=l message=say "no" status=Fail txn=7`},
		{"escaped with line ends", `"{\n  \"Status\": \"FAILED\",\n  \"Message\": \"a\\nb\"\n}"`, "message=a\nb status=FAILED"},
		{"escaped twice", `"{\\\"Status\\\":\\\"Fail\\\",\\\"Message\\\":\\\"m\\\"}"`, "message=m status=Fail"},
		{"quoted words", `{"Status":"Fail","Message":"unknown table \"ods.orders\"","Label":"C:\\"}`, `label=C:\ message=unknown table "ods.orders" status=Fail`},
		{"cut inside the message", `{"TxnId":7,"Label":"l","Status":"Fail","Message":"Memory of proc`, "label=l message=Memory of proc status=Fail txn=7"},
		{"cut in front", `"Status":"Fail","Message":"disk 1 on backend 2 exceed limit usage"`, "message=disk 1 on backend 2 exceed limit usage status=Fail"},
		{"nested values", `{"Status":"OK","Message":"m","Extra":{"Label":"no","x":["}",{"a":1}]},"Label":"yes"}`, "label=yes message=m status=OK"},
		{"null", `{"Status":"OK","Message":null,"Label":"l"}`, "label=l status=OK"},
		{"success", `{"TxnId":9,"Label":"l","Status":"Success","Message":"OK"}`, "label=l message=OK status=Success txn=9"},

		{"Kubernetes", `{"kind":"Status","status":"Failure","message":"pods \"x\" not found","code":404}`, ""},
		{"Spring", `{"timestamp":1,"status":500,"error":"Internal Server Error","message":"x"}`, ""},
		{"health", `{"status":"UP","message":"fine"}`, ""},
		{"Flink", `{"status":{"id":"COMPLETED"},"message":"x"}`, ""},
		{"no status", `{"TxnId":7,"Label":"l","Message":"m"}`, ""},
		{"a status alone", `{"status":"FAILED"}`, ""},
		{"prose", `{x} the status is FAILED, message follows`, ""},
		{"empty", "", ""},
	}
	for _, tt := range tests {
		fields, ok := ResponseFields(tt.text)
		if ok != (tt.want != "") {
			t.Errorf("%s: ok %v, %v", tt.label, ok, fields)
			continue
		}
		if !ok {
			continue
		}
		var got []string
		for _, f := range fields {
			got = append(got, f.Name+"="+f.Value)
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", tt.label, s, tt.want)
		}
	}
}

// TestResponseCutAnywhere cuts an answer behind its status: what stands before the cut is read.
func TestResponseCutAnywhere(t *testing.T) {
	from := strings.Index(pretty, `"Message"`)
	for cut := from; cut <= len(pretty); cut++ {
		fields, ok := ResponseFields(pretty[:cut])
		if !ok || fields.Get("txn") != "33823381" || fields.Get("status") != "Fail" || fields.Get("label") == "" {
			t.Fatalf("cut at %d: %v %v", cut, ok, fields)
		}
	}
}

// TestResponseBounded reads hostile texts in time that depends on their length only.
func TestResponseBounded(t *testing.T) {
	for _, text := range []string{
		strings.Repeat("{", 1<<20) + `"status"`, strings.Repeat(`{"status":`, 1<<17), strings.Repeat(`{"status":[`, 1<<17), strings.Repeat(`\`, 1<<20) + `"status"`,
		"status" + strings.Repeat(`{\"`, 1<<18), strings.Repeat(`{"Status":"Fail","Message":"`, 1<<15), "status" + strings.Repeat(`{"`+strings.Repeat(`\\`, 100), 1<<12),
	} {
		start := time.Now()
		fields, _ := ResponseFields(text)
		if spent := time.Since(start); spent > 2*time.Second {
			t.Errorf("%.20q: %v", text, spent)
		}
		for _, f := range fields {
			if len(f.Value) > maxValue {
				t.Errorf("%.20q: %s has %d bytes", text, f.Name, len(f.Value))
			}
		}
	}
}

func TestResponseLayout(t *testing.T) {
	tests := []struct {
		label, text string
		layout      string
		level       parsers.Level
		lines       int
	}{
		{"compact", `{"TxnId":1003,"Label":"l","Status":"Fail","Message":"x"}`, "stream-load", parsers.LevelError, 1},
		{"pretty", pretty, "stream-load", parsers.LevelError, 11},
		{"committed", `{"Status":"Publish Timeout","Message":"visible after a while","Label":"l"}`, "stream-load", parsers.LevelInfo, 1},
		{"success", "{\n\"Status\": \"OK\",\n\"Message\": \"\",\n\"Label\": \"l\"\n}", "stream-load", parsers.LevelInfo, 5},
		{"label", `{"Status":"LABEL_ALREADY_EXISTS","ExistingJobStatus":"FINISHED","Message":"used"}`, "stream-load", parsers.LevelWarn, 1},
		{"broken inside the message", "{\"Status\":\"FAILED\",\"Message\":\"class com.starrocks.common.DdlException: There is no\n100-continue header\"}", "stream-load", parsers.LevelError, 2},
		{"without brace", `"Status": "Fail", "Message": "x"`, "stream-load", parsers.LevelError, 1},
		{"other JSON", "{\n  \"name\": \"x\",\n  \"status\": \"active\"\n}", "", parsers.LevelUnknown, 4},
	}
	for _, tt := range tests {
		events := cutting.Events(Layouts(), tt.text)
		if len(events) != 1 || events[0].Layout != tt.layout || events[0].Level != tt.level || events[0].Lines != tt.lines {
			t.Errorf("%s: %d records, layout %q level %v lines %d", tt.label, len(events), events[0].Layout, events[0].Level, events[0].Lines)
		}
		if read := events[0].Component == parsers.ComponentStreamLoad; read != (tt.layout != "") {
			t.Errorf("%s: component %q", tt.label, events[0].Component)
		}
	}
}

func TestCurl(t *testing.T) {
	text, err := os.ReadFile("testdata/curl-trace.txt")
	if err != nil {
		t.Fatal(err)
	}
	events := cutting.Events(Layouts(), string(text)+"curl: (52) Empty reply from server\n< HTTP/1.1 307 Temporary Redirect\n< location: http://10.0.0.31:8040/api/d/t/_stream_load?\n< connection: close\n")
	var got []string
	for _, e := range events {
		f := e.Fields
		got = append(got, fmt.Sprint(e.Layout, " ", f.Get("method"), f.Get("status_code"), f.Get("curl_code"), f.Get("location"), f.Get("status")))
	}
	want := []string{"curl-trace ", "curl-trace ", "curl-trace ", "curl-trace PUT", "curl-trace 100", "curl-trace ", "curl-trace 200", "curl-trace ",
		"stream-load FAILED", "curl-trace 52", "curl-trace 307http://10.0.0.31:8040/api/d/t/_stream_load?"}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if label := events[3].Fields.Get("label"); !strings.HasPrefix(label, "lab-") {
		t.Errorf("label %q", label)
	}
}
