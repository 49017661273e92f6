#!/usr/bin/env bash
# Builds the web app (web/) into the package (src/visavis/lab/dist) when a source is newer than the build.
# scripts/web.sh packages: only sees to its npm packages.
set -euo pipefail
cd "$(dirname "$0")/.."

PATH=$PWD/.venv/bin:$PATH
built=src/visavis/lab/dist/index.html

install_packages() {
  local wanted
  wanted=$(sha256sum web/package-lock.json)
  if [ "$(cat web/node_modules/.installed 2>/dev/null)" != "$wanted" ]; then
    scripts/node.sh
    echo "Installing the web app's packages"
    npm --prefix web ci --no-audit --no-fund --loglevel=error
    echo "$wanted" >web/node_modules/.installed
  fi
}

is_fresh() {
  [ -e "$built" ] &&
    [ -z "$(find web -name node_modules -prune -o -type f -newer "$built" -print -quit)" ]
}

if [ "${1:-}" = packages ]; then
  install_packages
elif ! is_fresh; then
  install_packages
  echo "Building the web app"
  npm --prefix web run --silent build -- --logLevel warn
  touch "$built"
fi
