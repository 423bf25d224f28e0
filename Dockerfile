# syntax=docker/dockerfile:1
# docker build -t flinkdoctor .
# docker run --rm -v "$PWD/logs:/logs:ro" flinkdoctor analyze .
FROM --platform=$BUILDPLATFORM golang:1.25 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
# .git comes along: version and commit are read from it.
COPY . .
ARG TARGETOS TARGETARCH
RUN CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -trimpath -ldflags="-s -w -buildid=" -o /out/flinkdoctor ./cmd/flinkdoctor

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /out/flinkdoctor /usr/local/bin/flinkdoctor
WORKDIR /logs
ENTRYPOINT ["/usr/local/bin/flinkdoctor"]
CMD ["--help"]
