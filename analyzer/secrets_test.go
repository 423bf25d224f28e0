package analyzer

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// hidden is a secret; leak is what is left of it when a cut went through it.
const hidden, leak = "Zq7Zq7Zq7Zq7", "Zq7Z"

// secretLines hold secrets as real logs, configurations and command lines do: HIDDEN stands for each, and what must stay to read follows.
var secretLines = []struct{ line, stays string }{
	// The first ones are lines of configuration files: their values end with the line.
	{`security.ssl.rest.keystore-password: HIDDEN HIDDEN`, `keystore-password`},
	{`  - password: HIDDEN,HIDDEN;HIDDEN`, `- password`},
	{`+    'password' = 'HIDDEN ''HIDDEN'' HIDDEN', 'table' = 't'`, `'table' = 't'`},
	{`jdbc:mysql://root:HIDDEN@10.0.0.1:9030/db?useSSL=false`, `jdbc:mysql://root:******@10.0.0.1:9030/db?useSSL=false`},
	{`jdbc:mysql://root:HIDDEN@HIDDEN@10.0.0.1:9030/db`, `@10.0.0.1:9030/db`},
	{`jdbc:mysql://root:HIDDEN/HIDDEN@10.0.0.1:9030/db`, `@10.0.0.1:9030/db`},
	{`jdbc:mysql://10.0.0.1:9030/db?user=root&password=HIDDEN&useSSL=false`, `&useSSL=false`},
	{`jdbc:sqlserver://h:1433;user=sa;password=HIDDEN;encrypt=true`, `;encrypt=true`},
	{`jdbc:oracle:thin:scott/HIDDEN@//db:1521/orcl`, `jdbc:oracle:thin:scott/******@//db:1521/orcl`},
	{`mongodb+srv://app:HIDDEN@cluster0.example.net/orders`, `@cluster0.example.net/orders`},
	{`https://HIDDENHIDDENHIDDEN@github.com/acme/job.git`, `@github.com/acme/job.git`},
	{`pekko.tcp://flink@10.0.0.7:6123/user/rpc/jobmanager_0`, `pekko.tcp://flink@10.0.0.7:6123/user/rpc/jobmanager_0`},
	{`hdfs://nn:8020/user/flink/a@b.jar`, `hdfs://nn:8020/user/flink/a@b.jar`},
	{`Authorization: Basic HIDDEN==`, `Authorization: Basic`},
	{`{Authorization=Basic HIDDEN, label=flink-1}`, `, label=flink-1}`},
	{`PUT /api/db/t/_stream_load authorization: Bearer HIDDEN`, `_stream_load`},
	{`Authorization: Digest username="a", response="HIDDEN"`, `Authorization`},
	{`curl -H 'Cookie: sid=HIDDEN; other=HIDDEN' http://h/`, `http://h/`},
	{`Set-Cookie: JSESSIONID=HIDDEN; Path=/; token2=HIDDEN`, `Set-Cookie`},
	{`headers: {Cookie=a=HIDDEN; b=HIDDEN} status 401`, `status 401`},
	{`GET /jobs?access_token=HIDDEN&page=2 HTTP/1.1`, `&page=2`},
	{`https://s3.example.com/k?X-Amz-Credential=HIDDEN&X-Amz-Signature=HIDDEN&x=1`, `&x=1`},
	{`https://acc.blob.core.windows.net/c?sv=2022&sig=HIDDEN`, `sv=2022`},
	{`jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJIHIDDEN.HIDDEN_x end`, ` end`},
	{`Loading configuration property: s3.secret-key, HIDDEN HIDDEN`, `s3.secret-key`},
	{`Loading configuration property: fs.s3a.access.key, HIDDEN`, `fs.s3a.access.key`},
	{`CREATE TABLE s WITH ('connector'='starrocks','password'='HIDDEN HIDDEN','username'='root')`, `'username'='root'`},
	{`{"password":"HIDDEN \"HIDDEN","user":"root"}`, `"user":"root"`},
	{`{\"password\":\"HIDDEN HIDDEN\",\"user\":\"root\"}`, `\"user\":\"root\"`},
	{`sasl.jaas.config = org.apache.kafka.ScramLoginModule required username="a" password="HIDDEN HIDDEN";`, `sasl.jaas.config`},
	{`CREATE USER 'etl'@'%' IDENTIFIED BY 'HIDDEN'`, `'etl'@'%' IDENTIFIED BY`},
	{`SET PASSWORD FOR 'etl' = PASSWORD('HIDDEN')`, `SET PASSWORD FOR 'etl'`},
	{`mysql -h 10.0.0.1 -P 9030 -uroot -pHIDDEN -e 'show frontends'`, `-e 'show frontends'`},
	{`curl --location-trusted -u root:HIDDEN -T x.csv http://fe:8030/api/db/t/_stream_load`, `-T x.csv`},
	{`Program Arguments: --db.password HIDDEN --parallelism 4`, `--parallelism 4`},
	{`java -Dmy.token=HIDDEN -Xmx4g`, `-Xmx4g`},
	{`    DB_PASSWORD:  HIDDEN`, `DB_PASSWORD`},
	{`密码：HIDDEN`, `密码`},
	{`Access denied for user 'root'@'10.0.0.1' (using password: YES)`, `(using password: YES)`},
	{`MountVolume.SetUp failed for volume "c" : secret "flink-config" not found`, `secret "flink-config" not found`},
}

