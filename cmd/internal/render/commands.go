package render

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// programs are words that begin a command when an argument follows.
var programs = set(`apachectl apt awk aws cat cd chmod chown chronyc cp curl cut date df dig dmesg docker du echo egrep env export fgrep find flink
 free fuser getent grep gzip hdfs head helm host iostat ip iptables java jcmd jmap jps jq jstack jstat journalctl kill kubectl ls lsof md5sum mkdir mount mv mysql
 mysqladmin mysqlbinlog mysqldump nc netstat nginx nohup nslookup numactl openssl ping pkill ps rg rm sed service setsebool sort ss ssh
 strace sudo sysctl systemctl tail tar tc tcpdump telnet timedatectl top touch traceroute ulimit uniq unzip vmstat wc wget xargs yarn
 zcat zgrep ausearch flinkdoctor getenforce semanage logrotate crictl keytool`)

// statements are words in capitals that begin an SQL or administrator's statement.
var statements = set(`ADMIN ALTER CALL CHANGE CREATE CANCEL DELETE DESC DROP EXECUTE EXPLAIN FLUSH GRANT INSERT KILL PURGE RESET REVOKE SELECT SET SHOW START
 STOP SUBMIT TRUNCATE UPDATE USE`)

// prosaic are words that do not stand in commands but behind them.
var prosaic = set(`shows show showing prints print printed returns return stays stay gives give lists list names tells says is are was were be must
 should does do not no nothing then and on for in to until while when where which that with of the a an after before again once every from at or
 by has have it its as if so but falls rises than counts grows reports stops answers succeeds contains contain lasts while during finds ends goes works`)

func set(list string) map[string]bool {
	out := map[string]bool{}
	for _, word := range strings.Fields(list) {
		out[word] = true
	}
	return out
}

// commands finds what must not be broken across lines because somebody will copy it: commands, statements and quoted phrases. It
// takes rather too much than too little; that costs a long line, the opposite a broken command.
func commands(text string) [][2]int {
	var out [][2]int
	for at := 0; at < len(text); {
		from, to := word(text, at)
		if from >= len(text) {
			break
		}
		at = to
		token := text[from:to]
		next, nextTo := word(text, to)
		follower := text[next:nextTo]
		switch {
		case begins(token, follower):
			at = commandEnd(text, from)
			out = append(out, [2]int{from, at})
		case strings.Contains(token, " "): // quoted, with blanks
			out = append(out, [2]int{from, to})
		}
	}
	return out
}

// codeSpans finds the commands of a text, without the phrases that are only quoted.
func codeSpans(text string) [][2]int {
	return slices.DeleteFunc(commands(text), func(span [2]int) bool { return strings.IndexByte("'\"`", text[span[0]]) >= 0 })
}

func begins(token, follower string) bool {
	switch {
	case follower == "":
		return strings.HasPrefix(token, "./")
	case statements[token]:
		return !prosaic[follower]
	case strings.HasPrefix(token, "./"), strings.HasPrefix(token, "bin/"), strings.HasSuffix(token, ".sh") && len(token) > 3:
		return !prosaic[follower]
	case programs[token]:
		return strings.ContainsRune("-/'\"$.<{", rune(follower[0])) || sure[token] && !prosaic[follower]
	}
	return false
}

// sure are programs whose names are no English words.
var sure = set(`awk chmod chown chronyc curl dmesg egrep fgrep grep helm jcmd jmap jps jq jstack jstat journalctl kubectl lsof mkdir mysql mysqladmin
 mysqlbinlog nc netstat nslookup openssl ps setsebool sudo sysctl systemctl tcpdump timedatectl vmstat zcat zgrep ausearch flinkdoctor
 flink hdfs yarn docker sed tail xargs rg crictl ssh ls rm cp mv cat wget cd kill`)

// commandEnd returns where the command that begins at from ends.
func commandEnd(text string, from int) int {
	end, depth := from, 0
	for at := from; at < len(text); {
		start, to := word(text, at)
		token := text[start:to]
		if start >= len(text) || end > from && (isWide(text[start:]) || ends(token, depth)) {
			break
		}
		depth += strings.Count(token, "(") - strings.Count(token, ")")
		at = to
		bare := strings.TrimRight(token, ",;:")
		if len(bare) > 1 && strings.HasSuffix(bare, ".") && (to == len(text) || text[to] == ' ') {
			bare = strings.TrimRight(bare, ".")
		}
		end = start + len(bare)
		if depth <= 0 && bare != token || isWide(text[to:]) {
			break
		}
	}
	return end
}

func ends(token string, depth int) bool {
	return depth <= 0 && (prosaic[token] || token == "->" || token == "→" || token == "-" || strings.HasPrefix(token, "#") ||
		strings.HasPrefix(token, "(") && !strings.ContainsAny(token, "=\"'"))
}

// word returns the next word at or behind a position: without blanks unless quoted. Chinese characters and their punctuation stand alone.
func word(text string, at int) (from, to int) {
	for at < len(text) && text[at] == ' ' {
		at++
	}
	from = at
	if from < len(text) && isWide(text[from:]) {
		_, size := utf8.DecodeRuneInString(text[from:])
		return from, from + size
	}
	for at < len(text) && text[at] != ' ' && !isWide(text[at:]) {
		if c := text[at]; c == '\'' || c == '"' || c == '`' {
			// A quote opens behind a blank or a sign; behind a letter it is an apostrophe.
			if closed := strings.IndexByte(text[at+1:], c); closed >= 0 && (at == from || strings.IndexByte("=([{:,<>@", text[at-1]) >= 0) {
				at += closed + 1
			}
		}
		at++
	}
	return from, at
}

func isWide(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return r >= 0x2e80 && r != utf8.RuneError
}
