//! The time of day next to a date, which is not a part of it.

/// A text without its time of day.
pub(super) fn without_time(text: &str) -> &str {
    let text = text.trim();
    let iso = text.split_at_checked(10).filter(|(day, rest)| {
        day.as_bytes().get(4) == Some(&b'-') && rest.strip_prefix(['T', ' ']).is_some_and(is_time)
    });
    if let Some((day, _)) = iso {
        return day;
    }
    let space = text.find(':').and_then(|colon| text.get(..colon)?.rfind(' '));
    match space.and_then(|space| text.split_at_checked(space)) {
        Some((day, time)) if is_time(time) => day.trim_end_matches([' ', ',']),
        _ => text,
    }
}

/// True for `09:12`, `8:31 AM`, `00:00:00.000Z`, `08:31 +0000`, but not for another day.
fn is_time(text: &str) -> bool {
    let is_zone = |word: &str| {
        word.len() <= 5 && word.chars().all(|c| c.is_ascii_uppercase() || c == '.')
            || matches!(word.to_ascii_lowercase().as_str(), "am" | "pm" | "a.m." | "p.m." | "uhr" | "h")
    };
    let is_of_time = |word: &str| match word.as_bytes() {
        [b'+' | b'-', rest @ ..] => rest.first().is_some_and(u8::is_ascii_digit),
        [first, ..] if first.is_ascii_digit() => word.contains(':') && !word.contains(['/', '–', '—']),
        _ => is_zone(word),
    };
    // `TOTAL` could be a time zone.
    text.contains(':') && text.split_whitespace().all(is_of_time)
}
