package remedy_test

import (
	"slices"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// pair is one setting that a file shall have before the fix.
type pair struct{ key, value, section string }

// kind is a kind of file that fixes are written into.
type kind struct {
	label, name string
	tables      []string // whose keys it holds
	read        reader
	// build writes a real-looking file that sets, or with commented set in comments only, the pairs.
	// It is nil for tables and pipelines, which depend on the connector.
	build func(pairs []pair, commented bool) string
	// inside is the name of the file in a ConfigMap; its text is what is read back.
	inside string
}

var kinds = []kind{
	{label: "flink-conf.yaml", name: "flink-conf.yaml", tables: []string{"flink"}, read: readFlinkConf, build: flat("# Flink 1.17\nstate.checkpoints.num-kept: 1 # why\nkubernetes.namespace: flink\nenv.hadoop.conf.dir: /etc/hadoop\n", "# ", ": ")},
	{label: "config.yaml, flat", name: "config.yaml", tables: []string{"flink"}, read: readYAML, build: flat("rest.profiling.history-size: 11 # why\nkubernetes.namespace: flink\n# end of the common part\nenv.hadoop.conf.dir: '/etc/hadoop' # don't move\n", "# ", ": ")},
	{label: "config.yaml, nested", name: "config.yaml", tables: []string{"flink"}, read: readYAML, build: nested},
	{label: "FlinkDeployment", name: "job.yaml", tables: []string{"flink"}, read: readYAML, build: deployment},
	{label: "flink-conf.yaml in a ConfigMap", name: "cm.yaml", tables: []string{"flink"}, read: readFlinkConf, inside: "flink-conf.yaml", build: inConfigMap("flink-conf.yaml", flat("\n# Flink 1.17\nkubernetes.namespace: flink\nenv.hadoop.conf.dir: /etc/hadoop\n", "# ", ": "))},
	{label: "config.yaml in a ConfigMap", name: "cm.yaml", tables: []string{"flink"}, read: readYAML, inside: "config.yaml", build: inConfigMap("config.yaml", nested)},
	{label: "command line", name: "run.sh", tables: []string{"flink"}, read: readCommand, build: command},
	{label: "SET statements", name: "job.sql", tables: []string{"flink"}, read: readSQL, build: setStatements},
	{label: "tables", name: "cdc.sql", tables: []string{"flink-cdc"}, read: readSQL},
	{label: "tables", name: "starrocks.sql", tables: []string{"sr-connector"}, read: readSQL},
	{label: "tables", name: "kafka.sql", tables: []string{"kafka-connector"}, read: readSQL},
	{label: "tables", name: "jdbc.sql", tables: []string{"jdbc-connector"}, read: readSQL},
	{label: "pipeline", name: "pipeline.yaml", tables: []string{"flink-cdc", "sr-connector"}, read: readYAML},
	{label: "fe.conf", name: "fe.conf", tables: []string{"starrocks-fe"}, read: readProperties, build: flat("# fe\nLOG_DIR = ${STARROCKS_HOME}/log\nhttp_max_initial_line_length = 4097 \n", "# ", " = ")},
	{label: "be.conf", name: "be.conf", tables: []string{"starrocks-be"}, read: readProperties, build: flat("# be\nsys_log_verbose_level=11\nsys_log_roll_num=11\n", "#", "=")},
	{label: "zoo.cfg", name: "zoo.cfg", tables: []string{"zookeeper"}, read: readProperties, build: flat("# ensemble\ninitLimit=11\nserver.1=zk1:2888:3888\n", "#", "=")},
	{label: "my.cnf", name: "my.cnf", tables: []string{"mysql"}, read: readMyCnf, build: myCnf},
	{label: "nginx.conf", name: "nginx.conf", tables: []string{"nginx"}, read: readNginx, build: nginxConf},
	{label: "nginx.conf in a ConfigMap", name: "cm.yaml", tables: []string{"nginx"}, read: readNginx, inside: "nginx.conf", build: inConfigMap("nginx.conf", nginxConf)},
}

// flat writes files of single lines.
func flat(head, comment, sign string) func([]pair, bool) string {
	return func(pairs []pair, commented bool) string {
		var b strings.Builder
		b.WriteString(head)
		for _, p := range pairs {
			if commented {
				b.WriteString(comment)
			}
			b.WriteString(p.key + sign + p.value + "\n")
		}
		b.WriteString("\n")
		return b.String()
	}
}

// nested writes every key as mappings within mappings, as config.yaml has them.
func nested(pairs []pair, commented bool) string {
	root := &mapping{}
	root.set("rest.profiling.history-size", "11")
	root.set("kubernetes.namespace", "flink")
	comments := ""
	for _, p := range pairs {
		if commented {
			comments += "# " + p.key + ": " + p.value + "\n"
			continue
		}
		root.set(p.key, p.value)
	}
	return "# nested\n" + root.text("") + comments
}

// mapping is a block mapping in the making.
type mapping struct {
	names  []string
	values []string
	inner  []*mapping
}

func (m *mapping) set(key, value string) {
	first, rest, deeper := strings.Cut(key, ".")
	i := slices.Index(m.names, first)
	if i < 0 {
		i = len(m.names)
		m.names, m.values, m.inner = append(m.names, first), append(m.values, ""), append(m.inner, &mapping{})
	}
	if deeper {
		m.inner[i].set(rest, value)
		return
	}
	m.values[i] = value
}

func (m *mapping) text(indent string) string {
	var b strings.Builder
	for i, name := range m.names {
		if m.values[i] != "" {
			b.WriteString(indent + name + ": " + conf.YAMLScalar(m.values[i], false) + " # why\n")
			continue
		}
		b.WriteString(indent + name + ":\n" + m.inner[i].text(indent+"  "))
	}
	return b.String()
}

func lines(pairs []pair, commented bool, indent, comment, before, sign, after string) string {
	var b strings.Builder
	for _, p := range pairs {
		b.WriteString(indent)
		if commented {
			b.WriteString(comment)
		}
		b.WriteString(before + p.key + sign + strings.ReplaceAll(p.value, `"`, `\"`) + after + "\n")
	}
	return b.String()
}

func deployment(pairs []pair, commented bool) string {
	return "apiVersion: flink.apache.org/v1beta1\nkind: FlinkDeployment\nmetadata:\n  name: orders\nspec:\n  flinkVersion: v1_17\n  flinkConfiguration:\n    # of the job\n    env.hadoop.conf.dir: \"/etc/hadoop\"\n" +
		lines(pairs, commented, "    ", "# ", "", ": \"", "\" # why") + "  serviceAccount: flink\n  taskManager:\n    replicas: 2\n"
}

// inConfigMap indents a file as a ConfigMap holds it, between two others.
func inConfigMap(name string, build func([]pair, bool) string) func([]pair, bool) string {
	return func(pairs []pair, commented bool) string {
		var b strings.Builder
		b.WriteString("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: conf\ndata:\n  a.txt: |\n    first\n  " + name + ": |\n")
		for _, line := range strings.SplitAfter(strings.TrimRight(build(pairs, commented), "\n")+"\n", "\n") {
			if strings.TrimSpace(line) != "" {
				line = "    " + line
			}
			b.WriteString(line)
		}
		return b.String() + "  z.txt: |\n    last\n"
	}
}

func command(pairs []pair, commented bool) string {
	head := "#!/bin/sh\n"
	if commented {
		return head + lines(pairs, false, "", "", "# bin/flink run -D", "=", "") + "bin/flink run-application -t kubernetes-application -Dkubernetes.namespace=flink -Denv.hadoop.conf.dir=/etc/hadoop \\\n  -c a.Main job.jar\n"
	}
	return head + "bin/flink run-application -t kubernetes-application -Dkubernetes.namespace=flink -Denv.hadoop.conf.dir=/etc/hadoop \\\n" + lines(pairs, false, "  ", "", "-D", "='", "' \\") + "  -c a.Main job.jar\n"
}

func setStatements(pairs []pair, commented bool) string {
	return "-- job\nSET 'table.local-time-zone' = 'Asia/Shanghai'; -- as the database\n" + lines(pairs, commented, "", "-- ", "SET '", "' = '", "';") + "INSERT INTO sink SELECT * FROM orders;\n"
}

func myCnf(pairs []pair, commented bool) string {
	return "[client]\nuser = app\n[mysqld]\n# server\nport = 3306\nskip-name-resolve\n" + lines(pairs, commented, "", "# ", "", " = ", "") + "datadir = /var/lib/mysql\n\n[mysqldump]\nquick\n"
}

// connectors are options that tables and blocks of a connector have in any case.
var connectors = map[string][2]string{
	"sr-connector": {"starrocks", "load-url=10.0.0.21:8040|jdbc-url=jdbc:mysql://10.0.0.21:9031|scan-url=10.0.0.21:8040"}, "kafka-connector": {"kafka", "value.format=json"},
	"jdbc-connector": {"jdbc", "url=jdbc:mysql://10.0.0.31/db"},
}

// tablesFor writes a script with a table of the change's connector, and one of another that must be left alone.
func tablesFor(table, connector string) func([]pair, bool) string {
	name, fixed := connector+"-cdc", "hostname=10.0.0.31"
	if c, ok := connectors[table]; ok {
		name, fixed = c[0], c[1]
	}
	return func(pairs []pair, commented bool) string {
		var b strings.Builder
		b.WriteString("CREATE TABLE orders (id BIGINT, PRIMARY KEY (id) NOT ENFORCED) WITH (\n  'connector' = '" + name + "',\n")
		var rest []string
		for _, f := range strings.Split(fixed, "|") {
			key, value, _ := strings.Cut(f, "=")
			if !hasKey(pairs, key) || commented {
				rest = append(rest, "  '"+key+"' = '"+value+"'")
			}
		}
		for _, p := range pairs {
			line := "  '" + p.key + "' = '" + strings.ReplaceAll(p.value, "'", "''") + "'"
			if commented {
				b.WriteString("  -- " + strings.TrimSpace(line) + ",\n")
			} else {
				rest = append(rest, line)
			}
		}
		b.WriteString(strings.Join(rest, ",\n") + " -- the last\n);\nCREATE TABLE other (id BIGINT) WITH ('connector' = 'datagen', 'rows-per-second' = '1');\nINSERT INTO sink SELECT * FROM orders;\n")
		return b.String()
	}
}

func hasKey(pairs []pair, key string) bool {
	for _, p := range pairs {
		if p.key == key {
			return true
		}
	}
	return false
}

// pipelineFor writes a pipeline from the connector into StarRocks.
func pipelineFor(connector string) func([]pair, bool) string {
	return func(pairs []pair, commented bool) string {
		at := func(block string) string {
			var own []pair
			for _, p := range pairs {
				if p.section == block {
					own = append(own, pair{key: p.key, value: strings.ReplaceAll(p.value, "'", "''")})
				}
			}
			return lines(own, commented, "  ", "# ", "", ": '", "'")
		}
		return "# orders\nsource:\n  type: " + connector + "\n  username: app # read only\n" + at("source") + "\nsink:\n  type: starrocks\n" + at("sink") + "  sink.connect.timeout-ms: 1\n\npipeline:\n  name: orders\n" + at("pipeline")
	}
}

// slotOf names the part of nginxConf that a change's section means, "" when a person has to find or write it.
func slotOf(section string) string {
	switch {
	case section == "main", section == "events", section == "http", section == "stream":
		return section
	case strings.HasPrefix(section, "upstream ") && strings.HasSuffix(section, " in stream"):
		return "mysql server"
	case strings.HasPrefix(section, "upstream ") && strings.HasSuffix(section, "{ server ... }"):
		return "server"
	case strings.HasPrefix(section, "upstream ") && len(strings.Fields(section)) == 2:
		return "upstream"
	case strings.HasPrefix(section, "the location with proxy_pass"), strings.HasPrefix(section, "the server or location with proxy_pass"):
		return "load"
	case section == "location that proxies to "+backend:
		return "backend"
	}
	return ""
}

// backend is the address that the log would name.
const backend = "10.0.0.31:8040"

func nginxConf(pairs []pair, commented bool) string {
	at := func(slot, indent string) string {
		var b strings.Builder
		for _, p := range pairs {
			if slotOf(p.section) == slot {
				b.WriteString(indent)
				if commented {
					b.WriteString("# ")
				}
				b.WriteString(p.key + " " + p.value + ";\n")
			}
		}
		return b.String()
	}
	pass := "\t\tproxy_pass http://" + backend + ";\n"
	if hasKey(pairs, "proxy_pass") && !commented {
		pass = ""
	}
	parameters := func(slot string) string {
		out := ""
		for _, p := range pairs {
			if slotOf(p.section) == slot && !commented {
				out += " " + p.key + "=" + p.value
			}
		}
		return out
	}
	return streamModule + "worker_processes 1;\n" + at("main", "") + "error_log %DIR%/error.log;\nevents {\n  accept_mutex off; # why\n" + at("events", "  ") + "}\nhttp {\n" +
		"  access_log off;\n" + at("http", "  ") + "  upstream starrocks_fe {\n    server 10.0.0.21:8030" + parameters("server") + "; # leader\n    server 10.0.0.22:8030 weight=2; # follower\n" + at("upstream", "    ") + "  }\n" +
		"  server {\n    listen 127.0.0.1:18031;\n    proxy_set_header Host $host;\n    location /api/ { # loads\n" + at("load", "      ") + "      proxy_pass http://starrocks_fe; # frontends\n    }\n" +
		"    location /be/ {\n" + at("backend", "\t\t") + pass + "    }\n    location /web/ { proxy_pass http://10.0.0.41:80; }\n  }\n}\n" +
		"stream {\n" + at("stream", "  ") + "  upstream starrocks_fe_mysql {\n    server 10.0.0.21:9030" + parameters("mysql server") + ";\n    server 10.0.0.22:9030;\n  }\n  server { listen 127.0.0.1:19031; proxy_pass starrocks_fe_mysql; }\n}\n"
}

// blockOf is the block of a pipeline that a change belongs to.
func blockOf(c rules.Change) string {
	switch {
	case c.Section != "":
		return c.Section
	case c.In == "sr-connector":
		return "sink"
	}
	return "source"
}
