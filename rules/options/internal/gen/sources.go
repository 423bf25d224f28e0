package main

import "strings"

// product is what was read at the same releases.
type product struct {
	name   string
	files  []string
	sparse bool   // only some releases of a line were read
	lines  string // the release lines that were read; empty: those that the rows name
	// group tells rows apart that were read at different releases; nil: one group.
	group func(*row) string
	// releases is where the row's releases stand when not in the column as it is; nil: in the column.
	releases func(*row) string

	rows []row
	read points
}

func (p product) groupOf(r *row) string {
	if p.group == nil {
		return ""
	}
	return p.group(r)
}

func (p product) releasesOf(r *row) string {
	if p.releases == nil {
		return r.releases
	}
	return p.releases(r)
}

// load reads the product's lists.
func (p product) load(dir string) (product, error) {
	for _, name := range p.files {
		rows, err := readList(dir, name)
		if err != nil {
			return p, err
		}
		p.rows = append(p.rows, rows...)
	}
	p.read = collect(p.rows, p)
	return p, nil
}

// readLines lists the release lines of the product, oldest first; none where its rows belong to several systems.
func (p product) readLines() []string {
	switch p.lines {
	case "":
		return p.read.lines()
	case "-":
		return nil
	}
	return strings.Fields(p.lines)
}

var products = []product{
	{name: "flink", files: []string{"flink.tsv", "flink-extra.tsv"}, group: func(r *row) string { return r.file }, releases: flinkReleases},
	{name: "flink-cdc", files: []string{"flink-cdc-mysql.tsv"}, group: cdcGroup, releases: cdcReleases,
		lines: "1.0 1.1 1.2 1.3 1.4 2.0 2.1 2.2 2.3 2.4 3.0 3.1 3.2 3.3 3.4 3.5 3.6"},
	{name: "sr-connector", files: []string{"starrocks-flink-connector.tsv"}},
	{name: "starrocks", files: []string{"starrocks-fe.tsv", "starrocks-be.tsv", "starrocks-session.tsv", "starrocks-table.tsv",
		"starrocks-stream-load.tsv"}},
	{name: "nginx", files: []string{"nginx.tsv"}, group: nginxGroup, releases: nginxReleases,
		lines: "1.0 1.1 1.2 1.3 1.4 1.5 1.6 1.7 1.8 1.9 1.10 1.11 1.12 1.13 1.14 1.15 1.16 1.17 1.18 1.19 1.20 1.21 1.22 1.23 1.24 1.25 " +
			"1.26 1.27 1.28 1.29 1.30 1.31"},
	{name: "mysql", files: []string{"mysql.tsv"}, sparse: true, group: flavour, releases: mysqlReleases},
	{name: "zookeeper", files: []string{"zookeeper.tsv"}, sparse: true, lines: "3.4 3.5 3.6 3.7 3.8 3.9"},
	{name: "kafka", files: []string{"kafka.tsv"}, sparse: true, group: kafkaGroup},
	{name: "jvm", files: []string{"jvm.tsv"}, sparse: true},
	{name: "chunjun", files: []string{"chunjun.tsv"}, sparse: true},
	{name: "streampark", files: []string{"streampark.tsv"}},
	{name: "jdbc-connector", files: []string{"flink-connector-jdbc.tsv"}, lines: "3.0 3.1 3.2 3.3 3.4 4.0 4.1"},
	{name: "kafka-connector", files: []string{"flink-connector-kafka.tsv"}, releases: kafkaConnectorReleases,
		lines: "3.0 3.1 3.2 3.3 3.4 4.0 4.1 5.0"},
	{name: "other", files: []string{"other.tsv"}, releases: otherReleases, lines: "-"},
}

// flinkReleases reads the releases as lines: the documentation of a branch stands for the line.
func flinkReleases(r *row) string {
	var out []string
	for _, s := range splitRuns(r.releases) {
		out = append(out, lineOf(s.since)+".."+lineOf(s.until))
	}
	return strings.Join(out, ",")
}

// bundled maps a Debezium release to the first and last line of Flink CDC that bundles it.
var bundled = map[string]span{
	"1.5.2": {"2.0", "2.2"},
	"1.6.4": {"2.3", "2.3"},
	"1.9.7": {"2.4", "3.0"},
	"1.9.8": {"3.1", "HEAD"},
}

func isDebezium(r *row) bool { return strings.HasPrefix(r.scope, "debezium ") }

func cdcGroup(r *row) string {
	if isDebezium(r) {
		return "Debezium"
	}
	return ""
}

// cdcReleases counts in releases of Flink CDC: Debezium's keys by the Debezium that a release bundles, vendor keys in none.
func cdcReleases(r *row) string {
	switch {
	case r.releases == "VVR":
		return ""
	case strings.HasPrefix(r.releases, "Debezium "):
		return "HEAD"
	case !isDebezium(r):
		return r.releases
	}
	s := splitRuns(r.releases)[0]
	return bundled[s.since].since + ".." + bundled[s.until].until
}

// nginxReleases takes what only the documentation has from the release it names there.
func nginxReleases(r *row) string {
	if r.releases != "docs" {
		return r.releases
	}
	if r.docsSince == "" || strings.HasPrefix(r.docsSince, "0.") {
		return ""
	}
	return r.docsSince + "..HEAD"
}

func nginxGroup(r *row) string {
	if r.releases == "docs" {
		return "documented only"
	}
	return ""
}

// flavour is the leading word of "MySQL 5.7.44..9.7.4".
func flavour(r *row) string {
	name, _, _ := strings.Cut(r.releases, " ")
	return name
}

func mysqlReleases(r *row) string {
	_, releases, _ := strings.Cut(r.releases, " ")
	if len(numbers(plainStart(releases))) == 0 {
		return ""
	}
	return releases
}

func plainStart(releases string) string {
	since, _, _ := strings.Cut(releases, "..")
	return since
}

// kafkaGroup: broker and topic keys were read at fewer releases than those of the clients.
func kafkaGroup(r *row) string {
	if r.scope == "broker" || r.scope == "topic" {
		return r.scope
	}
	return "client"
}

// kafkaConnectorReleases counts in releases of the connector; a prefix that Flink knew before the split is as old as the connector.
func kafkaConnectorReleases(r *row) string {
	if strings.HasPrefix(r.releases, "1.") {
		return ""
	}
	return r.releases
}

// otherReleases reads "PostgreSQL 13+", "Hadoop 2.x", "Kubernetes".
func otherReleases(r *row) string {
	_, release, found := strings.Cut(r.releases, " ")
	if !found {
		return ""
	}
	return strings.TrimSuffix(strings.TrimSuffix(release, "+"), ".x") + "..HEAD"
}
