//! Properties of any text, however broken.

use proptest::prelude::*;

use super::parse;
use super::tree::{Kind, Text};
use crate::source::{Source, Span};

const STRATEGY: &str = "\
# A first draft
stratplan: 1
strategy: { name: Corner Bakery 2027, status: draft, owner: Mia Berg, period: 2027 }
goals:
  saturday-orders: Forty cake orders each Saturday by the end of June
  cost: &cost
    statement: \"Cut the cost: by half\"   # why
    kpis: [a, 'b''s', *cost]
pillars:
  listening:
    questions: { where: Parents ask for cake in two local Facebook groups, what: \"x, y\" }
  promotion:
    activities:
    - name: é😀
      text: |
        two
        lines
    - >-
      folded
purposes:
  marketing:
    gears:
      acquisition: 2027-01-15
      engagement:
";

/// Everything that must be true of a tree and its findings.
fn check(source: &Source) {
    let (tree, findings) = parse(source);
    let fits = |span: Span| source.text().get(span.range()).is_some();
    for node in &tree.nodes {
        assert!(fits(node.span), "{:?} of {:?}", node.span, source.text());
        if let Kind::Scalar(Text::Slice(span), _) = &node.kind {
            assert!(fits(*span));
        }
        if let Kind::Mapping { first, len } | Kind::Sequence { first, len } = node.kind {
            assert!(tree.links.get(first as usize..(first + len) as usize).is_some());
        }
    }
    assert!(tree.comments.iter().all(|comment| fits(comment.span)));
    assert!(tree.comments.iter().all(|comment| source.slice(comment.span).starts_with('#')));
    assert!(tree.holes.iter().all(|hole| fits(*hole)));
    assert!(!tree.is_damaged() || !findings.is_empty());
    assert!(tree.root().is_some() || !findings.is_empty());
    for finding in &findings {
        assert!(fits(finding.place.span), "{finding:?} of {:?}", source.text());
        assert!(finding.others.iter().all(|other| fits(other.place.span)));
        assert!(!finding.help.is_empty() && !finding.message.is_empty());
        if let Some(fix) = &finding.fix {
            super::edit::apply(source.text(), &fix.edits).unwrap();
        }
    }
    // No value is read from bytes that could not be read.
    for node in tree.nodes.iter().filter(|node| matches!(node.kind, Kind::Scalar(..))) {
        let touches = |hole: &Span| hole.start < node.span.end && node.span.start < hole.end;
        assert!(!tree.holes.iter().any(touches), "{node:?} {:?}", tree.holes);
    }
}

/// What has a meaning in YAML.
const SIGNS: &[&str] = &[
    "\"", "'", "[", "]", "{", "}", ": ", ":", "- ", "-", "\t", "\n", "\r\n", "@", "`", "%", "*x", "&x ", "!",
    "|", "> ", "#", " #", ",", "? ", "\\", "\0", "\u{7}", "\u{feff}", "---\n", "...\n", "  ", " ", "é", "😀",
    "~", "%YAML", "1.2\n",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in "\\PC{0,60}") {
        check(&Source::new("x", text));
    }

    #[test]
    fn any_mix_of_syntax_is_read(signs in prop::collection::vec(prop::sample::select(SIGNS), 0..40)) {
        check(&Source::new("x", signs.concat()));
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        check(&Source::from_bytes("x", bytes));
    }

    #[test]
    fn a_strategy_with_a_few_mistakes_is_read(
        mistakes in prop::collection::vec((0..STRATEGY.len(), 0usize..4, prop::sample::select(SIGNS)), 1..8),
    ) {
        let mut text = STRATEGY.to_owned();
        for (at, taken, sign) in mistakes {
            let boundary = |mut at: usize| {
                at = at.min(text.len());
                while !text.is_char_boundary(at) { at -= 1 }
                at
            };
            let range = boundary(at)..boundary(at + taken).max(boundary(at));
            text.replace_range(range, sign);
        }
        check(&Source::new("x", text));
    }
}

#[test]
fn the_strategy_without_mistakes_is_complete() {
    let text = STRATEGY.replace(", *cost", "");
    let (tree, findings) = parse(&Source::new("x", text.clone()));
    assert!(findings.is_empty() && !tree.is_damaged(), "{findings:?}");
    check(&Source::new("x", text));
}
