#!/bin/sh
# Installs what decisions are compared with into .build/peers, which `make clean` removes.
set -eu
cd "$(dirname "$0")/.."
test -x .build/peers/bin/python3 || python3 -m venv .build/peers
.build/peers/bin/pip install --quiet --requirement Benchmarks/requirements.txt
