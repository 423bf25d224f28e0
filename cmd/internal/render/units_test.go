package render

import (
	"testing"
	"time"

	"github.com/flinkdoctor/flinkdoctor/analyzer/report"
)

func TestBytes(t *testing.T) {
	for n, want := range map[int64]string{0: "0 B", 999: "999 B", 1000: "1.0 kB", 999_949: "999.9 kB", 999_950: "1.0 MB", 1_204_113_002: "1.2 GB", 1 << 62: "4.6 EB"} {
		if got := Bytes(n); got != want {
			t.Errorf("%d: got %s, want %s", n, got, want)
		}
	}
}

func TestGrouped(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 999: "999", 1000: "1,000", 8104221: "8,104,221", -1000: "-1,000", -100: "-100"} {
		if got := grouped(n); got != want {
			t.Errorf("%d: got %s, want %s", n, got, want)
		}
	}
}

func TestTook(t *testing.T) {
	for d, want := range map[time.Duration]string{40 * time.Millisecond: "0.0s", 1500 * time.Millisecond: "1.5s", 75 * time.Second: "75s", 125 * time.Second: "2 min 5 s"} {
		if got := took(d); got != want {
			t.Errorf("%v: got %s, want %s", d, got, want)
		}
	}
}

func TestSpan(t *testing.T) {
	next := at("10:00:01").AddDate(0, 0, 1)
	day, many := clock{oneDay: true, to: " to "}, clock{to: " to "}
	for _, c := range []struct {
		clock       clock
		first, last *time.Time
		want        string
	}{
		{day, nil, nil, ""},
		{day, at("10:00:00"), nil, "10:00:00"},
		{day, nil, at("10:00:00"), "10:00:00"},
		{day, at("10:00:00"), at("10:00:00"), "10:00:00"},
		{day, at("10:00:00"), at("10:00:01"), "10:00:00 to 10:00:01"},
		{many, at("10:00:00"), at("10:00:01"), "2024-01-24 10:00:00 to 10:00:01"},
		{many, at("10:00:00"), &next, "2024-01-24 10:00:00 to 2024-01-25 10:00:01"},
	} {
		if got := c.clock.span(c.first, c.last); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestSetting(t *testing.T) {
	for want, c := range map[string]report.Change{
		"max_fails=3":                      {File: "nginx.conf", Key: "max_fails", To: "3"},
		"worker_connections 10240;":        {File: "nginx.conf", Key: "worker_connections", To: "10240"},
		"split_clients $a $b { * x; }":     {File: "nginx.conf", Key: "split_clients", To: "$a $b { * x; }"},
		"LimitNOFILE=65536":                {File: "/etc/systemd/system/nginx.service.d/limits.conf", Key: "LimitNOFILE", To: "65536"},
		"heartbeat.timeout: 180 s":         {File: "flink-conf.yaml (config.yaml from Flink 1.19 on)", Key: "heartbeat.timeout", To: "180 s"},
		"'sink.max-retries' = '3'":         {File: "sink table options", Key: "sink.max-retries", To: "3"},
		"max_allowed_packet = 1G":          {File: "my.cnf", Key: "max_allowed_packet", To: "1G"},
		"jute.maxbuffer=1":                 {File: "zoo.cfg", Key: "jute.maxbuffer", To: "1"},
		"-Djute.maxbuffer=4194304":         {File: "zookeeper-env.sh", Key: "-Djute.maxbuffer", To: "4194304"},
		"-Xmx4g":                           {File: "JVM options", Key: "-Xmx", To: "4g"},
		"-XX:MaxDirectMemorySize=1g":       {File: "JVM options", Key: "-XX:MaxDirectMemorySize", To: "1g"},
		"timeout: 600":                     {File: "Stream Load header", Key: "timeout", To: "600"},
		"\"channel\": 1":                   {File: "ChunJun job JSON", Key: "channel", To: "1"},
		"net.core.somaxconn = 4096":        {File: "/etc/sysctl.d/99-somaxconn.conf", Key: "net.core.somaxconn", To: "4096"},
		"enable_persistent_index":          {File: "table properties", Key: "enable_persistent_index"},
		"stream_load_max_mb = 102400":      {File: "be.conf", Key: "stream_load_max_mb", To: "102400"},
		"spec.containers[].resources: 4Gi": {File: "flinkdeployment.yaml", Key: "spec.containers[].resources", To: "4Gi"},
	} {
		if got := setting(c, c.To); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
