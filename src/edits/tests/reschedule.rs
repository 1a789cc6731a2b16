use jiff::civil::Date;

use crate::analysis::Analysis;
use crate::analysis::kpi::Thresholds;
use crate::edits::reschedule::{Move, reschedule};
use crate::source::Source;
use crate::strategy::document::Document;

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

/// The text after some moves, with a space between them.
fn moved(text: &str, moves: &str) -> Result<String, String> {
    let document = Document::read(Source::new("bakery.yaml", text), |_| Err("none".to_owned()));
    let analysis = Analysis::new(&document, &Thresholds::default(), Date::constant(2027, 2, 1));
    let moves = moves.split(' ').map(Move::parse).collect::<Result<Vec<_>, _>>()?;
    let done = reschedule(&document, &analysis, &moves, false).map_err(|refusal| refusal.to_string())?;
    Ok(done.document.source.text().to_owned())
}

#[test]
fn only_the_dates_change() {
    for (moves, old, new) in [
        ("marketing.acquisition=+3w", "acquisition: 2027-01-15", "acquisition: 2027-02-05"),
        ("marketing.enlistment=2027-04-15", "start: 2027-03 }", "start: 2027-04-15 }"),
        ("marketing.enlistment=15.4.2027", "start: 2027-03 }", "start: 2027-04-15 }"),
        (
            "support.acquisition=+1q support.monetization=2027-Q1",
            "{ start: 2027-02-01 }, acquisition: 2027 }",
            "{ start: 2027-Q1 }, acquisition: 2027-04-01 }",
        ),
        // An activity keeps its length.
        ("promotion.guide=+2w", "2027-01-15, end: 2027-06-30", "2027-01-29, end: 2027-07-14"),
        ("promotion.guide=2027-01-16", "2027-01-15, end: 2027-06-30", "2027-01-16, end: 2027-07-01"),
        ("stall=+1q", "start: 2027-Q2", "start: 2027-Q3"),
        // A gear that is dated by an activity gets its own start.
        ("marketing.engagement=+1m", "{ owner: mia }", "{ owner: mia, start: 2027-05-01 }"),
    ] {
        assert_eq!(STRATEGY.matches(old).count(), 1, "{old}");
        assert_eq!(moved(STRATEGY, moves), Ok(STRATEGY.replace(old, new)), "{moves}");
    }
}

#[test]
fn a_campaign_moves_with_its_activities() {
    let text = "\
stratplan: 1
strategy: { name: Bakery, owner: mia, period: 2027 }
campaigns:
  easter: { start: 2027-03-01, end: 2027-03-28 }
  summer: { name: Without dates }
pillars:
  promotion:
    activities:
      eggs: { campaign: easter, start: 2027-03-08, end: 2027-03-28 }
      lambs: { campaign: easter, start: 2027-03 }
      buns: { campaign: easter, start: 2027-01-04, status: done }
      bread: { start: 2027-03-08 }
      ice: { campaign: summer, start: 2027-06-01, end: 2027-06-30 }
";
    let swapped = |swaps: &[(&str, &str)]| {
        Ok(swaps.iter().fold(text.to_owned(), |text, (old, new)| {
            assert_eq!(text.matches(old).count(), 1, "{old}");
            text.replace(old, new)
        }))
    };
    let later = [
        ("easter: { start: 2027-03-01, end: 2027-03-28", "easter: { start: 2027-03-22, end: 2027-04-18"),
        ("easter, start: 2027-03-08, end: 2027-03-28", "easter, start: 2027-03-29, end: 2027-04-18"),
        ("easter, start: 2027-03 }", "easter, start: 2027-03-22 }"),
    ];
    assert_eq!(moved(text, "campaign.easter=+3w"), swapped(&later));
    assert_eq!(moved(text, "campaign.easter=2027-03-22"), swapped(&later));
    let [campaign, _, lambs] = later;
    let eggs = ("easter, start: 2027-03-08, end: 2027-03-28", "easter, start: 2027-03-09, end: 2027-03-29");
    assert_eq!(moved(text, "campaign.easter=+3w eggs=+1d"), swapped(&[campaign, eggs, lambs]));
    let ice = ("start: 2027-06-01, end: 2027-06-30", "start: 2027-07-01, end: 2027-07-30");
    assert_eq!(moved(text, "campaign.summer=2027-07-01"), swapped(&[ice]));
    // A whole month stays one.
    let ice = ("start: 2027-06-01, end: 2027-06-30", "start: 2027-07-01, end: 2027-07-31");
    assert_eq!(moved(text, "campaign.summer=+1m"), swapped(&[ice]));
    for (moves, said) in [
        ("campaign.eastern=+1w", "did you mean `campaign.easter`?"),
        ("easter=+1w", "did you mean `campaign.easter`?"),
        ("campaign.easter=+9999y", "would be moved out of the calendar"),
        ("campaign.easter=+500y", "the year 2527 is not between 1900 and 2199"),
        ("campaign.easter=0000-01-01", "the year 0000"),
        ("campaign.easter=1027-03-01", "the year 1027 is not between 1900 and 2199"),
    ] {
        let refused = moved(text, moves).unwrap_err();
        assert!(refused.contains(said), "{moves}: {refused}");
    }
}

