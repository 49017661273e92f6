#!/usr/bin/env bash
# Everything that must hold: lint, the web app's tests, then unit, contract and end-to-end tests.
# Arguments go to pytest. VISAVIS_SKIP_BROWSER=1 leaves the browser tests out.
set -euo pipefail
cd "$(dirname "$0")/.."

PATH=$PWD/.venv/bin:$PATH

IN_REAL_TIME=(tests/e2e tests/media tests/test_serve.py)
chosen=()
if [ "${VISAVIS_SKIP_BROWSER:-}" = 1 ]; then
  chosen=(-m "not browser")
elif ! command -v chromium >/dev/null && ! scripts/debian.sh chromium fonts-dejavu-core; then
  echo "The browser tests drive Debian's chromium. VISAVIS_SKIP_BROWSER=1 make test leaves them out." >&2
  exit 1
fi

scripts/lint.sh
npm --prefix web run --silent test
if [ $# -gt 0 ]; then
  exec pytest "${chosen[@]}" "$@"
fi
# a machine that stood still for seconds fails whoever waits for a socket or a page: such a test gets a second try, listed as RERUN
patience=(--reruns 1 --only-rerun Timeout --only-rerun "Locator expected")
failed=0
# most tests share nothing and use all cores; those that listen and look in real time want them alone
pytest "${chosen[@]}" "${patience[@]}" --numprocesses auto --dist loadscope "${IN_REAL_TIME[@]/#/--ignore=}" || failed=$?
pytest "${chosen[@]}" "${patience[@]}" "${IN_REAL_TIME[@]}" || failed=$?
exit "$failed"
