package lint

import (
	"slices"
	"testing"
)

func TestNginxInheritance(t *testing.T) {
	const upstream = "upstream fe { zone fe 64k; server 10.0.0.21:8030 max_fails=0; server 10.0.0.22:8030 max_fails=0; }\n"
	for _, c := range []struct {
		name, rule string
		files      []string
		want       []string
	}{
		{"inherited from http", "nginx-lint-expect", []string{"nginx.conf", "http {\nproxy_set_header Expect x;\n" + upstream + "server { location / { proxy_pass http://fe; } } }"}, nil},
		{"hidden by the server's own", "nginx-lint-expect", []string{"nginx.conf", "http {\nproxy_set_header Expect x;\n" + upstream + "server {\nproxy_set_header Host $host;\nlocation / { proxy_pass http://fe; } } }"},
			[]string{"nginx.conf:5 nginx-lint-expect-header-not-inherited"}},
		{"nearest level wins", "nginx-lint-connect", []string{"nginx.conf", "http {\nproxy_connect_timeout 60s;\n" + upstream + "server {\nproxy_connect_timeout 2s;\nlocation / { proxy_pass http://fe; } } }"}, nil},
		{"told where it is set", "nginx-lint-connect", []string{"nginx.conf", "http {\nproxy_connect_timeout 60s;\n" + upstream + "server {\nlocation /api/a { proxy_pass http://fe; }\nlocation /api/b { proxy_pass http://fe; } } }"},
			[]string{"nginx.conf:2 nginx-lint-connect-timeout-too-long"}},
		{"in a file that was given", "nginx-lint-expect", []string{"nginx.conf", "http {\nproxy_set_header Expect x;\ninclude conf.d/*.conf;\n}", "conf.d/load.conf", upstream + "server { location / { proxy_pass http://fe; } }"}, nil},
		{"an upstream of another file", "nginx-lint-expect", []string{"nginx.conf", "http {\ninclude conf.d/*.conf;\nserver { location / { proxy_pass http://fe; } } }", "conf.d/load.conf", upstream},
			[]string{"nginx.conf:3 nginx-lint-expect-header-missing"}},
		{"what an unseen file of the location may set", "nginx-lint-expect", []string{"nginx.conf", "http {\n" + upstream + "server { location / { include proxy_params; proxy_pass http://fe; } } }"}, nil},
		{"mime.types is not such a file", "nginx-lint-expect", []string{"nginx.conf", "http {\n" + upstream + "server { location / { include mime.types; proxy_pass http://fe; } } }"},
			[]string{"nginx.conf:3 nginx-lint-expect-header-missing"}},
		{"a part of a configuration does not miss what http may set", "nginx-lint-connect", []string{"load.conf", upstream + "server { location / { proxy_pass http://fe; } }"}, nil},
		{"files that include each other", "nginx-lint-expect", []string{"a.conf", "include b.conf;\nproxy_pass x;", "b.conf", "include a.conf;\nproxy_pass x;"}, nil},
		{"other web servers are left alone", "nginx-lint", []string{"nginx.conf", "worker_processes 8; events { }\nhttp { upstream w { server a:8080 max_fails=1 fail_timeout=600s; server b:8080; } server { location / { proxy_pass http://w; } } }"}, nil},
		{"pages and metrics are no loads", "nginx-lint-expect", []string{"nginx.conf", "http {\n" + upstream + "server { location /metrics { proxy_pass http://fe; } location = / { proxy_pass http://fe; } location ~ \\.css$ { proxy_pass http://fe; } } }"}, nil},
		{"a prefix that is taken off", "nginx-lint-expect", []string{"nginx.conf", "http {\n" + upstream + "server { location /sr/ { proxy_pass http://fe/; } } }"}, []string{"nginx.conf:3 nginx-lint-expect-header-missing"}},
		{"a variable as target", "nginx-lint-expect", []string{"nginx.conf", "http { server { location ~ /_stream_load$ { proxy_pass http://$fe; } } }"}, []string{"nginx.conf:1 nginx-lint-expect-header-missing"}},
		{"redirects need no header", "nginx-lint-expect", []string{"nginx.conf", "http { server { location ~ /_stream_load$ { return 307 http://$fe$request_uri; } } }"}, nil},
	} {
		if got := found(t, c.rule, nil, c.files...); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}

func TestNginxTime(t *testing.T) {
	for text, want := range map[string]float64{"60": 60e3, "60s": 60e3, "1m": 60e3, "1m30s": 90e3, "1h 30m": 5400e3, "250ms": 250, "1d": 86400e3, "10min": 600e3} {
		if got, ok := nginxTime(text); !ok || got != want {
			t.Errorf("%q: %v %v, want %v", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "s", "1x", "soon"} {
		if got, ok := nginxTime(text); ok {
			t.Errorf("%q was read as %v", text, got)
		}
	}
}
