#!/bin/sh
# Machines of 10 MB, of forms that a reader might be slow on: each is imported or refused within 20 seconds.
#
# usage: large-workflows.sh TENANTPOLICY
set -eu
command=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 - "$work" <<'END'
import json, sys

folder, goal = sys.argv[1], 10_000_000
LAMBDA = "arn:aws:lambda:eu-central-1:1:function:f%d"


def write(name, states, start="s0"):
    with open(f"{folder}/{name}.asl.json", "w") as file:
        json.dump({"StartAt": start, "States": states}, file)


def chain(count, state):
    states = {f"s{n}": {**state(n), "Next": f"s{n + 1}"} for n in range(count)}
    return {**states, f"s{count}": {"Type": "Succeed"}}


write("passes", chain(99_000, lambda n: {"Type": "Pass", "Result": "x" * 50}))
write("tasks", chain(75_000, lambda n: {"Type": "Task", "Resource": LAMBDA % n}))
write("fields", {"s0": {"Type": "Pass", "End": True, "Result": [{"k": "v"}] * 490_000}})
write("text", {f"s{n}": {"Type": "Pass", "End": True, "Comment": "c" * 60_000} for n in range(170)})
choices = [{"Variable": "$.x", "NumericEquals": n, "Next": f"s{n % 90}"} for n in range(140_000)]
ends = {f"s{n}": {"Type": "Task", "Resource": LAMBDA % n, "Next": "all"} for n in range(90)}
write("choices", {"all": {"Type": "Choice", "Choices": choices}, **ends}, "all")
catchers = [{"ErrorEquals": ["E"], "Next": f"s{n % 900}"} for n in range(240)]
write(
    "catches",
    {
        f"s{n}": {"Type": "Task", "Resource": LAMBDA % n, "Catch": catchers, "End": True}
        for n in range(900)
    },
)
branch = {"StartAt": "b", "States": {"b": {"Type": "Task", "Resource": LAMBDA % 0, "End": True}}}
write("branches", {"s0": {"Type": "Parallel", "Branches": [branch] * 99_000, "End": True}})
with open(f"{folder}/cut.asl.json", "w") as file:
    file.write('{"StartAt": "a", "States": {' + '"a": [' * 1_600_000)
END
for machine in "$work"/*.asl.json; do
  status=0
  begin=$(date +%s%N)
  timeout 20 "$command" import asl "$machine" --deploy-region eu-central-1 -o "$work/out.yaml" \
    --quiet >"$work/found.txt" || status=$?
  end=$(date +%s%N)
  echo "$(basename "$machine"): $(($(wc -c <"$machine") / 1000)) kB in $(((end - begin) / 1000000)) ms, exit $status"
  case $status in
    0) ;;
    3) grep -q 'asl.json:[0-9]*:[0-9]*' "$work/found.txt" ;;
    *) exit 1 ;;
  esac
done
