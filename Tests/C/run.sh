#!/bin/sh
# The library as a stranger uses it: installed into a folder of its own, found by pkg-config, compiled
# with gcc at its strictest, and run under valgrind. Needs `make deps-integration`.
set -eu
cd "$(dirname "$0")/../.."
place=$PWD/.build/installed
rm -rf "$place"
make --no-print-directory install PREFIX=/usr DESTDIR="$place" >.build/install.log 2>&1 ||
  { tail -20 .build/install.log; exit 1; }
export PKG_CONFIG_PATH="$place/usr/lib/pkgconfig" PKG_CONFIG_SYSROOT_DIR="$place"
export LD_LIBRARY_PATH="$place/usr/lib"

library=$place/usr/lib/libtenantpolicy.so
exported=$(nm -D --defined-only "$library" | awk '$2 ~ /^[A-Z]$/ { print $3 }' | sort)
declared=$(grep -oE '\btp_[a-z_]+\(' Sources/CTenantPolicy/include/tenantpolicy.h | tr -d '(' | sort -u)
[ "$exported" = "$declared" ] || {
  echo "the library does not export what the header declares:"
  echo "$exported" >.build/exported; echo "$declared" | diff .build/exported - || true
  exit 1
}
readelf -d "$library" | grep -q 'SONAME.*libtenantpolicy.so.1' || { echo "no SONAME"; exit 1; }
if readelf -d "$library" | grep 'NEEDED' | grep -i swift; then echo "it needs Swift"; exit 1; fi

strict="-std=c11 -Wall -Wextra -pedantic -Werror -g -gdwarf-4 -D_POSIX_C_SOURCE=200809L"
# shellcheck disable=SC2046,SC2086
{
  gcc $strict Tests/C/reader_test.c $(pkg-config --cflags --libs tenantpolicy) -pthread -o .build/reader_test
  gcc $strict Tests/C/vectors_test.c $(pkg-config --cflags --libs tenantpolicy jansson libsodium) \
    -o .build/vectors_test
  gcc $strict Examples/c/run.c $(pkg-config --cflags --libs tenantpolicy) -o .build/example_run
  echo '#include <tenantpolicy.h>' | g++ -std=c++17 -Wall -Wextra -pedantic -Werror \
    $(pkg-config --cflags tenantpolicy) -fsyntax-only -x c++ -
}
"$place/usr/bin/tenantpolicy" build policies/lending -o .build/lending.bundle --now 2026-12-01 --quiet
.build/example_run .build/lending.bundle euro-bank loan-approval
# The Swift runtime reaches the tables of its metadata by pointers into their middle, which valgrind calls
# possibly lost: 64 bytes, once a process.
check="valgrind --quiet --error-exitcode=9 --leak-check=full --show-leak-kinds=definite,indirect"
check="$check --errors-for-leak-kinds=definite,indirect"
$check .build/reader_test .build/lending.bundle
rm -rf .build/vectors && mkdir -p .build/vectors
$check .build/vectors_test Tests/Conformance/vectors .build/vectors
$check .build/example_run .build/lending.bundle euro-bank loan-approval >/dev/null
make --no-print-directory uninstall PREFIX=/usr DESTDIR="$place"
left=$(find "$place" -not -type d | head -1)
[ -z "$left" ] || { echo "uninstall leaves $left"; exit 1; }
