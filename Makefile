# make help lists the targets. Go and Node are all that make run and make test need.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
ADDR    ?= 127.0.0.1:8080
DATA    ?= data
TOOLS   := $(CURDIR)/.cache/bin
LINT    := $(TOOLS)/golangci-lint
LINT_VERSION := v2.15.0
CLIENT  := web/client
# In CI a skipped test fails.
GO_TEST := $(if $(filter true,$(CI)),.ci/gotest,go test)
# Where goroutines meet; make race takes everything.
CONCURRENT := ./bot/... ./internal/... ./runner ./runner/local ./runner/slurm ./store/sqlite ./store/postgres ./web
GO_FILES := $(shell find . -name '*.go' -not -path './.cache/*' -not -path '*/node_modules/*')
CLIENT_FILES := $(shell find $(CLIENT) -type f -not -path '*/node_modules/*' -not -path '*/dist/*')

# One set of flags, so that build, tests and linters share what was compiled;
# only the race detector needs cgo.
export CGO_ENABLED := 0
export GOFLAGS := $(GOFLAGS) -trimpath
RACE := env CGO_ENABLED=1 $(GO_TEST) -race

.PHONY: help run build assets test race check lint e2e chaos stress bench understanding generate pictures clean

help: ## list the targets
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: build ## build everything and start Trex on http://127.0.0.1:8080
	./bin/trex serve --addr $(ADDR) --data $(DATA)

build: bin/trex ## build bin/trex, web assets included

bin/trex: $(GO_FILES) go.mod go.sum $(CLIENT)/dist/.built
	go build -ldflags '-s -w -X main.version=$(VERSION)' -o $@ ./cmd/trex

assets: $(CLIENT)/dist/.built ## build the web client

$(CLIENT)/node_modules/.installed: $(CLIENT)/package.json $(CLIENT)/package-lock.json
	cd $(CLIENT) && npm ci --no-audit --no-fund --loglevel=error
	touch $@

$(CLIENT)/dist/.built: $(CLIENT)/node_modules/.installed $(CLIENT_FILES)
	cd $(CLIENT) && npm run --silent build
	touch $@

test: build ## pass the tests that need no root, no browser and no server
	$(GO_TEST) ./...
	@go run ./store/postgres/pgtest/throwaway -look

race: assets ## the tests again under the race detector
	$(RACE) ./...

check: assets lint ## what CI runs besides the tests: format, vet, linters, rules of the code, race detector
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { echo 'run gofmt -w on:'; gofmt -l $$(git ls-files '*.go'); exit 1; }
	go vet ./...
	go vet -tags e2e ./...
	go mod tidy -diff
	$(GO_TEST) . # who may import whom; no test waits for the clock
	cd $(CLIENT) && npm run --silent check
	.ci/timed 'race detector' $(RACE) -timeout 20m $(CONCURRENT)

lint: assets $(LINT) ## the chosen linters, see .golangci.yml
	.ci/timed 'linters' $(LINT) run --build-tags e2e ./...

$(LINT):
	GOBIN=$(TOOLS) .ci/timed 'build the linters' go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(LINT_VERSION)

e2e: build ## the tests that need a browser, PostgreSQL, the chat peers or Slurm
	./e2e/run

chaos: assets ## random kills for minutes, of Trex alone and of Trex with Slurm (needs root)
	TREX_CHAOS=long CGO_ENABLED=1 go test -race -count=1 -timeout 20m -run Chaos ./runner/...
	TREX_CHAOS=long go test -tags e2e -count=1 -timeout 20m -run 'Chaos|Away' ./e2e/slurm

stress: build ## loop parts of CI, busy and at rest, until a flaky test shows: make stress PARTS='./bot chat' TIMES=20
	.ci/stress $(PARTS)

bench: build ## every figure in docs/performance.md, as a table and as JSON, and how much of what people write is understood
	./bench/run
	@$(MAKE) --no-print-directory understanding

understanding: ## what people write and what came of it: every miss, then one table
	@go test ./bot/evaltest -run '^$$' -bench Understanding -benchtime 1x -count 1

generate: assets ## write generated files anew (schema, golden files, expected readings); read their diff
	go test ./bot -run TestSamples -update
	go test $$(grep -rl --include='*_test.go' 'flag.Bool("update"' . | xargs -n1 dirname | sort -u) -update

pictures: build ## make the pictures of README and docs anew (needs chromium and ImageMagick)
	cd e2e/web && npm ci --no-audit --no-fund --loglevel=error && node --test path.test.mjs
	e2e/web/pictures

clean: ## remove what was built
	rm -rf bin .cache $(CLIENT)/node_modules $(CLIENT)/dist/* e2e/node_modules e2e/out
