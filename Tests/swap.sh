#!/bin/sh
# Readers of a bundle that is replaced all the time, under ThreadSanitizer.
#
# swap.sh SWAPS LOOKUPS
set -eu
cd "$(dirname "$0")/.."
swaps=${1:-500} lookups=${2:-5000000}
swift=${SWIFT:-swift}
command=.build/debug/tenantpolicy
folder=$(mktemp -d /dev/shm/tenantpolicy-swap-XXXXXX)
trap 'rm -rf "$folder"' EXIT
export TENANTPOLICY_STRESS=1 TSAN_OPTIONS="halt_on_error=1 exitcode=66"
"$swift" build -c release --sanitize=thread --scratch-path .build/tsan --product stress-swap
"$command" build policies/lending -o "$folder/template" --quiet
.build/tsan/release/stress-swap "$folder/template" institution-x-4921 "$folder" "$swaps" "$lookups"
