# Shared by packages.sh and validators.sh: messages, and checks for the tools that they need besides Rust.
say() { printf -- '-- %s\n' "$*"; }
fail() { cat "$work/output.txt"; echo "FAILED: $*"; exit 1; } # EXPECTATION, after the output of the last command
has() { command -v "$1" > /dev/null; }
has_node() { has node && has npm && [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ]; }
has_venv() {
  python3 -c 'import ensurepip, venv' 2> /dev/null && return
  has apt-get && [ "$(id -u)" -eq 0 ] || return
  { apt-get update -qq && apt-get install -y -qq -o DPkg::Lock::Timeout=300 python3-venv; } > /dev/null 2>&1 || return
  python3 -c 'import ensurepip, venv' 2> /dev/null
}
