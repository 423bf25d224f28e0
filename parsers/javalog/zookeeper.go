package javalog

import (
	"bytes"
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
	"github.com/flinkdoctor/flinkdoctor/parsers/javalog/stamp"
)

// zooKeeper reads the pattern that ZooKeeper ships for log4j and, since 3.8, logback: "%d{ISO8601} [myid:%X{myid}] - %-5p [%t:%C{1}@%L] -
// %m%n". Up to 3.4 the myid is missing; where a collector took the date, the myid begins the line. Source: apache/zookeeper
// conf/log4j.properties, conf/logback.xml.
func zooKeeper(c cursor) (parsers.Head, bool) {
	s, dated := c.stamp()
	if dated && s.Style != stamp.StyleDash {
		return parsers.Head{}, false
	}
	if !c.myID() && !dated || !c.dash() {
		return parsers.Head{}, false
	}
	c.blanks()
	level, ok := c.level()
	if !ok {
		return parsers.Head{}, false
	}
	c.blanks()
	head := parsers.Head{Time: s.Time, Level: level, Component: parsers.ComponentZooKeeper, Body: len(c.b)}
	if c.end() {
		return head, true
	}
	place, ok := c.bracket('[', ']')
	if !ok {
		return head, c.peek() == '[' && bytes.IndexByte(c.b[c.i:], '-') < 0
	}
	head.Thread, head.Logger = zooKeeperPlace(place)
	if c.blanks(); head.Logger == "" || !c.dash() && !c.end() {
		return parsers.Head{}, false
	}
	head.Body = c.i
	if isZooKeeperClient(head.Logger) {
		head.Component = parsers.ComponentJava
	}
	return head, true
}

// myID takes "[myid:1] ".
func (c *cursor) myID() bool {
	if !bytes.HasPrefix(c.b[c.i:], []byte("[myid:")) {
		return false
	}
	_, ok := c.bracket('[', ']')
	c.blanks()
	return ok
}

// zooKeeperPlace splits "QuorumPeer[myid=1]/0.0.0.0:2181:Follower@116" into thread and class. Both may hold colons; the class is what stands
// between the last one and the line number.
func zooKeeperPlace(place []byte) (thread, class string) {
	at := bytes.LastIndexByte(place, '@')
	if at < 0 {
		return "", ""
	}
	colon := bytes.LastIndexByte(place[:at], ':')
	if colon < 0 {
		return "", ""
	}
	return string(place[:colon]), loggerName(place[colon+1 : at])
}

// isZooKeeperClient tells whether a class of ZooKeeper runs inside its clients: zkCli.sh and every Java program print them with the
// server's pattern when they have the server's configuration.
func isZooKeeperClient(class string) bool {
	return class == "ZooKeeper" || class == "ZooKeeperMain" || class == "Login" || class == "ConnectionStateManager" || class == "ConnectionState" ||
		strings.HasPrefix(class, "ClientCnxn") || strings.HasPrefix(class, "Curator")
}
