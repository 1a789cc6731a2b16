//! Figures as people write them: no help and no fix names a figure of another size than the one that is there,
//! and every form that is offered is accepted.

use stratplan::{Document, Finding, Source};

/// A spelling, and the figures that it can mean.
struct Case {
    text: String,
    means: Vec<f64>,
}

/// Where a spelling is written, with a YAML key before it.
const PLACES: [&str; 4] = [
    "kpis: { visits: { readings: { 2027-01-31: VALUE } } }",
    "kpis: { visits: { target: VALUE } }",
    "kpis: { visits: { baseline: VALUE } }",
    "budget: { currency: EUR, total: VALUE }",
];

fn findings(place: &str, value: &str) -> Vec<Finding> {
    let text = format!("stratplan: 1\nstrategy: {{ name: Bakery, owner: mia, period: 2027 }}\n{place}\n");
    Document::read(Source::new("strategy.yaml", text.replace("VALUE", value)), |_| Err(String::new()))
        .findings
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

/// Every figure, with each way to separate thousands and decimals, each factor, sign and mark.
fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (whole, part) in [
        (1_u64, ""),
        (1, "5"),
        (12, ""),
        (29, "75"),
        (14, "875"),
        (25, "000"),
        (400, ""),
        (1250, ""),
        (1250, "5"),
        (48_000, ""),
        (11_500, "50"),
        (1_234_567, ""),
        (1_234_567, "89"),
        (0, "5"),
        (0, "875"),
    ] {
        for separator in ["", ",", ".", "'", "\u{2019}", " ", "\u{a0}", "\u{202f}"] {
            for point in [".", ","] {
                if separator == point
                    || (part.is_empty() && point == ",")
                    || (separator.is_empty() && whole > 999_999)
                {
                    continue;
                }
                if !separator.is_empty() && whole < 1000 {
                    continue;
                }
                let digits = grouped(whole, separator);
                let text = if part.is_empty() { digits } else { format!("{digits}{point}{part}") };
                let value = format!("{whole}.{part}0").parse::<f64>().unwrap();
                // A single separator before three digits can be either.
                let separators = text.chars().filter(|c| !c.is_ascii_digit()).count();
                let tail = text.rsplit([',', '.']).next().unwrap_or_default();
                let is_either =
                    separators == 1 && tail.len() == 3 && text.contains([',', '.']) && !text.starts_with('0');
                let mut means = vec![value];
                if is_either {
                    means = vec![
                        text.replace([',', '.'], "").parse().unwrap(),
                        text.replace(',', ".").parse().unwrap(),
                    ];
                }
                for (factor, times) in [
                    ("", 1.0),
                    ("k", 1e3),
                    ("K", 1e3),
                    (" Tsd.", 1e3),
                    (" thousand", 1e3),
                    ("M", 1e6),
                    (" Mio.", 1e6),
                    (" million", 1e6),
                    ("bn", 1e9),
                    (" Mrd.", 1e9),
                ] {
                    for (before, after) in [
                        ("", ""),
                        ("€", ""),
                        ("", " €"),
                        ("", " EUR"),
                        ("$", ""),
                        ("CHF ", ""),
                        ("", "%"),
                        ("~", ""),
                        ("ca. ", ""),
                        ("-", ""),
                        ("under ", ""),
                        ("at least ", ""),
                        ("<= ", ""),
                        ("", " visits"),
                    ] {
                        let means =
                            means.iter().map(|value| value * times * if before == "-" { -1.0 } else { 1.0 });
                        cases.push(Case {
                            text: format!("{before}{text}{factor}{after}"),
                            means: means.collect(),
                        });
                    }
                }
            }
        }
    }
    cases
}

fn grouped(whole: u64, separator: &str) -> String {
    let digits = whole.to_string();
    let first = digits.len() % 3;
    let (head, rest) = digits.split_at(first);
    let groups = rest.as_bytes().chunks(3).map(|group| std::str::from_utf8(group).unwrap());
    let head = Some(head).filter(|head| !head.is_empty());
    head.into_iter().chain(groups).collect::<Vec<_>>().join(separator)
}

/// The numbers of a help that stand for the figure, in backticks or as a value of an offered key.
fn offered(text: &str) -> Vec<f64> {
    let code = text.split('`').skip(1).step_by(2);
    let parts = code
        .flat_map(|code| code.split([' ', '{', '}', '[', ']', ',']).map(str::to_owned).collect::<Vec<_>>());
    parts.filter_map(|part| part.parse().ok()).collect()
}

fn is_one_of(value: f64, means: &[f64]) -> bool {
    means.iter().any(|meant| (value - meant).abs() <= meant.abs() * 1e-9)
}

#[test]
fn no_help_and_no_fix_changes_the_size_of_a_figure() {
    let cases = cases();
    assert!(cases.len() > 2000, "{}", cases.len());
    let mut answered = 0;
    for place in PLACES {
        for Case { text, means } in &cases {
            for finding in findings(place, &quoted(text)) {
                let general = finding.help.contains("`11500` or `11.50`");
                let named = if general { Vec::new() } else { offered(&finding.help) };
                for value in &named {
                    assert!(is_one_of(*value, means), "{place} {text}: {} ({means:?})", finding.help);
                }
                answered += named.len();
                let Some(fix) = finding.fix else { continue };
                for edit in &fix.edits {
                    let text_of_fix = edit.text.clone();
                    let values = offered(&quoted_code(&text_of_fix));
                    assert!(
                        values.iter().all(|value| is_one_of(*value, means)),
                        "{place} {text}: {text_of_fix}"
                    );
                    let left = findings(place, &text_of_fix);
                    assert!(left.is_empty(), "{place} {text}: {text_of_fix}: {left:#?}");
                }
            }
        }
    }
    assert!(answered > 2000, "{answered}");
}

fn quoted_code(text: &str) -> String {
    format!("`{text}`")
}
