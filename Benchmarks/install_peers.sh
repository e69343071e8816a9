#!/bin/sh
# Installs what decisions are compared with, and the reader for Python, into .build/peers, which
# `make clean` removes.
set -eu
cd "$(dirname "$0")/.."
test -x .build/peers/bin/python3 || python3 -m venv .build/peers
.build/peers/bin/pip install --quiet --disable-pip-version-check --requirement Benchmarks/requirements.txt
make --no-print-directory wheel
.build/peers/bin/pip install --quiet --disable-pip-version-check --force-reinstall .build/wheel/*.whl