#[test]
fn what_would_start_before_its_turn_moves_along() {
    let text = "\
stratplan: 1
strategy: { name: Bakery, owner: mia, period: 2027 }
campaigns:
  easter: { start: 2027-03-01, end: 2027-03-28 }
pillars:
  promotion:
    activities:
      page: { start: 2027-02-15 }
      ovens: { campaign: easter, after: page, start: 2027-03-01, end: 2027-03-14 }
      eggs: { after: ovens, start: 2027-03-08, end: 2027-03-28 }
      lambs: { after: { end: ovens }, start: 2027-04-01 }
      thanks: { after: { end: easter }, start: 2027-05-01 }
      sign: { after: page, start: 2027-01-04 }
";
    let swapped = |swaps: &[(&str, &str)]| {
        Ok(swaps.iter().fold(text.to_owned(), |text, (old, new)| {
            assert_eq!(text.matches(old).count(), 1, "{old}");
            text.replace(old, new)
        }))
    };
    let page = ("page: { start: 2027-02-15", "page: { start: 2027-03-08");
    let ovens = ("page, start: 2027-03-01, end: 2027-03-14", "page, start: 2027-03-22, end: 2027-04-04");
    let eggs = ("start: 2027-03-08, end: 2027-03-28 }", "start: 2027-03-29, end: 2027-04-18 }");
    let lambs = ("ovens }, start: 2027-04-01", "ovens }, start: 2027-04-22");
    assert_eq!(moved(text, "page=+3w"), swapped(&[page, ovens, eggs, lambs]), "one after the other");
    assert_eq!(moved(text, "page=2027-03-08"), swapped(&[page, ovens, eggs, lambs]));
    let page = ("page: { start: 2027-02-15", "page: { start: 2027-02-22");
    assert_eq!(moved(text, "page=+1w"), swapped(&[page]), "nothing has to move");
    let page = ("page: { start: 2027-02-15", "page: { start: 2027-02-01");
    assert_eq!(moved(text, "page=-2w"), swapped(&[page]), "earlier");
    let easter =
        ("easter: { start: 2027-03-01, end: 2027-03-28", "easter: { start: 2027-05-01, end: 2027-05-28");
    let ovens = ("page, start: 2027-03-01, end: 2027-03-14", "page, start: 2027-05-01, end: 2027-05-14");
    let eggs = ("start: 2027-03-08, end: 2027-03-28 }", "start: 2027-05-08, end: 2027-05-28 }");
    let lambs = ("ovens }, start: 2027-04-01", "ovens }, start: 2027-06-01");
    let thanks = ("start: 2027-05-01 }", "start: 2027-07-01 }");
    assert_eq!(moved(text, "campaign.easter=+2m"), swapped(&[easter, ovens, eggs, lambs, thanks]));
    let circle = text.replace("page: {", "page: { after: lambs,");
    let moved_circle = moved(&circle, "page=+3w").unwrap();
    assert!(moved_circle.contains("lambs, start: 2027-03-08"), "{moved_circle}");
}