func TestMask(t *testing.T) {
	for _, c := range secretLines {
		got := mask(strings.ReplaceAll(c.line, "HIDDEN", hidden))
		if strings.Contains(got, leak) || !strings.Contains(got, c.stays) {
			t.Errorf("%s\nbecame\n%s\nwhich must have %s", c.line, got, c.stays)
		}
		if again := mask(got); again != got {
			t.Errorf("%q masked again is %q", got, again)
		}
	}
}

func FuzzMask(f *testing.F) {
	for _, c := range secretLines {
		f.Add(c.line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		if got := mask(line); len(got) > len(line)*(len(masked)+1) {
			t.Errorf("%q grew to %q", line, got)
		}
	})
}

// TestSecretsStayInsideWhereverTheyStand puts every line where a report may quote it: message, exception, line before a failure, far inside a long line that is cut.
func TestSecretsStayInsideWhereverTheyStand(t *testing.T) {
	const head = "2024-01-24 14:31:0%d,000 %s com.acme.Sink [] - %s\n"
	long := strings.Repeat("field-value ", 60)
	for _, c := range secretLines[2:] {
		line := strings.ReplaceAll(c.line, "HIDDEN", hidden)
		logs := []string{
			fmt.Sprintf(head, 0, "ERROR", "write failed: "+line),
			fmt.Sprintf(head, 0, "ERROR", line),
			fmt.Sprintf(head, 0, "ERROR", "write failed") + "com.acme.SinkException: " + line + "\n\tat com.acme.Sink.write(Sink.java:1)\nCaused by: java.io.IOException: " + line + "\n",
			fmt.Sprintf(head, 0, "INFO ", line) + fmt.Sprintf(head, 1, "ERROR", "write failed") + "java.lang.IllegalStateException: x\n\tat com.acme.Sink.write(Sink.java:1)\n",
			fmt.Sprintf(head, 0, "ERROR", "write failed: "+long+line+" "+long),
			fmt.Sprintf(head, 0, "ERROR", long+line+" no live upstreams while connecting to upstream "+long),
			fmt.Sprintf(head, 0, "ERROR", "x") + "java.lang.OutOfMemoryError: Direct buffer memory " + line + "\n",
			`{"log":"` + strings.ReplaceAll(fmt.Sprintf("2024-01-24 14:31:00,000 ERROR com.acme.Sink [] - %s", line), `"`, `\"`) + `\n","stream":"stdout","time":"2024-01-24T14:31:00Z"}` + "\n",
		}
		var sources []*parsers.Source
		for n, log := range logs {
			sources = append(sources, file(fmt.Sprintf("taskmanager-%d.log", n), noise(1)+log))
		}
		r := analyze(t, Options{}, sources...)
		if len(r.Unexplained) == 0 || len(r.Incidents) == 0 {
			t.Errorf("%s: nothing is told, so nothing can leak", c.line)
		}
		if text := encoded(t, r); strings.Contains(text, leak) {
			at := strings.Index(text, leak)
			t.Errorf("%s\nleaks: …%s", c.line, text[max(0, at-200):min(len(text), at+40)])
		}
	}
}

// TestMaskIsQuick: a hostile line costs about what any other of its length costs.
func TestMaskIsQuick(t *testing.T) {
	for _, part := range []string{"token=a ", "token", "cookie: ", "://", "://a:", "eyJ", "eyJ.eyJ", "password=\"", "-p", "密码：", "authorization=[", "identified by '"} {
		line := strings.Repeat(part, 1<<18/len(part))
		start := time.Now()
		mask(line)
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("256 KiB of %q took %s", part, took)
		} else {
			t.Logf("%q %s", part, took)
		}
	}
}
