#!/usr/bin/env bash
# Installs the Debian packages named, those that are missing, where root or passwordless sudo allows it.
# Exit code 1, with a line that says what to do, where it does not.
set -euo pipefail

missing=()
for package in "$@"; do
  dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed ||
    missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=(env DEBIAN_FRONTEND=noninteractive)
if [ "$(id -u)" -ne 0 ]; then
  as_root=(sudo -n "${as_root[@]}")
fi

install() {
  "${as_root[@]}" apt-get install --yes --quiet --no-install-recommends "${missing[@]}" </dev/null
}

if command -v apt-get >/dev/null && "${as_root[@]}" true 2>/dev/null; then
  echo "Installing Debian packages: ${missing[*]}"
  log=$(mktemp)
  trap 'rm -f "$log"' EXIT
  # a fresh machine has no package lists yet
  if install >"$log" 2>&1 ||
    { "${as_root[@]}" apt-get update --quiet </dev/null && install; } >"$log" 2>&1; then
    exit 0
  fi
  tail -n 5 "$log" >&2
fi
echo "Not installed: ${missing[*]}. As root: apt-get install ${missing[*]}" >&2
exit 1