#[test]
fn what_waits_for_one_day_moves_along_and_what_was_early_stays() {
    let text = "\
stratplan: 1
strategy: { name: Bakery, owner: mia, period: 2027 }
pillars:
  promotion:
    activities:
      launch: { date: 2027-05-03 }
      posts: { after: launch, start: 2027-05-04 }
      sign: { after: launch, start: 2027-04-26 }
";
    let later = text.replace("date: 2027-05-03", "date: 2027-05-17").replace("2027-05-04", "2027-05-18");
    let early = later.replace("start: 2027-04-26", "start: 2027-05-10");
    assert_eq!(moved(text, "launch=+2w"), Ok(early));
    let earlier = text.replace("date: 2027-05-03", "date: 2027-04-28");
    assert_eq!(moved(text, "launch=-5d"), Ok(earlier), "the sign was early before");
}

#[test]
fn two_gears_can_both_need_a_section_that_does_not_exist() {
    let bare = "stratplan: 1\nstrategy: { name: Bakery }\npurposes:\n  support: {}\n";
    let gears = "{ gears: { monetization: { start: 2027-01-01 }, enlistment: { start: 2027-04-01 } } }";
    let after = moved(bare, "monetization=2027-01-01 enlistment=2027-04-01");
    assert_eq!(after, Ok(bare.replace("{}", gears)));
}

#[test]
fn impossible_moves_are_refused_with_a_reason() {
    let shared = STRATEGY
        .replace("start: 2027-03 }", "start: &march 2027-03 }")
        .replace("acquisition: 2027 }", "acquisition: *march }");
    let broken = format!("{STRATEGY}kpis: [\n");
    for (text, moves, said) in [
        (STRATEGY, "acquisition=+1w", "say which: `marketing.acquisition` or `support.acquisition`"),
        (STRATEGY, "guide=+1w", "say which one: `promotion.guide` and `support.guide`"),
        (STRATEGY, "stal=+1w", "did you mean `stall`?"),
        (STRATEGY, "marketing.monetization=+1w", "is left out: Nothing is sold"),
        (STRATEGY, "support.guide=+1w", "`support.guide` has no start to move"),
        (STRATEGY, "support.engagement=+1w", "`support.engagement` has no start to move"),
        (STRATEGY, "marketing.acquisition=+9999y", "would be moved out of the calendar"),
        (STRATEGY, "stall=+1w promotion.stall=+2w", "`promotion.stall` is moved twice"),
        (STRATEGY, "marketing.engagement", "write what moves and to when"),
        (STRATEGY, "engagement=+3", "+10d, -2w, +1m, +1q"),
        (
            STRATEGY,
            "marketing.engagement=04/05/2027",
            "this can mean two days: write `2027-05-04` or `2027-04-05`",
        ),
        (STRATEGY, "marketing.engagement=2027-02-30", "February 2027 has 28 days; day 30 is not one of them"),
        (
            STRATEGY,
            "marketing.engagement=FY2027/28",
            "such as `fiscal_year_starts: april`, and write `FY2027/28`",
        ),
        (STRATEGY, "marketing.engagement=soon", "or a year `2027`, or a step, such as `+3w`"),
        (STRATEGY, "marketing.engagement=", "write to when it moves: `marketing.engagement=2027-04-15`"),
        (STRATEGY, "marketing.engagement=soon", "write a day `2027-01-15`"),
        (STRATEGY, "marketing.engagement=FY2027/28-Q1", "`fiscal_year_starts: april`"),
        (&shared, "marketing.enlistment=+1m", "by hand"),
        (&shared, "support.acquisition=+1m", "by hand"),
        (&broken, "marketing.enlistment=+1m", "part of the file cannot be read"),
    ] {
        let refused = moved(text, moves).unwrap_err();
        assert!(refused.contains(said), "{moves}: {refused}");
    }
}

