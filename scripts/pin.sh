#!/usr/bin/env bash
# Pins every Python package that pyproject.toml asks for, in constraints.txt.
# Newer versions: scripts/pin.sh --upgrade
set -euo pipefail
cd "$(dirname "$0")/.."

.venv/bin/python -m pip install --quiet --group pin

wanted=$(mktemp --suffix=.in)
trap 'rm -f "$wanted"' EXIT
.venv/bin/python - >"$wanted" <<'PYTHON'
import tomllib

project = tomllib.load(open("pyproject.toml", "rb"))
groups = project["dependency-groups"].values()
print(*project["project"]["dependencies"], *(each for group in groups for each in group), sep="\n")
PYTHON

.venv/bin/python -m piptools compile "$@" --quiet --allow-unsafe --strip-extras --no-annotate --no-header \
  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options \
  --output-file constraints.txt "$wanted"
