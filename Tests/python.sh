#!/bin/sh
# The reader for Python as a stranger installs it: a wheel, in a clean environment, with its tests, and its
# types checked strictly. Needs PyPI, and a command that is built.
#
#     Tests/python.sh [COMMAND]
set -eu
cd "$(dirname "$0")/.."
command=$(realpath "${1:-.build/debug/tenantpolicy}")
place=.build/python
make --no-print-directory wheel >.build/wheel.log 2>&1 || { tail -20 .build/wheel.log; exit 1; }
rm -rf "$place"
python3 -m venv "$place"
"$place/bin/pip" install --quiet --disable-pip-version-check "$(echo .build/wheel/*.whl)[test]"
"$place/bin/python" - <<'CHECK'
import pathlib, sys, tenantpolicy
here = pathlib.Path(tenantpolicy.__file__).parent
loaded = {line.split()[-1] for line in open("/proc/self/maps") if "libtenantpolicy" in line or "libsodium" in line}
sys.exit(0 if loaded and all(pathlib.Path(path).parent == here for path in loaded) else f"loaded: {loaded}")
CHECK
cd bindings/python
"../../$place/bin/mypy" src tests
TENANTPOLICY_COMMAND=$command "../../$place/bin/python" -m pytest --quiet -p no:cacheprovider
cd ../..
"$place/bin/python" Tests/Conformance/generate.py --check --command "$command"
"$place/bin/python" -m pytest --quiet -p no:cacheprovider Tests/Conformance
