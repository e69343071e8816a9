#!/bin/sh
# What needs more than Swift and the C libraries. Each step passes, fails or is skipped with a reason;
# the counts are at the end.
set -u
cd "$(dirname "$0")/.."
swift=${SWIFT:-swift}
passed=0 failed=0 skipped=0

step() {
  name=$1
  shift
  echo "== $name"
  if "$@"; then passed=$((passed + 1)); else echo "FAILED: $name"; failed=$((failed + 1)); fi
}

skip() {
  echo "== $1"
  echo "skipped: $2"
  skipped=$((skipped + 1))
}

python=.build/validation/bin/python
prepare_python() {
  [ -x "$python" ] || python3 -m venv .build/validation || return 1
  "$python" -m pip install --quiet --disable-pip-version-check -r Tests/Validation/requirements.txt
}

command=.build/debug/tenantpolicy
validate_sarif() {
  printf 'tenant_id: bank-a\norg_id: holding\npolicy_teir: standard\n' >.build/broken.yaml
  "$command" check .build/broken.yaml Tests/Samples/base.yaml --format sarif >.build/findings.sarif
  [ $? -eq 3 ] || return 1
  "$command" check policies --format sarif >.build/clean.sarif || return 1
  "$python" Tests/Validation/validate_sarif.py .build/findings.sarif .build/clean.sarif \
    Tests/PolicyDiagnosticsTests/Goldens/*.sarif
}

draw_plan() {
  "$command" verify policies/gdpr-exercise --gate none --graph loan -o .build/loan.svg
  [ $? -eq 6 ] || return 1
  python3 Tests/Validation/validate_drawing.py .build/loan.svg '!compliance' '!compliance-us' \
    strip compliance-eu redact-eu
}

validate_junit() {
  "$command" test Tests/Samples/base.yaml Tests/Samples/cases/TP0722-cases.yaml --format junit \
    >.build/tests.xml
  [ $? -eq 4 ] || return 1
  "$command" test policies --format junit >.build/passed.xml || return 1
  "$command" check policies --format junit >.build/clean.xml || return 1
  Tests/Validation/validate_junit.py .build/tests.xml .build/passed.xml .build/clean.xml \
    Tests/PolicyDiagnosticsTests/Goldens/*.xml Tests/CommandTests/Goldens/*.xml
}

validate_gitlab() {
  "$command" check .build/broken.yaml Tests/Samples/base.yaml --format gitlab >.build/findings.json
  [ $? -eq 3 ] || return 1
  "$command" check policies --format gitlab >.build/clean.json || return 1
  "$python" Tests/Validation/validate_gitlab.py .build/findings.json .build/clean.json \
    Tests/PolicyDiagnosticsTests/Goldens/gitlab.json Tests/CommandTests/Goldens/*gitlab.json
}

step "building" "$swift" build --build-tests
step "JSON against the reader of Python" python3 Tests/Validation/validate_json.py
if prepare_python; then
  step "SARIF against the schema of OASIS" validate_sarif
  step "JUnit reports against the schema of Jenkins" validate_junit
  step "Code Quality reports against the format of GitLab" validate_gitlab
  step "hooks run by pre-commit" Tests/Validation/pre_commit.sh .build/validation/bin/pre-commit \
    .build/debug
  step "policies and samples against the JSON Schema" "$python" Tests/Validation/validate_schema.py
else
  skip "validators from PyPI" "their packages cannot be installed here"
fi
step "the reader for Python, from its wheel, and the vectors" Tests/python.sh "$command"
step "the library for C, as a stranger installs and uses it" Tests/C/run.sh
step "keys and signatures with minisign, both ways" Tests/trust.sh "$command"
step "a bundle through a registry and back" Tests/registry.sh "$command"
step "the same bundle 288 times" Tests/determinism.sh "$command"
step "swapping bundles under 8 readers, with ThreadSanitizer" Tests/swap.sh
if command -v dot >/dev/null; then
  step "a plan drawn by Graphviz" draw_plan
else
  skip "a plan drawn by Graphviz" "there is no \`dot\` here"
fi
if command -v chromium >/dev/null; then
  step "the page of a review in a browser" Tests/review-page.sh
else
  skip "the page of a review in a browser" "there is no chromium"
fi
trials=.build/release/verifier-trials
build_trials() {
  "$swift" build -c release -Xswiftc -static-executable --product verifier-trials
}
ask_solver() {
  "$trials" questions --count 800 | z3 -in | python3 Tests/Validation/compare_solver.py
}

step "building the trials of the verifier" build_trials
step "the verifier against its reference on 10,000 random worlds" "$trials" worlds --count 10000
# Worlds from this number on are those in which little is forbidden.
mild=1000000
step "the same on 3,000 in which little is forbidden" "$trials" worlds --count 3000 --first $mild
step "tenants that could be written, against the reference" "$trials" tenants --count 1000
step "the same where little is forbidden" "$trials" tenants --count 300 --first $mild
step "faults seeded into policies" "$trials" policy-faults --count 4000
step "workflows of 10 MB, each within seconds" Tests/large-workflows.sh "$command"
step "damaged workflows for 20 seconds" python3 Tests/damage_workflows.py "$command" 20
step "lists of faults that fit the sources" python3 Tests/Faults/seed.py --check
step "attacks on certificates" "$trials" certificates --count 400
step "the same where little is forbidden" "$trials" certificates --count 200 --first $mild
if command -v z3 >/dev/null; then
  step "the verifier against $(z3 --version)" ask_solver
else
  skip "the verifier against Z3" "the command \`z3\` is not installed"
fi
for target in sources json bundle; do
  step "fuzzing the $target for 20 seconds" Tests/fuzz.sh "$target" 20
done
step "benchmarks at small sizes, with callgrind" \
  sh -c "$swift build -c release -Xswiftc -static-executable --product tenantpolicy && \
    $swift build -c release -Xswiftc -static-executable --product tenantpolicy-bench && \
    .build/release/tenantpolicy-bench run --small"

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
