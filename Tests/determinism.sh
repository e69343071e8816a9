#!/bin/sh
# The same sources built over and over, in other orders of files, locales, time zones, umasks, folders,
# numbers of threads and processors, and hash seeds: every bundle is the same, and so is every signature and
# every layout of it.
set -u
command=${1:-.build/debug/tenantpolicy}
command=$(cd "$(dirname "$command")" && pwd)/$(basename "$command")
policies=$(cd "$(dirname "$0")/../policies/lending" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
"$command" keygen -W -s key -p pub >/dev/null || exit 1
builds=0
for round in 1 2 3 4; do
  # Another folder, whose entries were made in another order.
  mkdir "$folder/round $round" && cd "$folder/round $round" || exit 1
  (cd "$policies" && find . -type f) | shuf | while read -r file; do
    mkdir -p "p/$(dirname "$file")" && cp "$policies/$file" "p/$file"
  done
  for locale in C C.UTF-8 tr_TR.UTF-8 ar_EG.UTF-8; do
    for zone in UTC Pacific/Kiritimati America/St_Johns; do
      for threads in 1 2 7; do
        for mask in 0022 0077; do
          builds=$((builds + 1))
          (
            umask $mask
            one=
            [ $((builds % 2)) -eq 0 ] && one="taskset -c 0"
            [ $((builds % 3)) -eq 0 ] && export SWIFT_DETERMINISTIC_HASHING=1
            LC_ALL=$locale LANG=$locale TZ=$zone $one "$command" build p -o out.bundle \
              --threads $threads --epoch 7 --not-after 2027-12-31 --certificate out.cert --quiet
          ) || exit 1
          cat out.bundle out.cert | b2sum >>"$folder/sums"
        done
      done
    done
  done
  "$command" sign out.bundle -s "$folder/key" >/dev/null
  "$command" bundle export-oci layout out.bundle --certificate out.cert >/dev/null
  find layout -type f | sort | xargs cat out.bundle.minisig | b2sum >>"$folder/layouts"
done
different=$(sort -u "$folder/sums" | wc -l)
layouts=$(sort -u "$folder/layouts" | wc -l)
echo "$builds builds, $different different bundles, $layouts different layouts"
[ "$builds" -ge 200 ] && [ "$different" -eq 1 ] && [ "$layouts" -eq 1 ]
