//! What is read here is what the parser reads, node for node.

use crate::syntax::parse::pass;

/// Compares the tree with the parser's; false if the text is left to the parser.
fn agrees(text: &str) -> bool {
    let Some(tree) = super::tree(text) else { return false };
    let parsed = pass(text);
    assert!(parsed.error.is_none() && parsed.problems.is_empty(), "{text:?}\n{:?}", parsed.error);
    for (index, (one, other)) in tree.nodes.iter().zip(&parsed.tree.nodes).enumerate() {
        assert_eq!(one, other, "node {index} of {text:?}");
    }
    assert_eq!(format!("{tree:?}"), format!("{:?}", parsed.tree), "{text:?}");
    true
}

const STRATEGIES: [&str; 4] = [
    include_str!("../../../strategies/reference.strategy.yaml"),
    include_str!("../../../strategies/machine-maker.strategy.yaml"),
    include_str!("../../../strategies/corner-bakery.strategy.yaml"),
    include_str!("../../../strategies/television-show.strategy.yaml"),
];

#[test]
fn strategies_are_read_without_the_parser() {
    for text in STRATEGIES {
        assert!(agrees(text), "{}", text.get(..80).unwrap_or(text));
    }
}

/// Each is ordinary.
#[test]
fn ordinary_texts_are_read() {
    let ordinary = "\
a: 1⏎
a:⏎b: 2 # why⏎
a:⏎- x⏎- y: 1⏎  z: 2⏎b: c⏎
a:⏎    - - x⏎      - y⏎    -   k: v⏎        l: w⏎
- { a: b, 'c': [d, \"e\\n\"], f, g: , }⏎
a: [x, # one⏎  y,⏎⏎  z⏎ ]⏎b: 'it''s'⏎
a: one⏎  two⏎⏎  three⏎b:⏎  four⏎  five # six⏎
a: |⏎  one⏎    two⏎⏎  three⏎⏎b: >-⏎ one⏎ two⏎⏎ three⏎
a: https://example.org/#top⏎b: x:y⏎c: -5⏎d: a#b⏎
# only the beginning⏎\"a b\" : c⏎größe: 5 €⏎";
    for text in ordinary.lines() {
        assert!(agrees(&text.replace('⏎', "\n")), "{text}");
    }
}

/// In each, a character or the lack of one means something that only the parser knows.
#[test]
fn everything_else_is_left_to_the_parser() {
    let others = "\
a:\tb⏎
a: &x 1⏎b: *x⏎
a: !t b⏎
--- ⏎a: 1⏎
%YAML 1.2⏎
? a⏎: b⏎
a: \"one⏎  two\"⏎
a: b: c⏎
a: 1⏎ b: 2⏎
a: [b⏎
a: |+⏎  b⏎
a: |⏎  b
a:⏎-⏎
a: \"\\x41\"⏎
a:\u{a0}b⏎
a: b\r⏎
text⏎
";
    for text in others.lines() {
        assert!(super::tree(&text.replace('⏎', "\n")).is_none(), "{text}");
    }
}

const BITS: [&str; 50] = [
    "\n",
    " ",
    "  ",
    "- ",
    "-",
    ": ",
    ":",
    "#",
    " # c",
    "{",
    "}",
    "[",
    "]",
    ",",
    ", ",
    "\"",
    "'",
    "''",
    "\\n",
    "\\",
    "|\n",
    ">\n",
    "|-\n  x\n\n  y\n",
    ">-\n",
    "? ",
    "&a ",
    "*a",
    "!t ",
    "%",
    "@",
    "---\n",
    "...\n",
    "a",
    "key: v",
    "key:\n",
    "\n\n",
    "é",
    "\u{a0}",
    "\u{2003}",
    "null",
    "[a, b]",
    "{a: b}",
    "- x\n- y\n",
    "    ",
    "\t",
    "\r\n",
    "x y",
    "\n  ",
    "\n      ",
    ": |\n    t\n",
];

/// `STRATPLAN_ROUNDS=3000000 cargo test --release --lib ordinary` tries more.
#[test]
fn changed_texts_are_read_the_same_or_left_to_the_parser() {
    let rounds =
        std::env::var("STRATPLAN_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(20_000);
    let mut random = fastrand::Rng::with_seed(7);
    let mut read = 0;
    for round in 0..rounds {
        let text = if round % 3 == 0 {
            (0..random.usize(1..25)).map(|_| BITS[random.usize(..BITS.len())]).collect()
        } else {
            part(STRATEGIES[random.usize(..STRATEGIES.len())], &mut random)
        };
        read += usize::from(agrees(&changed(text, &mut random)));
    }
    assert!(read > rounds / 10, "{read} of {rounds}");
}

/// Some lines of a text, moved to the left as far as they go together.
fn part(text: &str, random: &mut fastrand::Rng) -> String {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let from = random.usize(..lines.len());
    let to = (from + random.usize(1..30)).min(lines.len());
    let indent = lines[from].len() - lines[from].trim_start_matches(' ').len();
    let spaces = " ".repeat(indent);
    lines[from..to].iter().map(|line| line.strip_prefix(&spaces).unwrap_or(line)).collect()
}

fn changed(mut text: String, random: &mut fastrand::Rng) -> String {
    for _ in 0..random.usize(0..4) {
        let start = text.floor_char_boundary(random.usize(..=text.len()));
        let end = text.floor_char_boundary((start + random.usize(0..4)).min(text.len())).max(start);
        let bit = if random.bool() { BITS[random.usize(..BITS.len())] } else { "" };
        text.replace_range(start..end, bit);
    }
    text
}
