package main

// tlsOptions are the options of TLS and SASL, which Kafka's clients declare in classes of their own and which the list of ConfigDef declarations therefore leaves
// out: apache/kafka clients/src/main/java/org/apache/kafka/common/config/{SslConfigs,SaslConfigs}.java.
var tlsOptions = []row{
	tls("sasl.jaas.config", "(none)", "password"), tls("sasl.kerberos.service.name", "(none)", "string"), tls("sasl.mechanism", "GSSAPI", "string"),
	tls("ssl.enabled.protocols", "", "list"), tls("ssl.endpoint.identification.algorithm", "https", "string"), tls("ssl.key.password", "(none)", "password"),
	tls("ssl.keystore.location", "(none)", "string"), tls("ssl.keystore.password", "(none)", "password"), tls("ssl.keystore.type", "JKS", "string"),
	tls("ssl.protocol", "", "string"), tls("ssl.truststore.certificates", "(none)", "password"), tls("ssl.truststore.location", "(none)", "string"),
	tls("ssl.truststore.password", "(none)", "password"), tls("ssl.truststore.type", "JKS", "string"),
}

// tls is a row that holds for all releases that were read.
func tls(key, def, typ string) row {
	return row{key: key, def: def, typ: typ, scope: "producer; consumer; admin; broker", runs: []span{{}}}
}
