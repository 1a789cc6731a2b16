# What the scripts here share, to be sourced: how they speak, and whether what they need beside Rust is there, or may
# be installed.
say() { printf -- '-- %s\n' "$*"; }
fail() { cat "$work/said.txt"; echo "not so: $*"; exit 1; } # what the last command said, and what should be
has() { command -v "$1" > /dev/null; }
has_node() { has node && has npm && [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ]; }
has_venv() {
  python3 -c 'import ensurepip, venv' 2> /dev/null && return
  has apt-get && [ "$(id -u)" -eq 0 ] || return
  { apt-get update -qq && apt-get install -y -qq python3-venv; } > /dev/null 2>&1 || return
  python3 -c 'import ensurepip, venv' 2> /dev/null
}
