#!/usr/bin/env bash
# Asks those who read our formats what they think of them: Microsoft's SARIF Multitool, with the rules of GitHub;
# Jenkins' own schema of JUnit; the strict validator of the Reviewdog Diagnostic Format. Each sees the findings of
# every strategy here, of one with none, of no strategy, of a run that could not do all it was asked, and of names and texts that are hard to
# write down; and each is first shown a report that is wrong, which it has to refuse.
#
# Needs Node.js 20 with npm, python3 with venv, which it installs on a Debian where it may, and their registries.
# What it cannot do without one of them it names; STRATPLAN_VALIDATORS=required makes that a failure. The first
# argument is the program, or target/debug/stratplan.
set -euo pipefail
cd "$(dirname "$0")/.."
. tests/packages/tools.sh
stratplan=$(realpath "${1:-target/debug/stratplan}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

skip() { # WHAT WHY
  say "SKIPPED: $1: $2"
  [ "${STRATPLAN_VALIDATORS:-}" != required ] || exit 1
}

mkdir "$work/none" "$work/odd"
printf '%s\r\n' 'stratplan: 1' \
  'strategy: { name: "😀	日本 ", "<b> & ]]> \u0007 \uFFFE": active, owner: "ملك", period: 2027 }' \
  'goals: { leads: "Generate 400 leads \u202E a quarter" }' > "$work/odd/100% of a, b: 'c' & <日本> 😀.strategy.yaml"

formats=(sarif junit rdjson)
report() { # NAME STATUS ARGUMENT…
  local format status
  for format in "${formats[@]}"; do
    status=0
    "$stratplan" check --format "$format" --today 2027-04-05 "${@:3}" \
      > "$work/$1.$format" 2> "$work/said.txt" || status=$?
    [ "$status" -eq "$2" ] && [ -s "$work/$1.$format" ] || fail "$1 as $format ends in $2 and not in $status"
  done
}
"$stratplan" init "$work/clean.strategy.yaml" > "$work/said.txt" 2>&1
report clean 0 "$work/clean.strategy.yaml"
report good 1 strategies/*.yaml
report broken 1 strategies/broken
report none 0 "$work/none" --allow-empty
report odd 1 "$work/odd"
report trouble 2 strategies/broken "$work/gone.yaml"

say "SARIF, as GitHub's rules have it"
if [ "$(uname -sm)" = "Linux x86_64" ] && has_node; then
  npm install --silent --no-audit --no-fund --no-save --prefix "$work/npm" \
    @microsoft/sarif-multitool-linux@5.7.0 > "$work/said.txt" 2>&1 || fail "npm installs the SARIF Multitool"
  multitool=$work/npm/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool
  chmod u+x "$multitool"
  # It ends in 0 even where a file is not valid, so what it says decides.
  judged() { # FILE…
    "$multitool" validate --rule-kind 'Sarif;Ghas' "$@" > "$work/said.txt" 2>&1 || fail "the SARIF Multitool runs"
    grep --quiet "^Done. $# files scanned." "$work/said.txt" || fail "it saw all of them"
    ! grep -E ' (error|warning) [A-Z]+[0-9]+' "$work/said.txt"
  }
  sed 's/"startLine": [0-9]*/"startLine": 0/' "$work/broken.sarif" > "$work/wrong.sarif"
  ! judged "$work/wrong.sarif" "$work/clean.sarif" > /dev/null || fail "a line 0 is refused"
  judged "$work"/{clean,good,broken,none,odd,trouble}.sarif || fail "no error, no warning"
else
  skip "the SARIF Multitool" "it needs Linux on x86_64 and Node.js 20; the tests have held SARIF to its schema"
fi

say "JUnit, as Jenkins' schema has it"
if has_venv; then
  python3 -m venv "$work/python"
  pip=("$work/python/bin/pip" --quiet --disable-pip-version-check)
  "${pip[@]}" install xmlschema==4.3.2
  # Jenkins' schema is nowhere published by itself. pytest holds its own reports to it, and so has it in its source.
  echo 'pytest==9.0.1 --hash=sha256:3e9c069ea73583e255c3b21cf46b8d3c56f6e3a1a8f6da94ccb0fcf57b9d73c8' > "$work/pytest.txt"
  "${pip[@]}" download --no-deps --no-binary pytest --dest "$work" --requirement "$work/pytest.txt"
  tar -xzf "$work/pytest-9.0.1.tar.gz" -C "$work"
  valid() { # FILE…
    "$work/python/bin/xmlschema-validate" --schema "$work/pytest-9.0.1/testing/example_scripts/junit-10.xsd" "$@" \
      > "$work/said.txt" 2>&1
  }
  sed 's/ tests="[0-9]*"//' "$work/broken.junit" > "$work/wrong.junit"
  ! valid "$work/wrong.junit" || fail "a suite that does not count its tests is refused"
  valid "$work"/{clean,good,broken,none,odd,trouble}.junit || fail "Jenkins takes every report"
  [ "$(grep --count ' is valid$' "$work/said.txt")" -eq 6 ] || fail "it saw all of them"
else
  skip "Jenkins' schema" "there is no python3 that makes a venv"
fi

say "rdjson, as Reviewdog's validator has it"
if has_node; then
  npm install --silent --no-audit --no-fund --no-save --ignore-scripts --prefix "$work/npm" \
    @umbrelladocs/rdformat-validator@1.0.1 > "$work/said.txt" 2>&1 || fail "npm installs the validator of rdjson"
  takes() { "$work/npm/node_modules/.bin/rdformat-validator" --strict "$1" > "$work/said.txt" 2>&1; }
  sed 's/"severity"/"severeness"/' "$work/broken.rdjson" > "$work/wrong.rdjson"
  ! takes "$work/wrong.rdjson" || fail "a key that rdjson does not have is refused"
  for name in clean good broken none odd trouble; do
    takes "$work/$name.rdjson" || fail "reviewdog takes $name"
  done
else
  skip "the validator of rdjson" "there is no Node.js 20 with npm"
fi

say "every format that was asked about is valid"
