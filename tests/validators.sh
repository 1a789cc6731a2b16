#!/usr/bin/env bash
# Validates our formats with the tools that read them: Microsoft's SARIF Multitool with GitHub's rules, Jenkins'
# schema of JUnit, and the strict validator of the Reviewdog Diagnostic Format, and Python libraries for calendars and workbooks. The reports are those of all strategies
# here, of a strategy without findings, of no strategy, of a run with an unreadable file, and of odd names and texts.
# Each validator first has to reject a wrong report.
#
# Needs Node.js 20 with npm, python3 with venv (which it installs on Debian as root), and their registries. It prints
# what it skips; STRATPLAN_VALIDATORS=required makes a skip a failure. The first argument is the program; the default
# is target/debug/stratplan.
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
      > "$work/$1.$format" 2> "$work/output.txt" || status=$?
    [ "$status" -eq "$2" ] && [ -s "$work/$1.$format" ] || fail "$1 as $format: exit status $2 instead of $status"
  done
}
"$stratplan" init "$work/clean.strategy.yaml" > "$work/output.txt" 2>&1
report clean 0 "$work/clean.strategy.yaml"
report good 1 strategies/*.yaml
report broken 1 strategies/broken
report none 0 "$work/none" --allow-empty
report odd 1 "$work/odd"
report unreadable 2 strategies/broken "$work/gone.yaml"

say "SARIF, with the rules of GitHub"
if [ "$(uname -sm)" = "Linux x86_64" ] && has_node; then
  npm install --silent --no-audit --no-fund --no-save --prefix "$work/npm" \
    @microsoft/sarif-multitool-linux@5.7.0 > "$work/output.txt" 2>&1 || fail "npm installs the SARIF Multitool"
  multitool=$work/npm/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool
  chmod u+x "$multitool"
  # Its exit status is 0 even for an invalid file, so its output decides.
  judged() { # FILE…
    "$multitool" validate --rule-kind 'Sarif;Ghas' "$@" > "$work/output.txt" 2>&1 || fail "the SARIF Multitool runs"
    grep --quiet "^Done. $# files scanned." "$work/output.txt" || fail "it validates every file"
    ! grep -E ' (error|warning) [A-Z]+[0-9]+' "$work/output.txt"
  }
  sed 's/"startLine": [0-9]*/"startLine": 0/' "$work/broken.sarif" > "$work/wrong.sarif"
  ! judged "$work/wrong.sarif" "$work/clean.sarif" > /dev/null || fail "it rejects a line 0"
  judged "$work"/{clean,good,broken,none,odd,unreadable}.sarif || fail "no errors and no warnings"
else
  skip "the SARIF Multitool" "it needs Linux on x86_64 and Node.js 20; the tests have checked the schema of SARIF"
fi

say "JUnit, with the schema of Jenkins"
if has_venv; then
  python3 -m venv "$work/python"
  pip=("$work/python/bin/pip" --quiet --disable-pip-version-check)
  "${pip[@]}" install xmlschema==4.3.2
  # Jenkins' schema is not published separately, but the source of pytest contains it.
  echo 'pytest==9.0.1 --hash=sha256:3e9c069ea73583e255c3b21cf46b8d3c56f6e3a1a8f6da94ccb0fcf57b9d73c8' > "$work/pytest.txt"
  "${pip[@]}" download --no-deps --no-binary pytest --dest "$work" --requirement "$work/pytest.txt"
  tar -xzf "$work/pytest-9.0.1.tar.gz" -C "$work"
  valid() { # FILE…
    "$work/python/bin/xmlschema-validate" --schema "$work/pytest-9.0.1/testing/example_scripts/junit-10.xsd" "$@" \
      > "$work/output.txt" 2>&1
  }
  sed 's/ tests="[0-9]*"//' "$work/broken.junit" > "$work/wrong.junit"
  ! valid "$work/wrong.junit" || fail "it rejects a suite without a count of its tests"
  valid "$work"/{clean,good,broken,none,odd,unreadable}.junit || fail "Jenkins accepts every report"
  [ "$(grep --count ' is valid$' "$work/output.txt")" -eq 6 ] || fail "it validates every file"
