package javatrace

import (
	"strings"

	"github.com/flinkdoctor/flinkdoctor/parsers"
)

// libraries are the packages whose frames are not the user's own code.
var libraries = [...]string{
	// the JDK and the languages' own libraries
	"java.", "javax.", "jakarta.", "jdk.", "sun.", "com.sun.", "scala.", "kotlin.", "kotlinx.", "groovy.", "clojure.", "org.codehaus.", "janino.",
	"org.omg.", "org.w3c.", "org.xml.", "oracle.", "org.graalvm.",
	// Flink, Kafka, ZooKeeper, Curator, Hadoop, Spark, StreamPark, log4j, HttpClient, Pekko, ... all of Apache
	"org.apache.", "com.ververica.", "com.alibaba.ververica.", "com.data.artisans.", "com.dataartisans.", "com.dtstack.", "org.dinky.", "com.dlink.",
	"akka.", "com.typesafe.", "org.jboss.", "io.debezium.", "com.github.shyiko.", "kafka.", "io.confluent.", "com.esotericsoftware.", "com.twitter.chill.",
	"org.rocksdb.", "org.objenesis.",
	// StarRocks and drivers
	"com.starrocks.", "com.sleepycat.", "com.baidu.", "com.mysql.", "org.mariadb.", "org.postgresql.", "com.microsoft.sqlserver.", "com.mongodb.", "org.mongodb.",
	"com.ibm.db2.", "com.clickhouse.", "ru.yandex.clickhouse.", "com.zaxxer.", "com.alibaba.druid.", "com.alibaba.fastjson.", "com.alibaba.fastjson2.",
	"redis.clients.", "io.lettuce.", "org.redisson.", "org.elasticsearch.", "com.aliyun.", "com.aliyuncs.", "com.amazonaws.", "software.amazon.",
	"com.obs.", "com.qcloud.", "com.azure.",
	// frameworks
	"org.springframework.", "io.netty.", "com.google.", "com.fasterxml.", "org.slf4j.", "ch.qos.", "org.eclipse.jetty.", "org.mortbay.", "io.fabric8.", "okhttp3.",
	"okio.", "io.kubernetes.", "io.javaoperatorsdk.", "io.prometheus.", "io.micrometer.", "reactor.", "io.reactivex.", "rx.", "io.grpc.", "io.vertx.",
	"io.undertow.", "org.hibernate.", "org.mybatis.", "com.baomidou.", "net.sf.", "net.bytebuddy.", "javassist.", "org.quartz.", "feign.", "retrofit2.",
	"org.yaml.", "org.json.", "org.junit.", "org.mockito.", "org.testcontainers.", "com.codahale.", "org.aspectj.", "io.opentelemetry.", "org.wildfly.",
	"io.airlift.", "com.facebook.", "org.aopalliance.", "com.github.luben.", "net.jpountz.", "org.xerial.", "org.lz4.", "cn.hutool.",
}

// FirstUserFrame returns the first frame of x that belongs to neither the JDK nor a known library, a shaded copy included, "" when there is
// none. Code that Flink and the JDK generate is nobody's.
func FirstUserFrame(x parsers.Exception) string {
	for _, frame := range x.Frames {
		if !isLibrary(frame) {
			return frame
		}
	}
	return ""
}

func isLibrary(frame string) bool {
	method, src, _ := strings.Cut(frame, "(")
	if strings.Contains(src, ".py:") {
		return strings.Contains(src, "/pyflink/") || strings.Contains(src, "/apache_beam/") || strings.Contains(src, "site-packages/")
	}
	for _, prefix := range libraries {
		if strings.HasPrefix(method, prefix) {
			return true
		}
	}
	if strings.Contains(method, ".shaded.") || strings.Contains(method, ".shade.") || strings.HasPrefix(method, "shaded.") {
		return true
	}
	return isGenerated(method, src)
}

// isGenerated recognises classes without a file that the JDK and Flink's table planner make: $Proxy12, StreamExecCalc$31.
func isGenerated(method, src string) bool {
	class := method[:max(strings.LastIndexByte(method, '.'), 0)]
	simple := class[strings.LastIndexByte(class, '.')+1:]
	if strings.HasPrefix(simple, "$Proxy") || strings.HasPrefix(simple, "Generated") && strings.Contains(simple, "Accessor") {
		return true
	}
	if class != simple || !strings.HasPrefix(src, "Unknown Source") && src != "" {
		return false
	}
	_, number, ok := strings.Cut(simple, "$")
	return ok && number != "" && strings.Trim(number, "0123456789") == ""
}
