#!/usr/bin/env bash
# Sets everything up on a machine with Python 3.11, git and make; quick when it is done already.
# scripts/setup.sh run: to serve; scripts/setup.sh dev: to test, lint and measure too.
set -euo pipefail
cd "$(dirname "$0")/.."

kind=${1:-run}

scripts/python.sh "$kind"
scripts/debian.sh libflite1 || echo "Without libflite1 espeak-ng speaks in flite's place." >&2
scripts/web.sh

if [ "$kind" = dev ]; then
  scripts/web.sh packages
  # the tests take the model files from here, and never from anybody's own data folder
  .venv/bin/visavis models fetch --data-dir var/test >/dev/null
fi
