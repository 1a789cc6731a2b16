#!/usr/bin/env bash
# Opens the page of every strategy, and of extremes, in Chromium: nothing overlaps, nothing is asked for,
# everything can be reached, read and printed. Needs Node.js 20 with npm, and Debian's packages chromium
# and poppler-utils, which it installs where it may. STRATPLAN_BROWSER=required makes a skip a failure.
set -euo pipefail
cd "$(dirname "$0")"
skip() {
  echo "SKIPPED: $*"
  [ "${STRATPLAN_BROWSER:-}" != required ] || exit 1
  exit 0
}
command -v npm > /dev/null && command -v node > /dev/null || skip "there is no Node.js"
[ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] || skip "this Node.js is older than 20"
if ! { command -v chromium && command -v pdftotext; } > /dev/null; then
  command -v apt-get > /dev/null && [ "$(id -u)" -eq 0 ] || skip "there is no chromium, and nobody here may install it"
  { apt-get update -qq && apt-get install -y -qq chromium poppler-utils fonts-noto-core fonts-noto-cjk; } > /dev/null 2>&1 ||
    skip "chromium cannot be installed"
fi
npm ci --silent --no-audit --no-fund || skip "the packages of the test cannot be installed"
(cd ../.. && cargo build --locked --quiet --bin stratplan --example generate)
node --test --test-reporter=spec