else
  skip "Jenkins' schema" "python3 with venv is not installed"
fi

say "rdjson, with the validator of Reviewdog"
if has_node; then
  npm install --silent --no-audit --no-fund --no-save --ignore-scripts --prefix "$work/npm" \
    @umbrelladocs/rdformat-validator@1.0.1 > "$work/output.txt" 2>&1 || fail "npm installs the validator of rdjson"
  accepts() { "$work/npm/node_modules/.bin/rdformat-validator" --strict "$1" > "$work/output.txt" 2>&1; }
  sed 's/"severity"/"severeness"/' "$work/broken.rdjson" > "$work/wrong.rdjson"
  ! accepts "$work/wrong.rdjson" || fail "it rejects an unknown key"
  for name in clean good broken none odd unreadable; do
    accepts "$work/$name.rdjson" || fail "reviewdog accepts $name"
  done
else
  skip "the validator of rdjson" "Node.js 20 with npm is not installed"
fi

say "calendars and workbooks, with Python's icalendar and openpyxl"
if has_venv; then
  [ -d "$work/python" ] || python3 -m venv "$work/python"
  "$work/python/bin/pip" --quiet --disable-pip-version-check install icalendar==7.3.2 openpyxl==3.1.5
  cat > "$work/odd.yaml" <<'YAML'
stratplan: 1
strategy: { name: "Odd, but; fine", owner: mia, period: 2027, next_review: 2027-06-30 }
goals: { cakes: "=Sell 400 cakes by June, 日本" }
budget: { currency: EUR }
kpis:
  orders: { name: "@orders", unit: orders/month, baseline: { value: 10.5, date: 2026-12-31 }, target: { value: 40, date: 2027-12-31 }, readings: { 2027-03-31: 16 } }
pillars:
  promotion:
    activities:
      fair: { name: "+The fair, at last", goals: cakes, start: 2027-02-27, end: 2027-02-28, budget: 1200, spent: 300 }
YAML
  "$stratplan" export ics "$work/odd.yaml" --today 2027-04-05 > "$work/odd.ics" || fail "export writes a calendar"
  "$stratplan" gaps "$work/odd.yaml" --today 2027-04-05 -o "$work/odd.xlsx" 2> "$work/output.txt" ||
    fail "gaps writes a workbook"
  "$work/python/bin/python" - "$work" <<'PYTHON' || fail "other programs read the same dates, figures and texts"
import datetime, pathlib, sys
import icalendar, openpyxl

folder = pathlib.Path(sys.argv[1])
calendar = icalendar.Calendar.from_ical((folder / "odd.ics").read_bytes())
events = {str(event["SUMMARY"]): (event["DTSTART"].dt, event["DTEND"].dt) for event in calendar.walk("VEVENT")}
assert events["+The fair, at last"] == (datetime.date(2027, 2, 27), datetime.date(2027, 3, 1)), events
assert events["Review the strategy"] == (datetime.date(2027, 6, 30), datetime.date(2027, 7, 1)), events

book = openpyxl.load_workbook(folder / "odd.xlsx")
assert book.sheetnames == ["KPIs", "Goals", "Gears", "Activities", "Money"], book.sheetnames
cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
assert not any(cell.data_type == "f" for cell in cells), "a formula"
def rows(name):
    head, *rest = book[name].iter_rows(values_only=True)
    return [dict(zip(head, row)) for row in rest]
kpi = rows("KPIs")[0]
assert (kpi["KPI"], kpi["Start"], kpi["Figure"], kpi["Target"]) == ("@orders", 10.5, 16, 40), kpi
assert kpi["Figure of"] == datetime.datetime(2027, 3, 31), kpi
assert rows("Goals")[0]["Statement"] == "=Sell 400 cakes by June, 日本", rows("Goals")
fair = rows("Activities")[0]
assert (fair["Activity"], fair["Budget"], fair["Spent"]) == ("+The fair, at last", 1200, 300), fair
assert fair["End"] == datetime.datetime(2027, 2, 28), fair
assert [len(book[name]._charts) for name in ("KPIs", "Money")] == [1, 1]
PYTHON
else
  skip "Python's icalendar and openpyxl" "python3 with venv is not installed"
fi

say "every format is valid"
