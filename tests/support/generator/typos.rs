//! Typing errors for a correct file.

use fastrand::Rng;

/// A part of a line, and a typo for it.
const ERRORS: [(&str, &str); 12] = [
    ("owner:", "ownr:"),
    ("cadence: monthly", "cadence: mounthly"),
    ("cadence:", "cadance:"),
    ("-03-31", "-02-30"),
    ("goals: [", "goals: [not-a-goal, "),
    ("kpis: [", "kpis: [no-such-kpi, "),
    ("intent: help", "intent: sell hard"),
    ("000", ",000"),
    ("name: ", "name: @"),
    ("unit: ", "unit: \""),
    ("budget: ", "budget: about "),
    ("start: 2027", "start: soon"),
];

/// The text with this many typos, or fewer if no other line matches.
pub(super) fn put_in(text: String, count: usize, rng: &mut Rng) -> String {
    if count == 0 {
        return text;
    }
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut order: Vec<usize> = (0..lines.len()).collect();
    rng.shuffle(&mut order);
    let mut left = count;
    for index in order {
        let first = rng.usize(0..ERRORS.len());
        let errors = ERRORS.iter().cycle().skip(first).take(ERRORS.len());
        let Some((right, wrong)) = errors.into_iter().find(|(right, _)| lines[index].contains(right)) else {
            continue;
        };
        lines[index] = lines[index].replacen(right, wrong, 1);
        left -= 1;
        if left == 0 {
            break;
        }
    }
    lines.join("\n") + "\n"
}
