# The commands of the project. `make check` and `make test` are all that a newcomer needs.

SWIFT ?= swift
RELEASE = $(SWIFT) build -c release -Xswiftc -static-executable
COMMAND = .build/release/tenantpolicy
BUNDLE = .build/policies.bundle

# Where `make install` puts things: under DESTDIR while a package is made.
PREFIX ?= /usr/local
LIBDIR ?= $(PREFIX)/lib
VERSION = 0.1.0
LIBRARY = .build/library/release/libTenantPolicyC.so
HEADER = Sources/CTenantPolicy

PYTHON ?= python3

.PHONY: check test test-integration test-at-length bench build library wheel vectors install uninstall deps deps-integration \
  format lint goldens clean

## Builds the command and shows it at work on the sample policies.
check: build
	$(COMMAND) check policies
	$(COMMAND) build policies -o $(BUNDLE)
	$(COMMAND) effective institution-x-4921 $(BUNDLE)

## What runs without anything but Swift and the two C libraries.
test: deps
	SWIFT=$(SWIFT) Tests/run.sh

## What needs more of the machine: validators, valgrind, strace, fuzzers, Z3, seeded faults.
test-integration: deps deps-integration
	SWIFT=$(SWIFT) Tests/integration.sh

## What takes longer: faults seeded into the verifier and the checker, and a bundle that is damaged
## everywhere, with AddressSanitizer.
test-at-length: deps deps-integration
	Tests/damage.py Tests/Conformance/vectors/open.bundle
	python3 Tests/Faults/seed.py

## Every line of docs/benchmarks.md, measured here.
bench: deps
	Benchmarks/install_peers.sh
	$(RELEASE) --product tenantpolicy
	$(RELEASE) --product tenantpolicy-bench
	.build/release/tenantpolicy-bench run

## The command as it is shipped: one static file.
build: deps
	$(RELEASE) --product tenantpolicy

## The reader for C: one shared library, which needs no Swift where it runs.
library: deps
	$(SWIFT) build --scratch-path .build/library -c release --product TenantPolicyC \
	  -Xswiftc -static-stdlib -Xlinker --exclude-libs=ALL -Xlinker -s -Xlinker --gc-sections \
	  -Xlinker -soname=libtenantpolicy.so.1 \
	  -Xlinker --version-script=$(CURDIR)/$(HEADER)/exports.map

## The reader for Python, with the library inside, in .build/wheel. Needs pip and what it fetches from PyPI.
wheel: library
	rm -rf .build/wheel bindings/python/build
	$(PYTHON) -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir .build/wheel \
	  bindings/python

## Writes the conformance vectors anew: docs/reader.md.
vectors: build
	$(PYTHON) Tests/Conformance/generate.py --command $(COMMAND)

## The command, the library with its header and pkg-config file, and the documentation.
install: build library
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/include $(DESTDIR)$(LIBDIR)/pkgconfig \
	  $(DESTDIR)$(PREFIX)/share/doc/tenantpolicy
	install -m 755 $(COMMAND) $(DESTDIR)$(PREFIX)/bin/tenantpolicy
	install -m 644 $(HEADER)/include/tenantpolicy.h $(DESTDIR)$(PREFIX)/include/
	install -m 755 $(LIBRARY) $(DESTDIR)$(LIBDIR)/libtenantpolicy.so.$(VERSION)
	ln -sf libtenantpolicy.so.$(VERSION) $(DESTDIR)$(LIBDIR)/libtenantpolicy.so.1
	ln -sf libtenantpolicy.so.1 $(DESTDIR)$(LIBDIR)/libtenantpolicy.so
	sed -e 's|@PREFIX@|$(PREFIX)|; s|@LIBDIR@|$(LIBDIR)|; s|@VERSION@|$(VERSION)|' \
	  $(HEADER)/tenantpolicy.pc.in >$(DESTDIR)$(LIBDIR)/pkgconfig/tenantpolicy.pc
	install -m 644 README.md CHANGELOG.md LICENSE docs/*.md \
	  $(DESTDIR)$(PREFIX)/share/doc/tenantpolicy/

## Takes away what `make install` put there, with the same PREFIX, LIBDIR and DESTDIR.
uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/tenantpolicy $(DESTDIR)$(PREFIX)/include/tenantpolicy.h \
	  $(DESTDIR)$(LIBDIR)/libtenantpolicy.so $(DESTDIR)$(LIBDIR)/libtenantpolicy.so.1 \
	  $(DESTDIR)$(LIBDIR)/libtenantpolicy.so.$(VERSION) \
	  $(DESTDIR)$(LIBDIR)/pkgconfig/tenantpolicy.pc
	rm -rf $(DESTDIR)$(PREFIX)/share/doc/tenantpolicy

deps:
	@./dependencies.sh libyaml-dev libsodium-dev pkg-config

deps-integration:
	@./dependencies.sh valgrind strace python3-venv gcc g++ binutils graphviz minisign skopeo \
	  docker-registry chromium git z3 libjansson-dev

format:
	$(SWIFT) format -i -r Sources Tests Package.swift

lint:
	$(SWIFT) format lint --strict -r Sources Tests Package.swift

## Rewrites the files that are derived from the code, and the texts that tests compare with.
goldens:
	UPDATE_GOLDENS=1 $(SWIFT) test

clean:
	rm -rf .build
