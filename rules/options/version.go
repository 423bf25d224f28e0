package options

import "strings"

// version is the leading numbers of a release.
type version struct {
	part    [4]int
	n       int    // how many were given
	flavour string // "MySQL" or "MariaDB" for table mysql, else ""
}

// newest is what an empty version stands for.
var newest = version{part: [4]int{maxPart, maxPart, maxPart, maxPart}, n: 4}

// maxPart bounds a part of a version: what is longer is no version, and must not overflow.
const maxPart = 1 << 30

// parseVersion reads the first numbers of a text that dots join: "release-1.17.2-vendor3" as 1.17.2. n is 0 when there are none.
func parseVersion(s string) version {
	var v version
	i := strings.IndexAny(s, "0123456789")
	if i < 0 {
		return v
	}
	for s = s[i:]; v.n < len(v.part); s = s[1:] {
		number, digits := 0, 0
		for digits < len(s) && s[digits] >= '0' && s[digits] <= '9' {
			number = min(number*10+int(s[digits]-'0'), maxPart)
			digits++
		}
		if digits == 0 {
			break
		}
		v.part[v.n] = number
		v.n++
		s = s[digits:]
		if s == "" || s[0] != '.' {
			break
		}
	}
	return v
}

// readVersion reads a version as a log or a user states it for a product.
func readVersion(table, s string) version {
	mariaDB := strings.Contains(strings.ToLower(s), "mariadb")
	if mariaDB {
		s = strings.TrimPrefix(s, "5.5.5-") // put in front in the handshake, for old replicas
	}
	v := parseVersion(s)
	if v.n == 0 {
		v = newest
	}
	switch table {
	case "jvm":
		if v.part[0] == 1 && v.n > 1 { // 1.8.0_302 is JDK 8
			v = version{part: [4]int{v.part[1]}, n: 1}
		}
	case "mysql":
		v.flavour = "MySQL"
		if mariaDB || v.part[0] >= 10 && v.part[0] < maxPart {
			v.flavour = "MariaDB"
		}
	}
	return v
}

// less compares; missing parts count as zero.
func (v version) less(w version) bool {
	for i := range v.part {
		if v.part[i] != w.part[i] {
			return v.part[i] < w.part[i]
		}
	}
	return false
}

// cut keeps the first n parts.
func (v version) cut(n int) version {
	for i := n; i < len(v.part); i++ {
		v.part[i] = 0
	}
	return v
}

// flavourIn tells whether a scope such as "MySQL global; MariaDB global" is of the version's flavour.
func (v version) flavourIn(scope string) bool {
	return v.flavour == "" || strings.Contains(scope, v.flavour+" ")
}
