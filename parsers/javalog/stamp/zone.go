package stamp

// zone reads what follows a time of day: Z, +08:00, +0800, " +0800", or a blank and an abbreviation such as CST. offset is in
// seconds east of Greenwich. An abbreviation other than UTC and GMT is skipped but leaves the time unplaced: CST alone has three
// meanings.
func zone(b []byte) (offset int, zoned bool, n int) {
	if len(b) == 0 {
		return 0, false, 0
	}
	if b[0] == 'Z' && !letterAt(b, 1) {
		return 0, true, 1
	}
	start := 0
	if b[0] == ' ' && len(b) > 1 {
		start = 1
	}
	if offset, n := numericZone(b[start:]); n > 0 {
		return offset, true, start + n
	}
	if start == 0 {
		return 0, false, 0
	}
	return namedZone(b)
}

// numericZone reads +08:00 or +0800.
func numericZone(b []byte) (offset, n int) {
	if len(b) < 5 || b[0] != '+' && b[0] != '-' || digits(b[1:], 2) < 2 {
		return 0, 0
	}
	minutes := 3
	if b[3] == ':' {
		minutes = 4
	}
	if digits(b[minutes:], 3) != 2 {
		return 0, 0
	}
	offset = 3600*num(b[1:3]) + 60*num(b[minutes:minutes+2])
	if b[0] == '-' {
		offset = -offset
	}
	return offset, minutes + 2
}

// namedZone reads a blank and an abbreviation that is followed by a blank or ']'. Only known ones are taken: INFO and WARN are
// four upper-case letters as well.
func namedZone(b []byte) (offset int, zoned bool, n int) {
	end := 1
	for letterAt(b, end) && end < 6 {
		end++
	}
	if end < len(b) && b[end] != ' ' && b[end] != ']' {
		return 0, false, 0
	}
	switch string(b[1:end]) {
	case "UTC", "GMT":
		return 0, true, end
	case "CST", "CDT", "EST", "EDT", "PST", "PDT", "MST", "MDT", "CET", "CEST", "JST", "KST", "IST", "BST", "HKT", "SGT", "MSK":
		return 0, false, end
	}
	return 0, false, 0
}

func letterAt(b []byte, i int) bool {
	return i < len(b) && (b[i]|0x20 >= 'a' && b[i]|0x20 <= 'z')
}
