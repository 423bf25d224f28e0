package lint

import (
	"slices"
	"strconv"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/analyzer/conf"
	"github.com/flinkdoctor/flinkdoctor/rules"
)

// eachZooKeeper calls f for the scopes of zoo.cfg and collects the places that it finds.
func eachZooKeeper(p *picture, f func(*scope) []spot) []spot {
	var out []spot
	for _, s := range p.scopes {
		if s.table == "zookeeper" {
			out = append(out, f(s)...)
		}
	}
	return out
}

// spotOf is the place of a setting with the captures that all places have.
func (s *scope) spotOf(setting *conf.Setting, captures map[string]string) spot {
	captures["key"], captures["value"], captures["set"] = setting.Key, setting.Value, setting.Value
	return at(s.file, setting, captures)
}

// zooServer is one server line: "server.1=zk1:2888:3888:participant;2181", several addresses of the server parted by '|'.
// Source: https://zookeeper.apache.org/doc/r3.9.2/zookeeperReconfig.html (Specification of a server).
type zooServer struct {
	setting   *conf.Setting
	addresses []string // host:port:port
	election  bool     // every address names both ports
	observer  bool
}

// zooServers returns the server lines that count, one for each id, in the order of the file.
func (s *scope) zooServers() []zooServer {
	var out []zooServer
	for _, setting := range s.settings {
		if !isServerLine(setting.Key) || isTemplate(setting.Value) || s.lastOf(setting.Key) != setting {
			continue
		}
		line := zooServer{setting: setting, election: true}
		quorum, _, _ := strings.Cut(setting.Value, ";")
		for _, address := range strings.Split(quorum, "|") {
			host, rest := zooHost(strings.TrimSpace(address))
			parts := strings.Split(rest, ":")
			if len(parts) < 2 {
				line.election = false
			} else {
				line.addresses = append(line.addresses, host+":"+parts[0]+":"+parts[1])
			}
			line.observer = line.observer || len(parts) > 2 && strings.EqualFold(parts[2], "observer")
		}
		out = append(out, line)
	}
	return out
}

func isServerLine(key string) bool {
	id, ok := strings.CutPrefix(key, "server.")
	return ok && id != "" && strings.Trim(id, "0123456789") == ""
}

// zooHost cuts the host, which may be an IPv6 address in brackets, from what follows it.
func zooHost(address string) (host, rest string) {
	if end := strings.IndexByte(address, ']'); strings.HasPrefix(address, "[") && end > 0 {
		return address[:end+1], strings.TrimPrefix(address[end+1:], ":")
	}
	host, rest, _ = strings.Cut(address, ":")
	return host, rest
}

// voters are the servers that vote.
func voters(list []zooServer) []zooServer {
	return slices.DeleteFunc(slices.Clone(list), func(s zooServer) bool { return s.observer })
}

// zooServersEven finds ensembles of two servers or another even number. Captures: count, tolerated (failures that it outlives).
// Source: apache/zookeeper QuorumPeerConfig.java (parseDynamicConfig: "No server failure will be tolerated", "Non-optimal configuration").
func zooServersEven(p *picture, _ *rules.Lint) []spot {
	return eachZooKeeper(p, func(s *scope) []spot {
		list := voters(s.zooServers())
		if len(list) == 0 || len(list)%2 != 0 || s.hierarchical() {
			return nil
		}
		return []spot{s.spotOf(list[0].setting, map[string]string{"count": strconv.Itoa(len(list)), "tolerated": strconv.Itoa((len(list) - 1) / 2)})}
	})
}

// hierarchical tells quorums by groups and weights, of which the number says nothing.
func (s *scope) hierarchical() bool {
	return slices.ContainsFunc(s.settings, func(o *conf.Setting) bool {
		return strings.HasPrefix(o.Key, "group.") || strings.HasPrefix(o.Key, "weight.")
	})
}

// zooServerBroken finds server lines with which the ensemble does not come up: an id or an address that stands twice, no port for elections, the port of clients.
// Captures: fault (twice, address, port, client), other, line.
func zooServerBroken(p *picture, _ *rules.Lint) []spot {
	return eachZooKeeper(p, func(s *scope) []spot {
		var out []spot
		for _, setting := range s.settings {
			if last := s.lastOf(setting.Key); isServerLine(setting.Key) && last != setting && last.Value != setting.Value {
				out = append(out, s.spotOf(setting, map[string]string{"fault": "twice", "other": last.Value, "line": lineOf(s.file, last)}))
			}
		}
		list := s.zooServers()
		first := map[string]*conf.Setting{}
		for _, server := range list {
			if !server.election && len(voters(list)) > 1 {
				out = append(out, s.spotOf(server.setting, map[string]string{"fault": "port"}))
			}
			for _, address := range server.addresses {
				if other := first[address]; other != nil && other != server.setting {
					out = append(out, s.spotOf(server.setting, map[string]string{"fault": "address", "other": other.Key, "line": lineOf(s.file, other)}))
				}
				first[address] = server.setting
				if client := s.value("clientPort"); client != "" && slices.Contains(strings.Split(address, ":"), client) {
					out = append(out, s.spotOf(server.setting, map[string]string{"fault": "client", "other": client}))
				}
			}
		}
		return out
	})
}

