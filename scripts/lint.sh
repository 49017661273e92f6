#!/usr/bin/env bash
# Style, types, and which room may import which.
set -euo pipefail
cd "$(dirname "$0")/.."

PATH=$PWD/.venv/bin:$PATH

ruff check .
ruff format --check --quiet . || { ruff format --check .; exit 1; }
mypy
lint-imports --no-logo
npm --prefix web run --silent check
