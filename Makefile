# The commands that stay. `make run` for a first look, `make test` for everything, `make check` for seconds.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:

CARGO_TARGET_DIR ?= $(CURDIR)/target
export CARGO_TARGET_DIR
LISTEN ?= 127.0.0.1:3000
DATA ?= data
BENCH ?= --help
# npm, without its chatter.
NPM := npm --no-audit --no-fund --loglevel=error

.PHONY: help run dev check test deep bench build ui shots guide-pictures fmt tidy clean-ui

help: ## Lists the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: build ## Builds everything and serves http://localhost:3000 with a demo account
	exec "$(CARGO_TARGET_DIR)/release/guiche" serve --listen "$(LISTEN)" --data "$(DATA)" --demo

build: ui ## Builds target/release/guiche, one file with the interface inside
	cargo build --release --locked -p guiche
	@ls -l "$(CARGO_TARGET_DIR)/release/guiche" | awk '{ printf "%s  %.1f MB\n", $$NF, $$5 / 1e6 }'

ui: node_modules/.package-lock.json ## Builds the interface into web/dist
	npm run build
	node kernel/ui/precompress.mjs

node_modules/.package-lock.json: package-lock.json
	$(NPM) ci
	@touch $@

dev: node_modules/.package-lock.json ## Serves the desk by Vite and the server beside it, both following changes
	./xtask/dev.sh

check: ## Seconds: format, rules, types of what changed
	cargo fmt --all --check
	cargo run -q -p xtask -- tidy
	cargo clippy --workspace --all-targets --locked -q -- -D warnings

fmt: ## Formats everything
	cargo fmt --all

tidy: ## The house's own rules
	cargo run -q -p xtask -- tidy

test: ## Everything: format, rules, lints, unit tests on both databases, interface, browser
	./xtask/test.sh

deep: ## The long tests: hundreds of kills, faults, soak
	./xtask/test.sh deep

bench: ## Speed and size; BENCH="list --size 10k" picks one
	cargo run --release --locked -p guiche-bench -- $(BENCH)

shots: node_modules/.package-lock.json ## Screenshots of every screen into contract/shots
	cargo build --locked -p guiche
	node contract/shots.js


guide-pictures: node_modules/.package-lock.json ## The pictures of the user's guide, anew
	cargo build --locked -p guiche
	node contract/guide.js
