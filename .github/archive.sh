#!/usr/bin/env bash
# Packs a binary for a release, with its checksum:
#
#   .github/archive.sh TARGET BINARY FOLDER
#
# The action and `cargo binstall` expect this name.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
target=$1 binary=$2 folder=$3
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' "$root/Cargo.toml" | head -n 1)
name=stratplan-$version-$target

mkdir -p "$folder/$name"
cp "$binary" "$root"/{README.md,CHANGELOG.md,LICENSE-APACHE,LICENSE-MIT} "$folder/$name"
cd "$folder"
case $target in
  *windows*) archive=$name.zip && 7z a -bso0 "$archive" "$name" ;;
  *) archive=$name.tar.gz && tar -czf "$archive" "$name" ;;
esac
rm -r "$name"
if command -v sha256sum > /dev/null; then
  sha256sum "$archive" > "$archive.sha256"
else
  shasum --algorithm 256 "$archive" > "$archive.sha256"
fi
