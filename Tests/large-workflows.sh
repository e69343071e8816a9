#!/bin/sh
# Workflows and gateways of 10 MB, of forms that a reader might be slow on: each is imported or refused within 30 seconds.
#
# usage: large-workflows.sh TENANTPOLICY
set -eu
command=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 - "$work" <<'END'
import json, sys

folder = sys.argv[1]
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


def save(name, value):
    with open(f"{folder}/{name}", "w") as file:
        json.dump(value, file)


def deployment(number, group, model="azure/x"):
    parameters = {
        "model": model, "api_base": f"https://r{number}.example/", "api_key": "os.environ/KEY"
    }
    return {
        "model_name": group,
        "litellm_params": {**parameters, "extra_headers": {"x": "x" * 3_000}},
        "model_info": {"id": f"d{number}", "access_groups": [f"a{number % 50}"]},
    }


def team(number):
    models = [f"g{(number * 7 + n) % 1000}" for n in range(5)]
    return {"team_id": f"t{number}", "models": models, "max_budget": 1, "metadata": {"note": "x" * 4_500}}


groups = [f"g{n}" for n in range(1000)]
deployments = [deployment(n, groups[n % 1000]) for n in range(3_000)]
chain = [{f"g{n}": [f"g{n + 1}"]} for n in range(0, 999, 2)]
ring = [{f"g{n}": [f"g{(n + m) % 1000}" for m in range(1, 6)]} for n in range(1000)]
save("chain.litellm.json", {"model_list": deployments, "router_settings": {"fallbacks": chain}})
save("ring.litellm.json", {"model_list": deployments, "router_settings": {"fallbacks": ring}})
save("teams.litellm.json", {
    "model_list": deployments[:1000], "router_settings": {"fallbacks": chain},
    "teams": [team(n) for n in range(2_000)],
})
stars = [deployment(n, f"p{n}/*/x") for n in range(1000)]
pad = "y" * 200
asked = {"team_id": "t", "models": [f"p{n % 1000}/y{n}{pad}/x" for n in range(40_000)]}
save("wildcards.litellm.json", {"model_list": stars, "teams": [asked]})


def task(number, **more):
    name = f"t{number}"
    return {"name": name, "taskReferenceName": name, **more}


def conductor(name, tasks):
    save(f"{name}.conductor.json", {"name": "w", "tasks": tasks})


conductor("local", [task(n, type="INLINE", inputParameters={"e": "x" * 30}) for n in range(80_000)])
conductor("models", [
    task(n, type="LLM_CHAT_COMPLETE", inputParameters={
        "llmProvider": "openai", "model": "${x}", "prompt": "x" * 350
    })
    for n in range(20_000)
])
conductor("switch", [task(0, type="SWITCH", decisionCases={
    f"c{n}": [task(n + 1, type="SIMPLE", description="x" * 200)] for n in range(35_000)
})])
conductor("forks", [task(0, type="FORK_JOIN", forkTasks=[
    [task(n + 1, type="SIMPLE", description="x" * 200)] for n in range(35_000)
])])


def serverless(name, tasks):
    document = {"dsl": "1.0.3", "namespace": "n", "name": "w", "version": "1.0.0"}
    save(f"{name}.sw.json", {"document": document, "do": tasks})


call = {"call": "http", "with": {"method": "post", "endpoint": "https://a.example/" + "x" * 400}}
serverless("calls", [{f"t{n}": call} for n in range(18_000)])
serverless("sets", [{f"t{n}": {"set": {"x": "y" * 60}}} for n in range(99_000)])
cases = [{f"c{n}": {"when": ".x", "then": f"t{n % 90}"}} for n in range(130_000)]
serverless("cases", [{"s": {"switch": cases}}, *[{f"t{n}": call} for n in range(90)]])
END
for machine in "$work"/*.json; do
  format=${machine%.json}
  format=${format##*.}
  [ "$format" != sw ] || format=serverless-workflow
  status=0
  begin=$(date +%s%N)
  timeout 30 "$command" import "$format" "$machine" --deploy-region eu-central-1 \
    -o "$work/out.yaml" --quiet >"$work/found.txt" || status=$?
  end=$(date +%s%N)
  echo "$(basename "$machine"): $(($(wc -c <"$machine") / 1000)) kB in $(((end - begin) / 1000000)) ms, exit $status"
  case $status in
    0) ;;
    3) grep -q '[.]json:[0-9]*:[0-9]*' "$work/found.txt" ;;
    *) exit 1 ;;
  esac
done
