#!/usr/bin/env bash
# Makes .venv and puts visavis into it with the pinned packages.
# scripts/python.sh run: what the server needs; scripts/python.sh dev: and what its tests need.
set -euo pipefail
cd "$(dirname "$0")/.."

kind=$1

fail() {
  printf '%s\n' "$@" >&2
  exit 1
}

find_python() {
  local candidate
  for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
  fail "visavis needs Python 3.11 or newer. Name one with PYTHON=/path/to/python make run"
}

# Debian splits venv off from Python; without it pip can be brought in by a pip or virtualenv from elsewhere.
make_venv() {
  local python=$1 version
  rm -rf .venv
  "$python" -m venv .venv >/dev/null 2>&1 && return
  version=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
  if scripts/debian.sh "$version" && rm -rf .venv && "$python" -m venv .venv; then
    return
  fi
  rm -rf .venv
  if "$python" -m venv --without-pip .venv && "$python" -m pip --python .venv/bin/python install --quiet pip; then
    return
  fi
  rm -rf .venv
  "$python" -m virtualenv --quiet .venv 2>/dev/null && return
  rm -rf .venv
  fail "A virtual environment cannot be made. As root: apt-get install $version"
}

if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
  python=$(find_python)
  make_venv "$python"
fi

wanted=$(cat pyproject.toml constraints.txt | sha256sum | cut -d ' ' -f 1)
is_done() {
  [ "$(cat ".venv/ready-$1" 2>/dev/null)" = "$wanted" ]
}
if is_done "$kind" || is_done dev; then
  exit 0
fi

echo "Installing Python packages into .venv; the first time this takes a few minutes"
groups=()
if [ "$kind" = dev ]; then
  groups=(--group dev)
fi
export PIP_DISABLE_PIP_VERSION_CHECK=1
.venv/bin/python -m pip install --quiet --upgrade --constraint constraints.txt pip
.venv/bin/python -m pip install --quiet --constraint constraints.txt --editable . "${groups[@]}"
echo "Compiling the renderer, which takes up to a minute"
.venv/bin/python -m visavis.face
echo "$wanted" >".venv/ready-$kind"
