//! The style sheet: it loads nothing, and its colors have enough contrast in both schemes.

use super::super::STYLE;

#[test]
fn nothing_is_fetched() {
    for word in ["url(", "@import", "@font-face", "http"] {
        assert!(!STYLE.contains(word), "{word}");
    }
}

/// The colours of a scheme, by name.
fn colours(scheme: &str) -> Vec<(String, [f64; 3])> {
    let light = STYLE.split_once(":root {").unwrap().1.split_once('}').unwrap().0;
    let dark = STYLE.split_once("prefers-color-scheme: dark) {").unwrap().1.split_once("}\n}").unwrap().0;
    let text = if scheme == "dark" { dark } else { light };
    let declared = text.split([';', '{']).filter_map(|one| one.trim().strip_prefix("--")?.split_once(": #"));
    let colours = declared.filter(|(_, hex)| hex.len() == 6).map(|(name, hex)| {
        let part = |at: usize| f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
        (name.to_owned(), [part(0), part(2), part(4)])
    });
    colours.collect()
}

/// How far two colours stand apart, as the Web Content Accessibility Guidelines reckon it.
fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let linear = |part: f64| if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) };
    let light = |[r, g, b]: [f64; 3]| 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b) + 0.05;
    let (one, other) = (light(one), light(other));
    one.max(other) / one.min(other)
}

#[test]
fn colours_stand_apart_in_both_schemes() {
    let texts = [
        ("ink", "paper"),
        ("ink", "wash"),
        ("soft", "paper"),
        ("soft", "wash"),
        ("accent", "paper"),
        ("good", "paper"),
        ("care-text", "paper"),
        ("bad", "paper"),
        ("ink", "care-tint"),
        ("ink", "s1"),
        ("soft", "s1"),
        ("ink", "s2"),
        ("on-s3", "s3"),
        ("on-deep", "s4"),
    ];
    let pictures = [
        ("edge", "paper"),
        ("edge", "wash"),
        ("good", "paper"),
        ("good", "wash"),
        ("good", "good-tint"),
        ("good-deep", "good-tint"),
        ("care", "paper"),
        ("care", "care-tint"),
        ("bad", "paper"),
        ("bad", "bad-tint"),
        ("idle", "paper"),
        ("idle", "idle-tint"),
        ("on-deep", "good-deep"),
        ("on-deep", "bad"),
    ];
    let mut weak = Vec::new();
    for scheme in ["light", "dark"] {
        let colours = colours(scheme);
        let of =
            |name: &str| colours.iter().find(|(of, _)| of == name).unwrap_or_else(|| panic!("no --{name}")).1;
        for (pairs, least) in [(&texts[..], 4.5), (&pictures[..], 3.0)] {
            for (one, other) in pairs {
                let contrast = contrast(of(one), of(other));
                if contrast < least {
                    weak.push(format!("{scheme}: {one} on {other}: {contrast:.2}"));
                }
            }
        }
    }
    assert_eq!(weak, Vec::<String>::new());
}