// zooLimitMissing finds ensembles without the limits that they need. Captures: default (that the sample configuration has).
// Source: apache/zookeeper QuorumPeerConfig.java (checkValidity).
func zooLimitMissing(p *picture, _ *rules.Lint) []spot {
	return eachZooKeeper(p, func(s *scope) []spot {
		list := voters(s.zooServers())
		if len(list) < 2 {
			return nil
		}
		var out []spot
		for _, limit := range []struct{ key, usual string }{{"initLimit", "10"}, {"syncLimit", "5"}} {
			if found := s.find(limit.key); found == nil || strings.TrimSpace(found.Value) == "0" {
				first := list[0].setting
				out = append(out, spot{file: s.file, line: first.Line, column: first.Column, block: -1, captures: map[string]string{"key": limit.key, "value": "", "set": "", "default": limit.usual}})
			}
		}
		return out
	})
}

// sessions returns the shortest and the longest session timeout that a server grants, in milliseconds. Source: QuorumPeerConfig.java (parseProperties).
func (s *scope) sessions() (least, most int64, ok bool) {
	tick := intOr(s.find("tickTime"), 3000)
	least, most = intOr(s.find("minSessionTimeout"), -1), intOr(s.find("maxSessionTimeout"), -1)
	if least == -1 {
		least = 2 * tick
	}
	if most == -1 {
		most = 20 * tick
	}
	return least, most, tick > 0
}

// zooSessionsSwapped finds a shortest session that is longer than the longest one. Captures: least, most.
func zooSessionsSwapped(p *picture, _ *rules.Lint) []spot {
	return eachZooKeeper(p, func(s *scope) []spot {
		least, most, ok := s.sessions()
		setting := s.find("maxSessionTimeout")
		if setting == nil {
			setting = s.find("minSessionTimeout")
		}
		if !ok || least <= most || setting == nil {
			return nil
		}
		return []spot{s.spotOf(setting, map[string]string{"least": strconv.FormatInt(least, 10), "most": strconv.FormatInt(most, 10)})}
	})
}

// flinkSession is the session timeout in milliseconds that Flink asks for by default. Source: apache/flink HighAvailabilityOptions.java.
const flinkSession = 60_000

// zooSessionCapped finds servers that grant shorter sessions than Flink asks for. Captures: most, asked.
func zooSessionCapped(p *picture, _ *rules.Lint) []spot {
	asked := float64(flinkSession)
	for _, s := range p.scopes {
		if value, ok := flinkTime(s.value("high-availability.zookeeper.client.session-timeout")); s.table == "flink" && ok {
			asked = value
		}
	}
	return eachZooKeeper(p, func(s *scope) []spot {
		_, most, ok := s.sessions()
		if !ok || float64(most) >= asked {
			return nil
		}
		captures := map[string]string{"most": strconv.FormatInt(most, 10), "asked": strconv.FormatFloat(asked, 'f', -1, 64)}
		for _, key := range []string{"maxSessionTimeout", "tickTime"} {
			if setting := s.find(key); setting != nil {
				return []spot{s.spotOf(setting, captures)}
			}
		}
		return nil
	})
}

// zooNumbers and zooTruths are the keys whose values the server reads as numbers and as truth values; with others it does not start.
// Source: QuorumPeerConfig.java (parseProperties).
var (
	zooNumbers = []string{
		"clientPort", "secureClientPort", "observerMasterPort", "clientPortListenBacklog", "tickTime", "maxClientCnxns", "minSessionTimeout", "maxSessionTimeout", "initLimit",
		"syncLimit", "connectToLearnerMasterLimit", "electionAlg", "autopurge.snapRetainCount", "autopurge.purgeInterval", "quorum.cnxn.threads.size",
	}
	zooTruths = []string{
		"localSessionsEnabled", "localSessionsUpgradingEnabled", "quorumListenOnAllIPs", "syncEnabled", "standaloneEnabled", "reconfigEnabled", "sslQuorum", "portUnification",
	}
)

// upperCase are the bytes of words that a script replaces.
const upperCase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ_"

// zooValue finds values that the server cannot read. Captures: type.
func zooValue(p *picture, _ *rules.Lint) []spot {
	return eachZooKeeper(p, func(s *scope) []spot {
		var out []spot
		for _, setting := range s.settings {
			value := strings.TrimSpace(setting.Value)
			_, err := strconv.ParseInt(value, 10, 32)
			switch {
			case isTemplate(value) || strings.ContainsAny(value, "$@") || strings.Trim(value, upperCase) == "":
			case slices.Contains(zooNumbers, setting.Key) && err != nil:
				out = append(out, s.spotOf(setting, map[string]string{"type": "number"}))
			case slices.Contains(zooTruths, setting.Key) && !strings.EqualFold(value, "true") && !strings.EqualFold(value, "false"):
				out = append(out, s.spotOf(setting, map[string]string{"type": "boolean"}))
			}
		}
		return out
	})
}

// zooWhitelist finds lists of four-letter words that lack the one by which zkServer.sh status asks.
// Source: https://zookeeper.apache.org/doc/r3.9.2/zookeeperAdmin.html (4lw.commands.whitelist).
func zooWhitelist(p *picture, _ *rules.Lint) []spot {
	return eachZooKeeper(p, func(s *scope) []spot {
		setting := s.lastOf("4lw.commands.whitelist")
		if setting == nil || isTemplate(setting.Value) {
			return nil
		}
		for _, word := range strings.Split(setting.Value, ",") {
			if word = strings.TrimSpace(word); word == "*" || word == "srvr" {
				return nil
			}
		}
		return []spot{s.spotOf(setting, map[string]string{})}
	})
}
