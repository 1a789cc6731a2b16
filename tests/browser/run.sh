#!/usr/bin/env bash
# Opens the page of every strategy, and of extreme ones, in Chromium: nothing overlaps, nothing is requested,
# everything can be reached, read and printed. Needs Node.js 20.19 with npm, and the Debian packages chromium
# and poppler-utils, which it installs if it is allowed to. STRATPLAN_CHROMIUM names another Chromium;
# STRATPLAN_BROWSER=required turns a skip into a failure.
set -euo pipefail
cd "$(dirname "$0")"

skip() {
  echo "SKIPPED: the page was not opened in a browser: $*"
  [ "${STRATPLAN_BROWSER:-}" != required ] || exit 1
  exit 0
}
has() { command -v "$1" > /dev/null; }

has node && has npm || skip "Node.js with npm is not installed"
node -e 'const [major, minor] = process.versions.node.split("."); process.exit(major > 20 || (major == 20 && minor >= 19) ? 0 : 1)' ||
  skip "Node.js $(node --version) is older than 20.19"

missing=()
[ -n "${STRATPLAN_CHROMIUM:-}" ] || has chromium || has google-chrome || has google-chrome-stable ||
  missing+=(chromium fonts-noto-core fonts-noto-cjk fonts-dejavu-core fonts-liberation)
has pdftotext || missing+=(poppler-utils)
if [ ${#missing[@]} -gt 0 ]; then
  has apt-get && [ "$(id -u)" -eq 0 ] || skip "it needs ${missing[*]}, which only root on Debian can install"
  echo "installing ${missing[*]}"
  log=$(mktemp)
  export DEBIAN_FRONTEND=noninteractive
  { apt-get update && apt-get install --yes --no-install-recommends "${missing[@]}"; } > "$log" 2>&1 < /dev/null ||
    { tail -n 5 "$log"; skip "${missing[*]} could not be installed"; }
  rm -f "$log"
fi

# Packages that are already installed in the locked versions need no network.
if ! npm ls > /dev/null 2>&1; then
  npm ci --silent --no-audit --no-fund || skip "npm could not install the packages of the test"
fi

(cd ../.. && cargo build --locked --quiet --bin stratplan --example generate)
# The tests of the checks run next to the first pages.
node --test --test-concurrency=2 --test-reporter=spec
