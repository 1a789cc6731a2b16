#!/bin/sh
# Copies every strategy, every fixture and a few generated files into the corpus of both targets.
# Then: cargo +nightly fuzz run read -- -max_total_time=180
set -eu
cd "$(dirname "$0")/.."
for target in read check; do
    corpus="fuzz/corpus/$target"
    mkdir -p "$corpus"
    find strategies tests/fixtures -name '*.yaml' | while read -r file; do
        cp "$file" "$corpus/$(echo "$file" | tr / -)"
    done
    { cat strategies/machine-maker.strategy.yaml; printf '\n=== readings ===\n'; cat strategies/readings/machine-maker.csv; } \
        > "$corpus/with-readings"
    iconv -f UTF-8 -t UTF-16 strategies/corner-bakery.strategy.yaml > "$corpus/utf-16"
    cargo run --quiet --example generate -- --activities 3 --typos 4 --files 8 --into "$corpus"
done
