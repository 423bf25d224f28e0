package lint

import (
	"strconv"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/rules"
)

// binlogKeys are settings of the binlog that nobody makes on a server without one.
// Those that came with MySQL 8.0, which has one by default, are not among them.
var binlogKeys = []string{
	"binlog_format", "binlog_row_image", "expire_logs_days", "sync_binlog", "max_binlog_size", "gtid_mode", "log_slave_updates",
}

// binlogOff finds servers without binlog: one that turns it off, or one that configures it and does not turn it on, unless the release has it on by default.
// Captures: version.
func binlogOff(p *picture, _ *rules.Lint) []spot {
	var out []spot
	for _, s := range p.scopes {
		if s.table != "mysql" {
			continue
		}
		for _, off := range []string{"skip_log_bin", "disable_log_bin", "log_bin"} {
			setting := s.find(off)
			if setting == nil || off == "log_bin" && !isOff(setting.Value) {
				continue
			}
			out = append(out, at(s.file, setting, map[string]string{"key": setting.Key, "value": setting.Value, "set": setting.Value}))
		}
		version := p.version("mysql")
		if s.find("log_bin") != nil || len(out) > 0 || !s.whole || onByDefault(version) {
			continue
		}
		for _, key := range binlogKeys {
			if setting := s.find(key); setting != nil {
				out = append(out, spot{file: s.file, line: setting.Line, column: setting.Column, block: -1, captures: map[string]string{"key": "log_bin", "version": version}})
				break
			}
		}
	}
	return out
}

func isOff(value string) bool { return strings.EqualFold(value, "off") || value == "0" }

// onByDefault tells the releases that write a binlog unless told otherwise: MySQL from 8.0 on.
// Source: https://dev.mysql.com/doc/refman/8.0/en/replication-options-binary-log.html#sysvar_log_bin.
func onByDefault(version string) bool {
	return version != "" && !strings.Contains(strings.ToLower(version), "mariadb") && !older(version, "8") && older(version, "10")
}

// expiries are the keys that say how long binlogs are kept.
var expiries = []struct {
	key    string
	perDay float64
}{{"expire_logs_days", 1}, {"binlog_expire_logs_seconds", 86400}}

// expiryShort finds binlogs that are purged within three days, in whichever unit it is set. Captures: days.
func expiryShort(p *picture, _ *rules.Lint) []spot {
	const least = 3
	var out []spot
	for _, s := range p.scopes {
		if s.table != "mysql" {
			continue
		}
		for _, unit := range expiries {
			key, perDay := unit.key, unit.perDay
			setting := s.find(key)
			if setting == nil || setting.Key != key {
				continue
			}
			n, err := strconv.ParseFloat(strings.TrimSpace(setting.Value), 64)
			if err != nil || n <= 0 || n/perDay >= least {
				continue
			}
			captures := map[string]string{"key": key, "value": setting.Value, "set": setting.Value, "days": days(n / perDay)}
			captures["need"] = strconv.FormatFloat(7*perDay, 'f', -1, 64)
			out = append(out, at(s.file, setting, captures))
		}
	}
	return out
}

// days writes a number of days.
func days(n float64) string {
	if n < 0.01 {
		return "0"
	}
	return strconv.FormatFloat(n, 'g', 3, 64)
}

// systemSchemas are databases whose changes nobody captures.
var systemSchemas = map[string]bool{"mysql": true, "sys": true, "information_schema": true, "performance_schema": true}

// binlogFilter finds databases whose changes the server leaves out of the binlog. The keys are options of the server's command line, no variables.
func binlogFilter(p *picture, _ *rules.Lint) []spot {
	var out []spot
	for _, s := range p.scopes {
		for _, setting := range s.settings {
			if s.table == "mysql" && (setting.Key == "binlog_do_db" || setting.Key == "binlog_ignore_db" && !systemSchemas[setting.Value]) {
				out = append(out, at(s.file, setting, map[string]string{"key": setting.Key, "value": setting.Value, "set": setting.Value}))
			}
		}
	}
	return out
}
