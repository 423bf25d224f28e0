package render

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/flinkdoctor/flinkdoctor/cmd/internal/term"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

func overcrowded() *rules.Rule {
	return &rules.Rule{
		ID: "be-brpc-overcrowded", Status: rules.Draft, Severity: rules.Error, System: "starrocks", Role: rules.RoleRoot, Tags: []string{"brpc"},
		Title:     rules.Text{EN: "A BE cannot send fast enough to {peer}", ZH: "BE 发往 {peer} 的 brpc 缓冲写满"},
		Cause:     rules.Text{EN: "Data waiting to be sent to {peer|another BE} grew past brpc_socket_max_unwritten_bytes.", ZH: "发往 {peer|其他 BE} 的待发送数据超过了 brpc_socket_max_unwritten_bytes。"},
		ToldApart: rules.Text{EN: "[E1008] is a time-out, [E112] a dead peer.", ZH: "[E1008] 是超时，[E112] 是对端不可达。"},
		CausedBy:  []rules.Edge{{Rule: "be-crash-aborted-at"}},
		LeadsTo:   []rules.Edge{{Rule: "be-transmit-chunk-rpc-failed", Why: rules.Text{EN: "the chunk is not sent", ZH: "数据块发不出去"}}},
		AskFor:    []rules.Text{{EN: "be.WARNING of the sender: grep -n 'overcrowded' be.WARNING", ZH: "发送端日志：grep -n 'overcrowded' be.WARNING"}},
		Fixes: []rules.Fix{{
			Title:    rules.Text{EN: "Give the send buffer more room", ZH: "调大 brpc 发送缓冲上限"},
			When:     []rules.Condition{{NotRule: "be-crash-aborted-at"}},
			Versions: map[string]string{"starrocks": ">=2.5"},
			Changes:  []rules.Change{{In: "starrocks-be", Key: "brpc_socket_max_unwritten_bytes", From: "1073741824", To: "8589934592"}},
			Apply:    rules.Text{EN: "Edit be.conf on every BE and restart them one after the other.", ZH: "修改每台 BE 的 be.conf 后逐台重启。"},
			Verify:   rules.Text{EN: "grep -c overcrowded be.WARNING stays 0 for an hour.", ZH: "一小时内 grep -c overcrowded be.WARNING 始终为 0。"},
			Why:      rules.Text{EN: "The buffer is per connection.", ZH: "缓冲按连接计算。"},
		}},
		References: []string{"https://github.com/apache/brpc/blob/master/docs/en/error_code.md"},
	}
}

func TestExplainGolden(t *testing.T) {
	title := func(id string) string {
		if id == "be-crash-aborted-at" {
			return "A BE crashed"
		}
		return ""
	}
	for _, lang := range term.Languages {
		for _, width := range []int{80, 50} {
			var b bytes.Buffer
			rule := overcrowded()
			if err := Explain(&b, rule, title, Options{Language: lang, Width: width}); err != nil {
				t.Fatal(err)
			}
			if len(rule.Fixes[0].When) != 1 {
				t.Fatal("explaining changed the rule")
			}
			golden(t, fmt.Sprintf("explain.%s.%d.txt", lang, width), b.Bytes())
		}
	}
}
