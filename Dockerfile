# syntax=docker/dockerfile:1

FROM node:22-alpine AS client
WORKDIR /src/web/client
COPY web/client/package.json web/client/package-lock.json web/client/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY web/client ./
RUN npm run build

FROM golang:1.26-alpine AS server
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
COPY --from=client /src/web/client/dist web/client/dist
ARG VERSION=container
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=${VERSION}" -o /trex ./cmd/trex \
 && mkdir -p /empty/data /empty/tmp

# Trex itself needs nothing but its binary and whom to trust. To run Python
# projects in the container, begin from an image with your framework instead.
FROM scratch
COPY --from=server /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=server /trex /usr/local/bin/trex
COPY --from=server --chown=65532:65532 /empty/ /
ENV PATH=/usr/local/bin HOME=/data
USER 65532:65532
VOLUME /data
EXPOSE 8080
# Runs are processes of the container: a restart of it ends them, and Trex then
# reports them as failed because the container was restarted. Where runs must
# outlive Trex's restarts, run Trex under systemd (docs/trex.service) or use
# Slurm. Start it with --init, and with TREX_WEB_TOKEN:
#
#   docker run --init -e TREX_WEB_TOKEN=… -p 127.0.0.1:8080:8080 -v trex:/data trex
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s CMD ["trex", "doctor", "--health", "http://127.0.0.1:8080/healthz"]
ENTRYPOINT ["trex"]
CMD ["serve", "--data", "/data", "--addr", "0.0.0.0:8080"]
