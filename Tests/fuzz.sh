#!/bin/sh
# Fuzzes the front end, with YAML or JSON, or the reader of bundles:
#
#     Tests/fuzz.sh [sources|json|bundle] [SECONDS | -runs=N]
#
# Starts from the inputs that are kept in Tests/Corpus; what is new goes to .build/fuzz. Fails on a crash,
# on what takes longer than 10 seconds or more than 1 GiB, and where the fuzzer is blind.
set -u
cd "$(dirname "$0")/.."
swift=${SWIFT:-swift}
target=${1:-sources}
amount=${2:-60}
case $target in
sources | bundle) product=fuzz-$target ;;
json) product=fuzz-sources ;;
*) echo "usage: $0 [sources|json|bundle] [SECONDS | -runs=N]" >&2; exit 2 ;;
esac
case $amount in -runs=*) limit=$amount ;; *) limit="-max_total_time=$amount" ;; esac

build=.build/fuzz
corpus=$build/corpus-$target
log=$build/$target.log
mkdir -p "$corpus" "$build/found"
# `--sanitize=address` beside `--sanitize=fuzzer` gives its flags in an order that changes, and half of the
# builds then count nothing.
TENANTPOLICY_FUZZ=1 "$swift" build --scratch-path "$build" -c release --product "$product" \
  --sanitize=fuzzer -Xswiftc -sanitize=fuzzer,address >"$log" 2>&1 ||
  { tail -20 "$log"; echo "$product does not build"; exit 1; }

dictionary= seeds= longest=16384
case $target in
sources)
  dictionary=-dict=Tests/Corpus/policy.dict
  seeds=Tests/Samples/cases
  longest=4096
  ;;
json)
  dictionary=-dict=Tests/Corpus/json.dict
  seeds=Tests/Corpus/json
  longest=4096
  export TENANTPOLICY_FUZZ_JSON=1
  ;;
bundle)
  # Bundles of this version of the format, whatever those are that were kept.
  seeds=$build/seeds
  mkdir -p "$seeds"
  "$swift" build --product tenantpolicy >>"$log" 2>&1 || { tail -20 "$log"; exit 1; }
  for sample in Tests/Samples/base.yaml policies/*; do
    .build/debug/tenantpolicy build "$sample" -o "$seeds/$(basename "$sample")" --quiet >/dev/null
  done
  ;;
esac
# Leaks are not looked for: the sanitizer takes the language's lazy constants for such.
# shellcheck disable=SC2086
ASAN_OPTIONS=detect_leaks=0 SWIFT_BACKTRACE=enable=no \
  "$build/release/$product" $limit $dictionary -max_len=$longest -timeout=10 \
  -rss_limit_mb=1024 -detect_leaks=0 -print_final_stats=1 -artifact_prefix="$build/found/$target-" \
  "$corpus" "Tests/Corpus/$target" "$seeds" >"$log" 2>&1
status=$?
grep -qE 'Loaded [0-9]+ modules +\([0-9]+ inline 8-bit counters\)' "$log" ||
  { tail -20 "$log"; echo "fuzz-$target counts nothing: it is blind"; exit 1; }
[ "$status" -eq 0 ] || { tail -40 "$log"; echo "fuzz-$target found something"; exit 1; }
executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
seed=$(sed -n 's/^INFO: Seed: *//p' "$log")
counters=$(sed -n 's/.*Loaded [0-9]* modules *(\([0-9]*\) inline.*/\1/p' "$log" | head -1)
echo "fuzz-$target: $executions executions, seed $seed, $counters counters, nothing found"
