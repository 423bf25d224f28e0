package javatrace

import "strings"

// common are throwables that logs are full of; a name that differs from one of them only by characters an OCR program mixes up is one.
var common = [...]string{
	"AccessDeniedException", "AlreadyExistsException", "ArithmeticException", "ArrayIndexOutOfBoundsException", "AskTimeoutException",
	"AssertionError", "BindException", "CancelTaskException", "CheckpointException", "ClassCastException", "ClassNotFoundException",
	"ClosedChannelException", "CommunicationsException", "CompletionException", "ConnectException", "ConnectionLossException",
	"ConnectTimeoutException", "DebeziumException", "EOFException", "EventDataDeserializationException", "Exception",
	"ExceptionInChainedOperatorException", "ExceptionInInitializerError", "ExecutionException", "FileNotFoundException",
	"FlinkException", "FlinkRuntimeException", "IllegalArgumentException", "IllegalStateException", "IncompatibleClassChangeError",
	"IndexOutOfBoundsException", "InterruptedException", "InvocationTargetException", "IOException", "JobException",
	"JobExecutionException", "JobSubmissionException", "KeeperException", "LinkageError", "NoClassDefFoundError", "NoRouteToHostException",
	"NoResourceAvailableException", "NoSuchFieldError", "NoSuchMethodError", "NotSerializableException", "NullPointerException",
	"NumberFormatException", "OutOfDirectMemoryError", "OutOfMemoryError", "PartitionConnectionException", "RemoteTransportException",
	"RuntimeException", "SecurityException", "ServerException", "SerializedThrowable", "SessionExpiredException", "SocketException",
	"SocketTimeoutException", "SQLException", "SQLSyntaxErrorException", "StackOverflowError", "StreamLoadFailException",
	"SuppressRestartsException", "TableException", "TimeoutException", "UncheckedIOException", "UnknownHostException",
	"UnsatisfiedLinkError", "UnsupportedOperationException", "ValidationException", "YarnException",
}

func isCommon(simple string) bool {
	for _, c := range common {
		if c == simple {
			return true
		}
	}
	return false
}

// mendClass repairs a class name as an OCR program reads it: lava.lang, 0utOfMemoryError, I0Exception, lllegalStateException.
func mendClass(class string) string {
	class = mendTop(class)
	at := strings.LastIndexAny(class, ".$") + 1
	simple := class[at:]
	if strings.ContainsAny(simple, "0158lI") {
		for _, c := range common {
			if c != simple && looksLike(simple, c) {
				return class[:at] + c
			}
		}
	}
	return mendZero(class)
}

// looksLike tells whether a and b differ only by characters that look alike, a digit or the pair l/I in each place.
func looksLike(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := 0; i < len(a); i++ {
		if a[i] == b[i] {
			continue
		}
		switch a[i] {
		case '0':
			if b[i] != 'O' && b[i] != 'o' {
				return false
			}
		case '1', 'l', 'I':
			if b[i] != 'l' && b[i] != 'I' && b[i] != 'i' {
				return false
			}
		case '5':
			if b[i] != 'S' && b[i] != 's' {
				return false
			}
		case '8':
			if b[i] != 'B' {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// mendTop repairs the first package.
func mendTop(s string) string {
	top, rest, ok := strings.Cut(s, ".")
	if !ok {
		return s
	}
	switch top {
	case "lava":
		return "java." + rest
	case "0rg", "orq":
		return "org." + rest
	case "c0m":
		return "com." + rest
	case "i0":
		return "io." + rest
	}
	return s
}

// mendZero turns a zero that begins a word of a camel-case name into the letter it was: Data0utputStream.
func mendZero(s string) string {
	if strings.IndexByte(s, '0') < 0 {
		return s
	}
	var b []byte
	for i := 0; i+2 < len(s); i++ {
		if s[i] != '0' || !isLower(s[i+1]) || !isLower(s[i+2]) || i > 0 && !isLower(s[i-1]) && strings.IndexByte(".$(", s[i-1]) < 0 {
			continue
		}
		if b == nil {
			b = []byte(s)
		}
		b[i] = 'O'
	}
	if b == nil {
		return s
	}
	return string(b)
}

// mendFile repairs the ending of a source file.
func mendFile(src string) string {
	for _, wrong := range [...]string{".lava", ".1ava", ".Java", ".jaya", ".iava"} {
		if at := strings.Index(src, wrong); at >= 0 {
			return src[:at] + ".java" + src[at+len(wrong):]
		}
	}
	return src
}
