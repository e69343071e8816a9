# The commands of the project. `make check` and `make test` are all that a newcomer needs.

SWIFT ?= swift
RELEASE = $(SWIFT) build -c release -Xswiftc -static-executable
COMMAND = .build/release/tenantpolicy
BUNDLE = .build/policies.bundle

.PHONY: check test test-integration bench build deps deps-integration format lint goldens clean

## Builds the command and shows it at work on the sample policies.
check: build
	$(COMMAND) check policies
	$(COMMAND) build policies -o $(BUNDLE)
	$(COMMAND) effective institution-x-4921 $(BUNDLE)

## What runs without anything but Swift and the two C libraries.
test: deps
	SWIFT=$(SWIFT) Tests/run.sh

## What needs more of the machine: validators, valgrind, strace, the fuzzer.
test-integration: deps deps-integration
	SWIFT=$(SWIFT) Tests/integration.sh

## Every line of docs/benchmarks.md, measured here.
bench: deps
	Benchmarks/install_peers.sh
	$(RELEASE) --product tenantpolicy
	$(RELEASE) --product tenantpolicy-bench
	.build/release/tenantpolicy-bench run

## The command as it is shipped: one static file.
build: deps
	$(RELEASE) --product tenantpolicy

deps:
	@./dependencies.sh libyaml-dev libsodium-dev pkg-config

deps-integration:
	@./dependencies.sh valgrind strace python3-venv gcc graphviz minisign skopeo docker-registry

format:
	$(SWIFT) format -i -r Sources Tests Package.swift

lint:
	$(SWIFT) format lint --strict -r Sources Tests Package.swift

## Rewrites the files that are derived from the code, and the texts that tests compare with.
goldens:
	UPDATE_GOLDENS=1 $(SWIFT) test

clean:
	rm -rf .build
