#!/bin/sh
# Checks, verifies, compares and tests policies, and gathers what is said for a build server:
#
#   REPORT/comment.md           everything, for a comment on a pull or merge request
#   REPORT/findings.sarif       what check, and with it verify, found, for code scanning
#   REPORT/codequality.json     the same for GitLab
#   REPORT/tests.xml            the policy tests as JUnit
#   REPORT/coverage.lcov        what they looked at
#
# All of it runs, and the status is that of the first command that did not end with 0.
#
# usage: review.sh [PATH]
#
# Taken from the environment:
#   POLICY_COMMAND       the program; `tenantpolicy` on the PATH where nothing is said
#   POLICY_AGAINST       what to compare with, such as `git:origin/main`; nothing is compared without it
#   POLICY_GATE          what the comparison fails on, such as `widened`
#   POLICY_COVERAGE      the least coverage of the tests, such as 80%
#   POLICY_REPORT        the folder to write to; `tenantpolicy-report` where nothing is said
set -u

path=${1:-policies}
command=${POLICY_COMMAND:-tenantpolicy}
report=${POLICY_REPORT:-tenantpolicy-report}
# GitHub refuses longer comments, in characters.
most_bytes=65000

mkdir -p "$report" || exit 1
comment=$report/comment.md
status=0

# Runs the program with `--format FORMAT` into a file; its errors, where it has any, into another.
into() {
  file=$1 format=$2
  shift 2
  "$command" "$@" --format "$format" >"$report/$file" 2>"$report/errors.txt"
}

# One section of the comment: what a command says, and how it ended.
section() {
  title=$1
  shift
  into section.md markdown "$@"
  ended=$?
  {
    printf '## %s\n\n' "$title"
    cat "$report/section.md"
    if [ -s "$report/errors.txt" ]; then
      printf '\n```text\n'
      # Nothing of an error may end the block that it stands in.
      tr '`' "'" <"$report/errors.txt"
      printf '```\n'
    fi
    printf '\n'
  } >>"$comment"
  [ "$status" -ne 0 ] || status=$ended
}

printf '<!-- tenantpolicy -->\n' >"$comment"
section "Check" check "$path"
into findings.sarif sarif check "$path"
into codequality.json gitlab check "$path"
section "Verify" verify "$path"
if [ -n "${POLICY_AGAINST:-}" ]; then
  section "Changes" diff --against "$POLICY_AGAINST" "$path" ${POLICY_GATE:+--gate "$POLICY_GATE"}
fi
section "Tests" test "$path" --allow-empty ${POLICY_COVERAGE:+--coverage-at-least "$POLICY_COVERAGE"}
into tests.xml junit test "$path" --allow-empty --lcov "$report/coverage.lcov"
rm -f "$report/section.md" "$report/errors.txt"

if [ "$(wc -c <"$comment")" -gt "$most_bytes" ]; then
  # By whole lines, so that no character is cut.
  awk -v most="$most_bytes" '{ size += length($0) * 4 + 1 } size > most { exit } { print }' \
    "$comment" >"$comment.short"
  printf '\nThe rest does not fit here.\n' >>"$comment.short"
  mv "$comment.short" "$comment"
fi

# GitHub shows the findings beside the lines, and the comment on the page of the run.
if [ -n "${GITHUB_ACTIONS:-}" ]; then
  "$command" check "$path" --format github
  "$command" test "$path" --allow-empty --format github
fi
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then cat "$comment" >>"$GITHUB_STEP_SUMMARY"; fi
if [ -n "${GITHUB_OUTPUT:-}" ]; then
  {
    printf 'report=%s\n' "$report"
    printf 'comment-file=%s\n' "$comment"
    printf 'sarif-file=%s\n' "$report/findings.sarif"
    printf 'status=%s\n' "$status"
  } >>"$GITHUB_OUTPUT"
fi

exit "$status"
