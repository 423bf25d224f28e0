module github.com/flinkdoctor/flinkdoctor

go 1.25
