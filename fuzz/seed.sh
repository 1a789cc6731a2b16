#!/bin/sh
# Copies every strategy, every fixture and a few generated files into `fuzz/seeds`, next to the small corpus that is
# committed and that a test replays. Then, for each target:
#   cargo +nightly fuzz run read fuzz/seeds/read tests/fuzzing/corpus/read -- -max_total_time=600 -timeout=1 -rss_limit_mb=512
set -eu
cd "$(dirname "$0")/.."
for target in read check fix settings exports moves; do
    corpus="fuzz/seeds/$target"
    mkdir -p "$corpus"
    [ "$target" != settings ] || { cp tests/fixtures/*/stratplan.toml "$corpus" 2> /dev/null; continue; }
    find strategies tests/fixtures -name '*.yaml' | while read -r file; do
        cp "$file" "$corpus/$(echo "$file" | tr / -)"
    done
    { cat strategies/machine-maker.strategy.yaml; printf '\n=== readings ===\n'; cat strategies/readings/machine-maker.csv; } \
        > "$corpus/with-readings"
    iconv -f UTF-8 -t UTF-16 strategies/corner-bakery.strategy.yaml > "$corpus/utf-16"
    cargo run --quiet --example generate -- --activities 3 --typos 4 --files 8 --into "$corpus"
done
