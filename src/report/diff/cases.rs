//! Every kind of change.

use super::tests::{changes, diff};

/// Two versions of a strategy: the lines of the old one (`-`), of the new one (`+`) and of both (`*`). Then the
/// changes (`=`), and perhaps the changes in the other direction (`<`), which an indented line continues.
const CASES: &str = include_str!("cases.txt");

#[test]
fn every_kind_of_change_is_reported_and_nothing_else() {
    for case in CASES.replace("\n  ", " ").split("\n\n") {
        let lines = |marks: &str| -> Vec<String> {
            let own = case.lines().filter_map(|line| line.split_once(' '));
            let own = own.filter(|(mark, _)| marks.contains(mark));
            own.map(|(_, line)| line.replace('\'', "\"")).collect()
        };
        let (old, new, back) = (lines("*-").join("\n"), lines("*+").join("\n"), lines("<"));
        assert_eq!(changes(&diff(&old, &new)), lines("="), "{case}");
        if !back.is_empty() {
            assert_eq!(changes(&diff(&new, &old)), back, "{case}");
        }
    }
}
