//! What the tables mark about a gear, and what `check` finds about it, are the same.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::case::{Gear, Purpose};
use super::generate::varied;
use super::said::{Found, Said};
use super::yaml::strategy;
use crate::support::{Folder, every};

const SEEDS: u64 = 300;

/// Rules whose finding is about one gear and points at it.
const ABOUT_ONE: [&str; 7] = [
    "gear-not-ready",
    "gear-on-paper",
    "gear-without-activity",
    "gear-left-alone",
    "gear-fell-back",
    "gear-stalled",
    "gears-unbalanced",
];

/// The mark in front of the state of each gear, in the table of a purpose.
fn marks(folder: &Folder, today: Date, purpose: Purpose) -> BTreeMap<Gear, Option<char>> {
    let shown = folder.run(&format!("plan plan.yaml --today {today}")).out;
    let title = format!("{}{} gears", purpose.name()[..1].to_uppercase(), &purpose.name()[1..]);
    let table = shown.lines().skip_while(|line| !line.starts_with(&title)).skip(1);
    let table: Vec<&str> = table.take_while(|line| !line.contains(" gears:")).collect();
    let mark = |gear: Gear| {
        let row = table.iter().find(|line| line.trim_start().starts_with(gear.name()))?;
        Some((gear, row.trim_start()[gear.name().len()..].trim_start().chars().next()))
    };
    Purpose::Marketing.order().into_iter().filter_map(mark).collect()
}

#[test]
fn what_the_tables_mark_check_finds_and_the_other_way_round() {
    let folder = Folder::new("marks");
    let (mut marked, mut found) = (0, 0);
    let mut wrong: Vec<String> = Vec::new();
    for seed in (0..SEEDS).step_by(every(3)) {
        let (plan, today) = varied(seed);
        let text = strategy(&plan);
        folder.write("plan.yaml", &text);
        let said = Said::of(&text, today);
        for sequence in &plan.sequences {
            let purpose = sequence.purpose;
            let mine: Vec<&Found> = said.serious().filter(|found| found.purpose == Some(purpose)).collect();
            for (gear, mark) in marks(&folder, today, purpose) {
                let is_marked = matches!(mark, Some('▲' | '✗'));
                let is_order = |found: &&&Found| found.rule == "gear-out-of-order";
                let is_found = mine.iter().any(|found| found.gears.contains(&gear))
                    || mine.iter().any(|found| is_order(&found));
                let is_about = |found: &&&Found| {
                    found.gear == Some(gear) && (ABOUT_ONE.contains(&&*found.rule) || is_order(found))
                        || found.rule == "gears-too-close" && found.gears.contains(&gear)
                };
                let about: Vec<_> = mine.iter().filter(is_about).collect();
                marked += usize::from(is_marked);
                found += about.len();
                if is_marked && !is_found {
                    wrong.push(format!("{seed} {today} {purpose:?} {gear:?}: {mark:?}, and no finding"));
                }
                if !is_marked && !about.is_empty() {
                    wrong.push(format!("{seed} {today} {purpose:?} {gear:?}: no mark, and {about:#?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} {:#?}", wrong.len(), &wrong[..wrong.len().min(4)]);
    assert!(marked > 200 / every(3) && found > 200 / every(3), "{marked} {found}");
}
