//! Paths and addresses that people write, as links that are safe to follow.

use std::fmt::Write as _;

/// The longest ending of the name of a file.
const LONGEST_ENDING: usize = 5;

/// Where a link to a path or an address leads: a web page, an email address, or a file next to the page. None for
/// everything else, such as a script, a drive of one computer, or a sentence.
pub fn address(place: &str) -> Option<String> {
    let place = place.trim();
    let is_odd =
        |c: char| c.is_control() || super::safe::is_unsafe(c) || matches!(c, '\\' | '<' | '>' | '"' | '`');
    if place.is_empty() || place.contains(is_odd) {
        return None;
    }
    let is_one_word = !place.contains(char::is_whitespace);
    let has_scheme = |scheme: &str| {
        place.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
            && place.len() > scheme.len()
    };
    if ["https://", "http://", "mailto:"].into_iter().any(has_scheme) {
        return is_one_word.then(|| place.to_owned());
    }
    if has_scheme("www.") {
        return is_one_word.then(|| format!("https://{place}"));
    }
    is_file(place).then(|| encoded(place))
}

/// True for the path of a file below this folder or the ones above: no scheme, no host, and an ending.
fn is_file(place: &str) -> bool {
    let path = place.split(['?', '#']).next().unwrap_or_default();
    let steps: Vec<&str> = path.split('/').collect();
    let Some((name, folders)) = steps.split_last() else { return false };
    let has_ending = name.rsplit_once('.').is_some_and(|(name, ending)| {
        let is_short = (1..=LONGEST_ENDING).contains(&ending.len());
        !name.is_empty() && is_short && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    let host = |first: &str| first.contains('.') && !matches!(first, "." | "..");
    // `intranet.example.org` is a host, and `plan v2.docx` a file.
    let starts_with_host = folders.first().map_or_else(|| is_host(name), |first| host(first));
    has_ending && !starts_with_host && !path.contains(':') && !folders.contains(&"")
}

/// True for what can be the name of a host rather than of a file.
fn is_host(name: &str) -> bool {
    const HOSTS: [&str; 12] = ["com", "org", "net", "edu", "gov", "io", "eu", "de", "at", "ch", "uk", "info"];
    name.rsplit('.').next().is_some_and(|ending| HOSTS.contains(&&*ending.to_ascii_lowercase()))
}

/// A path with its blanks and signs as a link has them.
fn encoded(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=@?#%".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            write!(out, "%{byte:02X}").ok();
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_safe_to_follow_is_a_link() {
        for (place, expected) in [
            ("https://example.org/plan?x=1#y", Some("https://example.org/plan?x=1#y")),
            ("HTTP://example.org", Some("HTTP://example.org")),
            ("mailto:mia@example.org", Some("mailto:mia@example.org")),
            ("www.example.org/crisis", Some("https://www.example.org/crisis")),
            ("docs/crisis-plan.pdf", Some("docs/crisis-plan.pdf")),
            ("../Krisen plan für alle.docx", Some("../Krisen%20plan%20f%C3%BCr%20alle.docx")),
            ("./plan.md#who", Some("./plan.md#who")),
            ("calendar.xlsx", Some("calendar.xlsx")),
            ("javascript:alert(1)", None),
            ("JavaScript:alert(1)//a.pdf", None),
            (" \u{1}javascript:alert(1)", None),
            ("java\tscript:alert(1)", None),
            ("data:text/html,x.pdf", None),
            ("file:///etc/passwd.txt", None),
            ("C:/plans/crisis.pdf", None),
            ("C:\\plans\\crisis.pdf", None),
            ("//evil.example/a.pdf", None),
            ("/etc/hosts.txt", None),
            ("\\\\server\\share.pdf", None),
            ("intranet.example.org/wiki/plan.pdf", None),
            ("intranet.example.org", None),
            ("https://exa mple.org", None),
            ("https://example.org/\"><script>", None),
            ("https://", None),
            ("Bea has it", None),
            ("the third drawer, left.", None),
            ("", None),
        ] {
            assert_eq!(address(place).as_deref(), expected, "{place}");
        }
    }
}
