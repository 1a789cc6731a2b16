//! Checks a strategy in memory and prints one line per finding.
//!
//! `cargo run --example check_a_string`

use std::io::{self, Write};

use jiff::civil::date;
use stratplan::formats::concise;
use stratplan::{Document, Linter, Source};

const STRATEGY: &str = "\
stratplan: 1
strategy: { name: Corner Bakery 2027, owner: Mia Berg, period: 2027 }
goals:
  saturday-orders: Forty cake orders each Saturday by the end of June
purposes:
  marketing:
    gears: { acquisition: 2027-03-01, engagement: 2027-01-15 }
";

fn main() -> io::Result<()> {
    let source = Source::new("bakery.yaml", STRATEGY);
    // This strategy has no readings file, so the closure is never called.
    let document = Document::read(source, |_| Err("there is no such file".to_owned()));
    let outcome = Linter::new(date(2027, 4, 5)).check(&document);

    let mut text = Vec::new();
    concise(&mut text, &document, &outcome.findings)?;
    anstream::stdout().write_all(&text)
}
