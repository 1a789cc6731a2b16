use jiff::civil::Date;

use crate::analysis::Analysis;
use crate::analysis::progress::Thresholds;
use crate::edits::reschedule::{Move, reschedule};
use crate::source::Source;
use crate::strategy::document::Document;
use crate::strategy::gear::{GearKind, PurposeKind};

const STRATEGY: &str = "\
stratplan: 1   # the format
strategy: { name: Bakery, owner: mia, period: 2027 }
pillars:
  promotion:
    activities:
      guide: { start: 2027-01-15, end: 2027-06-30 }   # with the fair
      stall:
        gears: [marketing.engagement]
        start: 2027-Q2
  support:
    activities:
      guide: {}
purposes:
  marketing:
    gears:
      acquisition: 2027-01-15        # a date alone
      engagement: { owner: mia }
      enlistment: { start: 2027-03 }
      monetization: { not_now: Nothing is sold }
  support:
    gears: { monetization: { start: 2027-02-01 }, acquisition: 2027 }
";

fn read(text: &str) -> Document {
    Document::read(Source::new("bakery.yaml", text), |_| Err("none".to_owned()))
}

fn moved(text: &str, moves: &[&str]) -> Result<String, String> {
    let document = read(text);
    let analysis = Analysis::new(&document, &Thresholds::default(), Date::constant(2027, 2, 1));
    let moves: Vec<Move> = moves.iter().map(|one| Move::parse(one).unwrap()).collect();
    let done = reschedule(&document, &analysis, &moves).map_err(|refusal| refusal.to_string())?;
    Ok(done.document.source.text().to_owned())
}

/// The lines that differ, as `-old` and `+new`.
fn lines(moves: &[&str]) -> Vec<String> {
    let after = moved(STRATEGY, moves).unwrap();
    let pairs = STRATEGY.lines().zip(after.lines()).filter(|(old, new)| old != new);
    let lines: Vec<String> = pairs.flat_map(|(old, new)| [format!("-{old}"), format!("+{new}")]).collect();
    assert_eq!(STRATEGY.lines().count(), after.lines().count());
    lines
}

#[test]
fn only_the_date_changes() {
    assert_eq!(
        lines(&["marketing.acquisition=+3w"]),
        [
            "-      acquisition: 2027-01-15        # a date alone",
            "+      acquisition: 2027-02-05        # a date alone",
        ]
    );
    assert_eq!(
        lines(&["marketing.enlistment=2027-04-15"]),
        ["-      enlistment: { start: 2027-03 }", "+      enlistment: { start: 2027-04-15 }"]
    );
    assert_eq!(
        lines(&["support.acquisition=+1q", "support.monetization=2027-Q1"]),
        [
            "-    gears: { monetization: { start: 2027-02-01 }, acquisition: 2027 }",
            "+    gears: { monetization: { start: 2027-Q1 }, acquisition: 2027-04-01 }",
        ]
    );
}

#[test]
fn an_activity_keeps_its_length() {
    assert_eq!(
        lines(&["promotion.guide=+2w"]),
        [
            "-      guide: { start: 2027-01-15, end: 2027-06-30 }   # with the fair",
            "+      guide: { start: 2027-01-29, end: 2027-07-14 }   # with the fair",
        ]
    );
    assert_eq!(
        lines(&["promotion.guide=2027-01-16"]),
        [
            "-      guide: { start: 2027-01-15, end: 2027-06-30 }   # with the fair",
            "+      guide: { start: 2027-01-16, end: 2027-07-01 }   # with the fair",
        ]
    );
    assert_eq!(lines(&["stall=+1q"]), ["-        start: 2027-Q2", "+        start: 2027-Q3"]);
}

#[test]
fn a_gear_dated_by_an_activity_gets_its_own_start() {
    assert_eq!(
        lines(&["marketing.engagement=+1m"]),
        ["-      engagement: { owner: mia }", "+      engagement: { owner: mia, start: 2027-05-01 }"]
    );
}

#[test]
fn two_gears_can_both_need_a_section_that_does_not_exist() {
    let bare = "stratplan: 1\nstrategy: { name: Bakery }\npurposes:\n  support: {}\n";
    let after = moved(bare, &["monetization=2027-01-01", "enlistment=2027-04-01"]).unwrap();
    let both = read(&after);
    let start =
        |gear| both.strategy.gear(PurposeKind::Support, gear).unwrap().0.start.get().unwrap().to_string();
    assert_eq!(start(GearKind::Monetization), "2027-01-01");
    assert_eq!(start(GearKind::Enlistment), "2027-04-01");
}

#[test]
fn impossible_moves_are_refused_with_a_reason() {
    let refused = |one: &str| moved(STRATEGY, &[one]).unwrap_err();
    assert!(
        refused("acquisition=+1w").contains("say which: `marketing.acquisition` or `support.acquisition`")
    );
    assert!(refused("guide=+1w").contains("say which one: `promotion.guide` and `support.guide`"));
    assert!(refused("stal=+1w").contains("did you mean `stall`?"));
    assert!(refused("marketing.monetization=+1w").contains("is left out: Nothing is sold"));
    assert!(refused("support.guide=+1w").contains("`support.guide` has no start to move"));
    assert!(refused("support.engagement=+1w").contains("`support.engagement` has no start to move"));
    assert!(refused("marketing.acquisition=+9999y").contains("would be moved out of the calendar"));
    let twice = moved(STRATEGY, &["stall=+1w", "promotion.stall=+2w"]).unwrap_err();
    assert!(twice.contains("`promotion.stall` is moved twice"));
}

#[test]
fn malformed_moves_are_refused() {
    let refused = |text: &str| Move::parse(text).unwrap_err();
    assert!(refused("marketing.engagement").contains("write what moves and to when"));
    assert!(refused("engagement=+3").contains("+10d, -2w, +1m, +1q"));
    assert!(refused("engagement=15.4.2027").contains("write the date as 2027-04-15"));
    assert!(refused("engagement=soon").contains("write a day `2027-01-15`"));
}

#[test]
fn anchors_and_broken_files_are_refused() {
    let shared = STRATEGY
        .replace("start: 2027-03 }", "start: &march 2027-03 }")
        .replace("acquisition: 2027 }", "acquisition: *march }");
    for one in ["marketing.enlistment=+1m", "support.acquisition=+1m"] {
        let refused = moved(&shared, &[one]).unwrap_err();
        assert!(refused.contains("by hand"), "{refused}");
    }
    let broken = format!("{STRATEGY}kpis: [\n");
    let refused = moved(&broken, &["marketing.enlistment=+1m"]).unwrap_err();
    assert!(refused.contains("part of the file cannot be read"), "{refused}");
}