#[test]
fn a_gear_that_starts_earlier_takes_along_what_is_to_be_there() {
    let text = "\
stratplan: 1
strategy: { name: Bakery, owner: mia, period: 2027 }
pillars:
  promotion:
    activities:
      first: { gears: engagement, start: 2027-06-14, end: 2027-09-30 }
      there: { gears: engagement, start: 2027-05-24 }
      later: { gears: engagement, start: 2027-08-02 }
      both: { gears: [engagement, acquisition], start: 2027-05-31 }
purposes:
  marketing: { gears: { acquisition: 2027-05-03, engagement: 2027-05-31, enlistment: { owner: mia } } }
";
    let without = |id: &str| {
        let lines = text.lines().filter(|line| !line.contains(&format!(" {id}: {{")));
        lines.flat_map(|line| [line, "\n"]).collect::<String>()
    };
    for (text, moves, old, new) in [
        // It was there a week before, and is not to be there any later than the gear.
        (text.to_owned(), "2027-05-17", "start: 2027-05-24", "start: 2027-05-17"),
        // The first to drive it belongs to its start.
        (
            without("there")
                .replace("both: { gears: [engagement, acquisition]", "both: { gears: acquisition"),
            "2027-05-17",
            "start: 2027-06-14",
            "start: 2027-05-17",
        ),
        // It has been running: no activity begins in the past.
        (text.to_owned(), "2027-01-11", "2027-01-11", "2027-01-11"),
    ] {
        let expected =
            text.replace(old, new).replace("engagement: 2027-05-31", &format!("engagement: {moves}"));
        assert_eq!(moved(&text, &format!("engagement={moves}")), Ok(expected), "{moves}");
    }
    // A gear that only an activity starts.
    let started = text.replace("engagement: 2027-05-31", "engagement: { owner: mia }");
    let expected = started.replace("start: 2027-05-24", "start: 2027-05-17");
    let expected =
        expected.replace("engagement: { owner: mia }", "engagement: { owner: mia, start: 2027-05-17 }");
    assert_eq!(moved(&started, "engagement=2027-05-17"), Ok(expected));
}

#[test]
fn a_gear_that_starts_later_pulls_nothing_ahead_and_takes_along_what_can_wait() {
    let text = "\
stratplan: 1
strategy: { name: Bakery, owner: mia, period: 2027 }
pillars:
  promotion:
    activities:
      first: { gears: acquisition, start: 2027-03-01 }
      talks: { gears: engagement, start: 2027-05-10, end: 2027-12-20 }
      both: { gears: [acquisition, engagement], start: 2027-05-03 }
      only: { gears: [enlistment, monetization], start: 2027-09-06 }
      offer: { intent: sell, start: 2027-09-13, end: 2027-12-20 }
      sold: { intent: sell, start: 2027-01-11 }
purposes:
  marketing:
    gears: { acquisition: 2027-03-01, engagement: 2027-04-30, enlistment: 2027-07-05, monetization: 2027-09-06 }
";
    for (moves, swaps) in [
        // `talks` comes ten days after its gear, and stays.
        ("engagement=+1d", &[("engagement: 2027-04-30", "engagement: 2027-05-01")][..]),
        // `first` drives acquisition, so that `both` can wait.
        (
            "engagement=2027-06-01",
            &[
                ("engagement: 2027-04-30", "engagement: 2027-06-01"),
                ("start: 2027-05-10", "start: 2027-06-01"),
                ("start: 2027-05-03", "start: 2027-06-01"),
            ],
        ),
        // Nothing else drives enlistment, and what has begun stays; the other offer waits for the gear, and ends when
        // the period does.
        (
            "monetization=2027-12-24",
            &[
                ("monetization: 2027-09-06", "monetization: 2027-12-24"),
                ("start: 2027-09-13, end: 2027-12-20", "start: 2027-12-24, end: 2027-12-31"),
            ],
        ),
    ] {
        let expected = swaps.iter().fold(text.to_owned(), |text, (old, new)| text.replace(old, new));
        assert_eq!(moved(text, moves), Ok(expected), "{moves}");
    }
}
