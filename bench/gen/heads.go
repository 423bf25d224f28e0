package main

import "strings"

// flinkHead is "%d{yyyy-MM-dd HH:mm:ss,SSS} %-5p %-60c %x - " of Flink's log4j-console.properties.
func flinkHead(t text) string {
	return "${java} " + pad(t.level, 5) + " " + pad(t.origin, 60) + " [] - "
}

// beHead is glog's head as StarRocks BE writes it, with a full date.
func beHead(t text) string { return t.level + "${glog} ${n3} " + t.origin + "] " }

// feHead is the head of StarRocks FE's fe.log.
func feHead(t text) string { return "${fe} " + t.level + " " + t.origin + " " }

// nginxHead is the head of nginx's error log.
func nginxHead(t text) string { return "${nginx} [" + t.level + "] ${n5}#${n5}: " }

func pad(s string, width int) string { return s + strings.Repeat(" ", max(0, width-len(s))) }
