module github.com/flinkdoctor/flinkdoctor

go 1.25

require github.com/Masterminds/semver/v3 v3.5.0 // indirect
