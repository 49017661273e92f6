#!/usr/bin/env bash
# Builds the web app (web/) into the package (src/visavis/lab/dist) when a source is newer than the build.
# scripts/web.sh packages: only sees to its npm packages, and to those of the tests.
set -euo pipefail
cd "$(dirname "$0")/.."

PATH=$PWD/.venv/bin:$PATH
built=src/visavis/lab/dist/index.html

install_packages() { # of a folder, for
  local wanted
  wanted=$(sha256sum "$1/package-lock.json")
  if [ "$(cat "$1/node_modules/.installed" 2>/dev/null)" != "$wanted" ]; then
    scripts/node.sh
    echo "Installing npm packages for $2"
    npm --prefix "$1" ci --no-audit --no-fund --loglevel=error
    echo "$wanted" >"$1/node_modules/.installed"
  fi
}

is_fresh() {
  [ -e "$built" ] &&
    [ -z "$(find web -name node_modules -prune -o -type f -newer "$built" -print -quit)" ]
}

if [ "${1:-}" = packages ]; then
  install_packages web "the web app"
  install_packages tests/api/clients "the tests of generated clients"
  install_packages tests/e2e/browser/old "the tests of old SDKs"
elif ! is_fresh; then
  install_packages web "the web app"
  echo "Building the web app"
  npm --prefix web run --silent build -- --logLevel warn
  touch "$built"
fi
