#!/bin/sh
# Our signatures and keys in the hands of minisign, and those of minisign in ours: both forms, keys with and
# without a password, and whatever must not hold.
set -u
command=${1:-.build/debug/tenantpolicy}
command=$(cd "$(dirname "$command")" && pwd)/$(basename "$command")
policies=$(cd "$(dirname "$0")/../policies/lending" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
checks=0 failed=0

holds() {
  checks=$((checks + 1))
  "$@" >log 2>&1 || { failed=$((failed + 1)); echo "does not hold: $*"; cat log; }
}

fails() {
  checks=$((checks + 1))
  if "$@" >log 2>&1; then failed=$((failed + 1)); echo "holds: $*"; cat log; fi
}

echo "tell nobody" >password
printf 'tell nobody\ntell nobody\n' >twice
"$command" build "$policies" -o a.bundle --epoch 1 --quiet || exit 1
"$command" build "$policies" -o b.bundle --epoch 2 --quiet || exit 1

# Keys: ours and those of minisign, each with and without a password.
holds "$command" keygen -W -s ours.key -p ours.pub
holds "$command" keygen --password-file password -s ours-locked.key -p ours-locked.pub
holds minisign -G -W -s theirs.key -p theirs.pub
holds sh -c 'minisign -G -s theirs-locked.key -p theirs-locked.pub <twice'

for key in ours ours-locked theirs theirs-locked; do
  for form in "" -l; do
    # Ours signs, minisign verifies.
    holds "$command" sign a.bundle -s "$key.key" --password-file password $form -o ours.sig
    holds minisign -Vm a.bundle -x ours.sig -p "$key.pub"
    holds minisign -Vm a.bundle -x ours.sig -P "$(tail -n 1 "$key.pub")"
    fails minisign -Vm b.bundle -x ours.sig -p "$key.pub"
    # Minisign signs, ours trusts.
    holds sh -c "minisign -S $form -s $key.key -m a.bundle -x theirs.sig -t 'of minisign' <password"
    holds "$command" trust a.bundle -x theirs.sig -p "$key.pub"
    fails "$command" trust b.bundle -x theirs.sig -p "$key.pub"
    for other in ours ours-locked theirs theirs-locked; do
      [ "$key" = "$other" ] && continue
      fails "$command" trust a.bundle -x theirs.sig -p "$other.pub"
      fails minisign -Vm a.bundle -x ours.sig -p "$other.pub"
    done
    # What was changed in the signature holds for neither.
    sed '3s/comment: ./comment: X/' theirs.sig >changed.sig
    fails "$command" trust a.bundle -x changed.sig -p "$key.pub"
    fails minisign -Vm a.bundle -x changed.sig -p "$key.pub"
    for algorithm in Q R S T U V; do
      sed "2s/^R[A-Z]/$algorithm$algorithm/" theirs.sig >changed.sig
      fails "$command" trust a.bundle -x changed.sig -p "$key.pub"
    done
    # Without a signature, nothing is trusted.
    : >empty.sig
    fails "$command" trust a.bundle -x empty.sig -p "$key.pub"
    fails "$command" trust a.bundle -x missing.sig -p "$key.pub"
    head -n 2 theirs.sig >half.sig
    fails "$command" trust a.bundle -x half.sig -p "$key.pub"
  done
done
fails "$command" sign a.bundle -s ours-locked.key --password-file theirs.pub -o no.sig
[ "$(stat -c %a ours.key ours-locked.key | sort -u)" = 600 ] || failed=$((failed + 1))
echo "$checks checks with minisign, $failed failed"
[ "$failed" -eq 0 ]
