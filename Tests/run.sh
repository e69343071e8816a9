#!/bin/sh
# Formatting, undeclared imports and every test, with the counts at the end.
set -u
cd "$(dirname "$0")/.."
swift=${SWIFT:-swift}
log=.build/tests.log
mkdir -p .build

echo "== formatting"
"$swift" format lint --strict -r Sources Tests Package.swift || exit 1

echo "== building, with undeclared imports as errors"
"$swift" build --build-tests --explicit-target-dependency-import-check error || exit 1

echo "== testing"
"$swift" test --skip-build >"$log" 2>&1
status=$?
grep -E '^(✘|➜|↳|error:)' "$log"

passed=$(grep -cE '^✔ Test [^r]|^✔ Test r[^u]' "$log")
failed=$(grep -cE '^✘ Test .* failed after' "$log")
skipped=$(grep -cE '^➜ Test .* skipped' "$log")
[ "$passed" -gt 0 ] || { echo "no test ran"; status=1; }
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$status" -eq 0 ]
