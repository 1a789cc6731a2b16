#!/usr/bin/env bash
# Asks Microsoft's SARIF Multitool what it thinks of the SARIF of every strategy here, of none, and of
# a run that could not do all it was asked. Needs npm and its registry. The first argument is the
# program, or target/debug/stratplan.
set -euo pipefail
cd "$(dirname "$0")/.."
stratplan=$(realpath "${1:-target/debug/stratplan}")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

npm install --silent --no-audit --no-fund --no-save --prefix "$folder" \
  @microsoft/sarif-multitool-linux@5.7.0 > "$folder/npm.txt" 2>&1 || { cat "$folder/npm.txt"; exit 1; }
multitool=$folder/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool
chmod u+x "$multitool"

sarif() { # NAME ARGUMENT…
  local name=$1 status=0
  shift
  "$stratplan" check --format sarif --today 2027-04-05 "$@" > "$folder/$name.sarif" || status=$?
  # 2 is what the run with a file that is not there ends in.
  if [ "$status" -gt 2 ] || [ ! -s "$folder/$name.sarif" ]; then
    echo "no SARIF for $name"
    exit 1
  fi
}
mkdir "$folder/none"
sarif good strategies/*.yaml
sarif broken strategies/broken
sarif none "$folder/none" --allow-empty
sarif trouble strategies/broken "$folder/gone.yaml" 2> "$folder/trouble.txt"

# It ends in 0 even where a file is not valid, so what it says decides.
"$multitool" validate --rule-kind 'Sarif;Ghas' "$folder"/*.sarif > "$folder/said.txt" 2>&1
if grep -E ' (error|warning) [A-Z]+[0-9]+' "$folder/said.txt"; then
  exit 1
fi
if ! grep -q '^Done. 4 files scanned.' "$folder/said.txt"; then
  cat "$folder/said.txt"
  exit 1
fi
echo "4 files of SARIF: no error, no warning"
