#!/bin/sh
# Runs the hooks of `.pre-commit-hooks.yaml` with pre-commit itself, from a local git repository.
#
# usage: pre_commit.sh PRE_COMMIT FOLDER_OF_TENANTPOLICY
set -eu
cd "$(dirname "$0")/../.."
pre_commit=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
PATH=$(cd "$2" && pwd):$PATH
export PATH
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Neither the settings nor the caches of whoever runs this.
HOME=$work PRE_COMMIT_HOME=$work/cache
export HOME PRE_COMMIT_HOME
git config --global user.name tester
git config --global user.email tester@example.com
git config --global init.defaultBranch main

mkdir "$work/hooks" "$work/policies"
cp .pre-commit-hooks.yaml "$work/hooks/"
git -C "$work/hooks" init -q
git -C "$work/hooks" add .
git -C "$work/hooks" commit -qm hooks
revision=$(git -C "$work/hooks" rev-parse HEAD)

cp -r policies "$work/policies/policies"
cd "$work/policies"
cat >.pre-commit-config.yaml <<END
repos:
  - repo: file://$work/hooks
    rev: $revision
    hooks:
      - id: tenantpolicy-check
      - id: tenantpolicy-test
      - id: tenantpolicy-fmt
        files: ^policies/
END
git init -q
git add .
"$pre_commit" run --all-files

# A typo is refused by check, a policy that changes meaning by a test.
sed -i 's/^concurrency_cap/concurency_cap/' policies/lending/tenants/euro-bank.yaml
git add .
if "$pre_commit" run --all-files >"$work/out.txt"; then
  echo "the hooks let a typo pass"
  exit 1
fi
grep -q 'concurency_cap' "$work/out.txt"
sed -i 's/^concurency_cap/concurrency_cap/; s/, accepts: \[adequacy\]//' \
  policies/lending/tenants/euro-bank.yaml
git add .
if "$pre_commit" run --all-files >"$work/out.txt"; then
  echo "the hooks let a failing test pass"
  exit 1
fi
grep -q 'TP0722' "$work/out.txt"
