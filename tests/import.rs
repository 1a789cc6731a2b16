//! `import`: figures of exports, computed by another program, and what is refused.
//!
//! `exports/` has a sample of each export: true headers, encodings and notations, and invented figures.

mod files;
mod limits;
mod mutations;
mod plan;

use std::collections::BTreeMap;
use std::fs;

use stratplan::changes::figures_of;
use stratplan::{Document, Source};

use crate::support::{Folder, root};

/// Samples, the options that they need, what a KPI takes of them, and the readings.
///
/// The figures were computed with a few lines of Python from the samples.
const SAMPLES: &[(&str, &[&str], &str, &str)] = &[
    (
        "linkedin-content.xls",
        &[],
        "from: linkedin-content, take: Impressions (total), by: sum",
        "2027-05 20483",
    ),
    (
        "linkedin-followers.xls",
        &[],
        "from: linkedin-followers, take: Total followers, by: sum",
        "2027-05 152",
    ),
    (
        "linkedin-visitors.csv",
        &[],
        "from: linkedin-visitors, take: Total page views (total), by: sum",
        "2027-05 3117",
    ),
    (
        "linkedin-visitors.csv",
        &[],
        "from: linkedin-visitors, take: Total unique visitors (total), by: mean",
        "2027-05 38.65",
    ),
    ("meta-facebook-follows.csv", &[], "from: meta-daily, take: Facebook follows, by: sum", "2027-05 418"),
    ("meta-instagram-follows.csv", &[], "from: meta-daily, take: Instagram follows, by: sum", "2027-05 273"),
    ("meta-posts-two-months.csv", &[], "from: meta-posts, by: count", "2027-05 4"),
    ("meta-posts-two-months.csv", &[], "from: meta-posts, take: Views, by: max", "2027-05 12400"),
    ("meta-instagram-posts.csv", &[], "from: meta-posts, by: count", ""),
    ("youtube-Totals.csv", &[], "from: youtube, take: Views, by: sum", "2027-05 17743"),
    ("youtube-adds-up.zip", &[], "from: youtube, take: Views, by: sum", "2027-05 17743"),
    (
        "youtube-Dados da tabela.csv",
        &[],
        "from: youtube, take: Watch time (hours), by: sum",
        "2027-05 571.6054",
    ),
    ("youtube-Dados da tabela.csv", &[], "from: youtube, take: Subscribers, by: sum", "2027-05 164"),
    (
        "x-account_overview_analytics.csv",
        &[],
        "from: x-overview, take: Impressions, by: sum",
        "2027-05 43140",
    ),
    ("x-content.csv", &[], "from: x-posts, by: count", "2027-05 5"),
    ("x-content.csv", &[], "from: x-posts, take: Impressions, by: max", "2027-05 4100"),
    ("x-tweet-activity.csv", &[], "from: x-posts, take: Impressions, by: median", "2027-05 2050"),
    ("x-tweet-activity.csv", &[], "from: x-posts, take: Reposts, by: mean", "2027-05 3"),
    ("x-video_overview_analytics.csv", &[], "from: x-video, take: Views, by: sum", "2027-05 6585"),
    ("tiktok-Overview.csv", &["2027"], "from: tiktok-overview, take: Comments, by: sum", "2027-05 -11"),
    (
        "tiktok-FollowerHistory.csv",
        &["2027"],
        "from: tiktok-followers, take: Followers, by: last",
        "2027-05 8526",
    ),
    (
        "ga4-traffic-acquisition.csv",
        &[],
        "from: ga4, take: Sessions, by: sum, where: { Session primary channel group (Default Channel Group): Organic Social }",
        "2027-05 1204",
    ),
    ("ga4-traffic-acquisition.csv", &[], "from: ga4, take: Sessions, by: sum", "2027-05 5514"),
    (
        "ga4-two-months.csv",
        &[],
        "from: ga4, take: Sessions, by: sum, where: { Session primary channel group (Default Channel Group): Organic Social }",
        "2027-04 1171 2027-05 1294",
    ),
    ("ga4-exploration-adds-up.csv", &[], "from: ga4, take: Sessions, by: sum", "2027-05 1222"),
    ("ga4-french-excel.csv", &[], "from: ga4, take: Total revenue, by: sum", "2027-05 2054.56"),
    (
        "ga4-french-excel.csv",
        &[],
        "from: ga4, take: Engagement rate, by: mean, where: { Groupe de canaux: organic social }",
        "2027-05 62.5",
    ),
    ("zendesk-tickets.csv", &[], "from: zendesk-tickets, by: count", ""),
    (
        "zendesk-two-months.csv",
        &[],
        "from: zendesk-tickets, take: First reply time in minutes, by: median, where: { Group: Social }",
        "2027-05 212",
    ),
    (
        "zendesk-two-months.csv",
        &[],
        "from: zendesk-tickets, by: count, where: { Group: Social }",
        "2027-05 41",
    ),
    (
        "discourse-report-accepted_solutions.csv",
        &[],
        "from: discourse, take: accepted_solutions, by: sum",
        "2027-05 144",
    ),
    ("discourse-topics.csv.gz", &[], "from: discourse, take: topics, by: sum", "2027-05 144"),
    ("discourse-bulk.json", &[], "from: discourse, take: topics, by: sum", "2027-05 162"),
    // Shown as 4.5 %, 100 % and 62.5 %.
    ("table-percents.xls", &[], "from: table, take: Rate", "2027-03 4.5 2027-04 100 2027-05 62.5"),
    (
        "mastodon-instance-activity.json",
        &[],
        "from: mastodon, take: statuses, by: sum",
        "2026-W08 711 2026-W09 710 2026-W10 709 2026-W11 708 2026-W12 707 2026-W13 706 2026-W14 705 2026-W15 704 \
         2026-W16 703 2026-W17 702 2026-W18 701",
    ),
];

const TODAY: &str = "2027-06-15";

/// The samples that contradict themselves, need an option, or do not have what is taken.
const REFUSED: &[(&str, &[&str], &str, &str)] = &[
    (
        "youtube-studio.zip",
        &[],
        "from: youtube, take: Views, by: sum",
        "15105 in total, and the days of the other add up to 17743",
    ),
    ("youtube-Table data.csv", &[], "from: youtube, take: Views, by: sum", "the table has no days"),
    (
        "ga4-exploration-daily.csv",
        &[],
        "from: ga4, take: Sessions, by: sum",
        "`Sessions` is 1204 in total, and its rows add up to 1222",
    ),
    (
        "tiktok-Overview.csv",
        &[],
        "from: tiktok-overview, take: Likes, by: sum",
        "say which year it is, such as `--year 2027`",
    ),
    (
        "discourse-report-accepted_solutions.csv",
        &[],
        "from: discourse, take: topics, by: sum",
        "add `--metric topics`",
    ),
    (
        "discourse-topics.csv.gz",
        &["likes"],
        "from: discourse, take: topics, by: sum",
        "does not say which report it is",
    ),
    (
        "x-account_overview_analytics.csv",
        &[],
        "from: x-overview, take: Impresions, by: sum",
        "has no column `Impresions`; write `Impressions`",
    ),
    (
        "ga4-traffic-acquisition.csv",
        &[],
        "from: ga4, take: Purchases, by: sum",
        "`k` needs the column `Purchases`, which the table does not have",
    ),
    // The chart shows sessions, and two of three channels.
    (
        "ga4-two-months.csv",
        &[],
        "from: ga4, take: Engaged sessions, by: sum, where: { Session primary channel group (Default Channel Group): Organic Social }",
        "is 1232 in total, and the days of the other add up to 2465",
    ),
    (
        "ga4-two-months.csv",
        &[],
        "from: ga4, take: Sessions, by: sum, where: { Session primary channel group (Default Channel Group): Direct }",
        "one figure for the time from 2027-04-01 to 2027-05-31",
    ),
    ("ga4-two-months.csv", &[], "from: ga4, take: Sessions, by: sum", "one figure for the time from"),
    ("meta-posts-two-months.csv", &["dmy"], "from: meta-posts, by: count", "with `--dates dmy`"),
    (
        "linkedin-content.xls",
        &[],
        "from: linkedin-content, take: Clicks (total)",
        "does not say how its figures become one",
    ),
    (
        "table-percents.xls",
        &[],
        "from: table, take: Bounce",
        "some figures for `k` have a percent sign, and some do not",
    ),
    ("mastodon-instance-activity.json", &[], "from: mastodon, take: logins, by: sum", "means nothing"),
];

fn unit_of(source: &str) -> &'static str {
    match source {
        source if ["rate", "Rate", "Bounce"].iter().any(|name| source.contains(name)) => "percent",
        source if source.contains("revenue") => "EUR",
        _ => "x",
    }
}

fn plan(source: &str) -> String {
    let cadence = if source.contains("mastodon") { "weekly" } else { "monthly" };
    let unit = unit_of(source);
    format!(
        "stratplan: 1\nstrategy: {{ name: A, owner: mia, period: 2027 }}\nkpis:\n  k:\n    unit: {unit}\n    cadence: {cadence}\n    source: {{ {source} }}\n"
    )
}

type Figures = BTreeMap<String, String>;

/// The readings that a file gives for one KPI, or the reasons why nothing is taken.
fn read(name: &str, bytes: Vec<u8>, options: &[&str], source: &str) -> Result<Figures, String> {
    let document = Document::read(Source::new("plan.yaml", plan(source)), |_| Err("none".to_owned()));
    let findings: Vec<_> = document.findings.iter().map(|finding| &finding.message).collect();
    assert!(findings.is_empty(), "{source}: {findings:?}");
    let figures =
        figures_of(&document.strategy, &[(name.to_owned(), bytes)], options, TODAY.parse().unwrap());
    let figures = figures.map_err(|problems| problems.join("\n"))?;
    Ok(figures.into_iter().map(|((_, date), value)| (date, value.to_string())).collect())
}

fn sample(name: &str) -> Vec<u8> {
    fs::read(root().join("tests/exports").join(name)).unwrap()
}

fn expected(text: &str) -> Figures {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.chunks(2).map(|pair| (pair[0].to_owned(), pair[1].to_owned())).collect()
}

#[test]
fn samples_give_the_figures_that_were_computed_by_hand() {
    for (name, options, source, figures) in SAMPLES {
        assert_eq!(read(name, sample(name), options, source), Ok(expected(figures)), "{name}: {source}");
    }
}

#[test]
fn what_is_not_certain_is_refused_with_the_reason() {
    for (name, options, source, reason) in REFUSED {
        let refused = read(name, sample(name), options, source).unwrap_err();
        assert!(refused.contains(reason), "{name}: {source}: {refused}");
    }
}

#[test]
fn figures_that_are_too_large_to_add_up_are_refused() {
    let huge = "79228162514264337593543950335";
    let text = format!("Date,Views\nTotal,-{huge}\n2027-05-01,{huge}\n2027-05-02,{huge}\n");
    let refused = read("t.csv", text.into(), &[], "from: youtube, take: Views, by: sum").unwrap_err();
    assert!(refused.contains("in total"), "{refused}");
}

#[test]
fn every_export_and_every_sample_is_tested() {
    let names = |folder: &str| {
        let entries = fs::read_dir(root().join(folder)).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect::<Vec<_>>()
    };
    let is_taken = |export: &str| {
        SAMPLES.iter().any(|(_, _, source, _)| source.starts_with(&format!("from: {export},")))
    };
    let exports = names("src/import/sources").into_iter().map(|name| name.replace(".toml", ""));
    let forgotten: Vec<String> = exports.filter(|export| export != "table" && !is_taken(export)).collect();
    assert_eq!(forgotten, Vec::<String>::new(), "without a sample in tests/import.rs");
    let all = || SAMPLES.iter().chain(REFUSED).map(|(name, ..)| *name);
    let unused: Vec<String> =
        names("tests/exports").into_iter().filter(|name| all().all(|used| used != name)).collect();
    assert_eq!(unused, Vec::<String>::new(), "samples that no test reads");
}

#[test]
fn tables_of_ones_own_are_read_in_each_layout() {
    let wide = "Month,Leads,Visits\n2027-04,31,1200\n2027-05,35,1300\n";
    let days = "Date;Leads\n01.04.2027;31\n01.05.2027;35\n";
    let long = "kpi,date,value\nleads,2027-04-30,31\nvisits,2027-04-30,1200\nleads,2027-05-31,35\n";
    let across = "Figure,2027-04,2027-05\nVisits,1200,1300\nLeads,31,35\n";
    let list = "Date,Name,Source\n2027-03-30,a,Fair\n2027-04-02,b,Fair\n2027-04-02,c,Web\n2027-04-20,d,Fair\n2027-05-02,e,Fair\n";
    let total = "Month,Leads\n2027-04,31\n2027-05,35\nTotal,66\n";
    // The row of the total can have a date, and any column can say what it is.
    let split: String = (1..=31).map(|day| format!("2027-05-{day:02},Web,2\n")).collect();
    let split = format!("Date,Channel,Leads\n{split}2027-05-31,Total,62\n");
    let each = "Month,Channel,Leads\n2027-04,Web,5\n2027-04,Total,9\n2027-05,Web,6\n2027-05,Total,11\n";
    for (text, source, figures) in [
        (wide, "from: table, date: Month, take: Leads", "2027-04 31 2027-05 35"),
        (wide, "from: table, take: leads", "2027-04 31 2027-05 35"),
        (days, "from: table, take: Leads", "2027-04 31 2027-05 35"),
        (long, "from: table, take: leads", "2027-04-30 31 2027-05-31 35"),
        (across, "from: table, take: Leads", "2027-04 31 2027-05 35"),
        (list, "from: table, date: Date, by: count, where: { Source: Fair }", "2027-04 2"),
        (total, "from: table, take: Leads", "2027-04 31 2027-05 35"),
        ("Period,Leads\n2027-05,31\n", "from: table, take: Leads", "2027-05 31"),
        (&split, "from: table, take: Leads, by: sum", "2027-05 62"),
        (&split.replace("Total", "Gesamt"), "from: table, take: Leads, by: sum", "2027-05 62"),
        (each, "from: table, take: Leads, where: { Channel: Total }", "2027-04 9 2027-05 11"),
        (each, "from: table, take: Leads, where: { Channel: Web }", "2027-04 5 2027-05 6"),
        ("Month,revenue\n2027-05,\"€128,400\"\n", "from: table, take: revenue", "2027-05 128400"),
    ] {
        assert_eq!(read("t.csv", text.into(), &[], source), Ok(expected(figures)), "{source}\n{text}");
    }
    for (text, source, reason) in [
        ("Month,Leads\n2027-05,\"1,234\"\n", "from: table, take: Leads", "can be 1234 or 1.234"),
        (
            "Date,Leads\n2027-05-03,4\n2027-05-04,5\n",
            "from: table, take: Leads",
            "there are rows for days or weeks",
        ),
        (
            "Date,Leads\n05/03/2027,4\n05/04/2027,5\n",
            "from: table, take: Leads, by: sum",
            "can be 2027-03-05 or 2027-05-03",
        ),
        ("Month,Leads\n2027-05,4h 0m\n", "from: table, take: Leads", "240 minutes for 4h"),
        ("Month,Leads\n2027-05,=1+1\n", "from: table, take: Leads", "is not a figure"),
        (
            "Month,Leads,Leads\n2027-05,1,2\n",
            "from: table, take: Leads",
            "the table has several with this name",
        ),
        (
            "Month,Leads\n2027-05,12\n2027-05,12\n",
            "from: table, take: Leads",
            "more than one row for 2027-05",
        ),
        (
            "Month,Leads\n2027-05,5\n2027-05,5\n",
            "from: table, take: Leads, by: sum",
            "more than one row for 2027-05",
        ),
        (
            "Month,Leads\n2027-05,5\n2027-05,7\n",
            "from: table, take: Leads, by: last",
            "more than one row for 2027-05",
        ),
        (
            "Date,Leads\n2027-05-31,5\n31.05.2027,7\n",
            "from: table, take: Leads, by: last",
            "more than one row for 2027-05-31",
        ),
        (
            "Date,Leads\n2027-05-01,1\n2027-05-01,2\n2027-05-30,4\n2027-05-31,5\n",
            "from: table, take: Leads, by: sum",
            "more than one row for 2027-05-01",
        ),
        (
            "Month,Channel,Leads\n2027-04,Total,9\n2027-05,Total,11\n",
            "from: table, take: Leads",
            "rows with a total next to others",
        ),
        (each, "from: table, take: Leads", "rows with a total next to others"),
        (each, "from: table, take: Leads, by: sum", "rows with a total next to others"),
        (
            "Month,Channel,Leads\n2027-05,Web,6\n2027-05,Total,11\n",
            "from: table, take: Leads",
            "rows with a total next to others",
        ),
        (&split.replace("62", "63"), "from: table, take: Leads, by: sum", "is 63 in total"),
        ("Year,Leads\n2026,12\n", "from: table, take: Leads", "cannot be divided"),
        (
            "Month,Leads\n2027-05,12\nthe end,12\n",
            "from: table, take: Leads",
            "row 3: what is in the column of the date",
        ),
    ] {
        let refused = read("t.csv", text.into(), &[], source);
        assert!(
            refused.as_ref().is_err_and(|refused| refused.contains(reason)),
            "{source}\n{text}{refused:?}"
        );
    }
    // A number alone is a month only if the column says so: it can be a week.
    let weeks = |name: &str| format!("{name},Leads\n5,12\n6,13\n");
    let months =
        |name: &str| read("t.csv", weeks(name).into(), &["2027"], "from: table, take: Leads, by: sum");
    assert_eq!(months("Month"), Ok(expected("2027-05 12")));
    assert!(months("Week").unwrap_err().contains("is not a date"));
    // Several rows a day are parts of it if the file has the total of all.
    let parts: String =
        (1..=31).map(|day| format!("2027-05-{day:02},Web,1\n2027-05-{day:02},Fair,2\n")).collect();
    let parts = format!("Date,Source,Leads\n{parts}Total,,93\n");
    assert_eq!(
        read("t.csv", parts.into(), &[], "from: table, take: Leads, by: sum"),
        Ok(expected("2027-05 93"))
    );
    // A table by day with a day missing is not complete; a list whose rows are counted has no such days.
    let gap: String = (1..=31).filter(|day| *day != 7).map(|day| format!("2027-05-{day:02},1\n")).collect();
    let source = "from: table, take: Leads, by: sum";
    assert_eq!(read("t.csv", format!("Date,Leads\n{gap}").into(), &[], source), Ok(Figures::new()));
}

/// A sample with other text in it.
fn changed(name: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    change(&String::from_utf8(sample(name)).unwrap()).into_bytes()
}

#[test]
fn the_same_ticket_or_post_twice_is_refused() {
    let again = |text: &str| {
        let rows: String = text.split_inclusive('\n').skip(1).collect();
        format!("{text}{rows}")
    };
    let one = |text: &str| format!("{text}{}", text.split_inclusive('\n').nth(1).unwrap());
    let mut posts = mutations::load("meta-posts-two-months.csv");
    posts.rows.push(posts.rows[0].clone());
    for (file, source, reason) in [
        (
            changed("zendesk-two-months.csv", again),
            "from: zendesk-tickets, by: count",
            "is there twice, in rows 2 and",
        ),
        (changed("zendesk-two-months.csv", one), "from: zendesk-tickets, by: count", "the `Id` "),
        (
            changed("x-content.csv", one),
            "from: x-posts, by: count",
            "the `Post id` 2000000000000000001 is there",
        ),
        (posts.bytes(), "from: meta-posts, by: count", "the `Post ID` "),
        (
            changed("x-content.csv", |text| one(&text.replacen("2000000000000000001", "Zyx", 1))),
            "from: x-posts, by: count",
            "rows 2 and 9 have the same `Post id`",
        ),
    ] {
        let refused = read("t.csv", file, &[], source).unwrap_err();
        assert!(refused.contains(reason) && !refused.contains("Zyx"), "{source}: {refused}");
    }
    // A spreadsheet rounds long numbers, and ids are the same then.
    for rounded in ["2E+18", "2000000000000000000"] {
        let file = changed("x-content.csv", |text| {
            (1..10).fold(text.to_owned(), |text, id| {
                text.replace(&format!("\n200000000000000000{id},"), &format!("\n{rounded},"))
            })
        });
        assert_eq!(
            read("t.csv", file, &[], "from: x-posts, by: count"),
            Ok(expected("2027-05 5")),
            "{rounded}"
        );
    }
}

#[test]
fn a_value_that_no_row_has_is_not_a_figure_of_zero() {
    let daily: String = (1..=31).map(|day| format!("2027-05-{day:02},Web,anna,1\n")).collect();
    let daily = format!("Date,Channel,Person,Leads\n{daily}");
    let tickets = || sample("zendesk-two-months.csv");
    for (file, source, reason, help) in [
        (
            tickets(),
            "from: zendesk-tickets, by: count, where: { Group: Biling }",
            "`k` takes rows with `Group: Biling`, and no row has it",
            "the rows have `Billing` and `Social`",
        ),
        (
            tickets(),
            "from: zendesk-tickets, take: Replies, by: sum, where: { Group: Social, Status: 'Opn' }",
            "`Status: Opn`",
            "the rows have ",
        ),
        (
            tickets(),
            "from: zendesk-tickets, by: count, where: { Id: 9 }",
            "`Id: 9`",
            "write the value as it is",
        ),
        (
            daily.clone().into(),
            "from: table, take: Leads, by: sum, where: { Channel: Wbe }",
            "`Channel: Wbe`",
            "the rows have `Web`",
        ),
        (
            daily.into(),
            "from: table, take: Leads, by: sum, where: { Person: Zoe }",
            "`Person: Zoe`",
            "write the value as it is",
        ),
        (
            sample("ga4-traffic-acquisition.csv"),
            "from: ga4, take: Sessions, by: sum, where: { Session primary channel group (Default Channel Group): Social }",
            "Social`, and no row has it",
            "`Organic Social`",
        ),
    ] {
        let refused = read("t.csv", file, &[], source).unwrap_err();
        assert!(refused.contains(reason) && refused.contains(help), "{source}: {refused}");
        assert!(!refused.contains("anna"), "{refused}");
    }
    // Two groups that are there, and no row with both, is a figure of 0.
    let list = "Date,Source,Format\n2027-04-02,Fair,A\n2027-04-20,Web,B\n2027-05-02,Fair,A\n";
    let both = "from: table, date: Date, by: count, where: { Source: Web, Format: A }";
    let read = read("t.csv", list.into(), &[], both);
    assert!(read.as_ref().is_ok_and(|figures| figures.values().all(|value| value == "0")), "{read:?}");
}

#[test]
fn a_mark_is_not_for_thousands_in_one_column_and_for_decimals_in_another() {
    let days = |views: &str, hours: &str| {
        let days: String = (1..=31).map(|day| format!("2027-05-{day:02},{views},{hours}\n")).collect();
        format!("Date,Views,Watch time (hours)\n{days}")
    };
    let source = "from: youtube, take: Views, by: sum";
    for (views, hours, mark) in [("1.807", "6.6708", "point"), ("\"1,807\"", "\"6,67\"", "comma")] {
        let refused = read("t.csv", days(views, hours).into(), &[], source).unwrap_err();
        let reason = format!(
            "row 2: `Views` has a {mark} before thousands, and another column has it before decimals"
        );
        assert!(refused.contains(&reason), "{refused}");
    }
    let all = Ok(expected("2027-05 56017"));
    for (views, hours) in
        [("1.807", "\"6,6708\""), ("\"1,807\"", "6.6708"), ("1807", "6.6708"), ("1.807", "6")]
    {
        assert_eq!(read("t.csv", days(views, hours).into(), &[], source), all, "{views} {hours}");
    }
    assert_eq!(read("t.csv", days("1.807", "6.6708").into(), &[","], source), all);
    let total = days("1.807", "6.6708").replacen("hours)\n", "hours)\nTotal,56.017,206.7948\n", 1);
    assert_eq!(read("t.csv", total.into(), &[], source), all);
}

#[test]
fn a_source_that_cannot_be_read_is_not_guessed() {
    let table = "Date,Name,Source\n2027-04-01,a,Fair\n2027-04-30,b,Web\n";
    for source in [
        "from: table, date: Date, by: count, where: Fair",
        "from: table, date: Date, by: count, where: { Source: [Fair] }",
        "from: table, date: Date, by: counts of rows",
    ] {
        let document = Document::read(Source::new("plan.yaml", plan(source)), |_| Err("none".to_owned()));
        assert!(!document.findings.is_empty(), "{source}");
        let files = [("t.csv".to_owned(), table.into())];
        let refused = figures_of(&document.strategy, &files, &[], TODAY.parse().unwrap()).unwrap_err();
        assert!(refused[0].contains("where its figures come from cannot be read"), "{refused:?}");
    }
}

#[test]
fn the_strategy_has_the_same_bytes_after_the_same_file_again() {
    for readings in ["", "readings: figures.csv\n"] {
        let folder = Folder::new(if readings.is_empty() { "import-inline" } else { "import-file" });
        let text = plan("from: discourse, take: accepted_solutions, by: sum")
            .replace("kpis:", &format!("{readings}kpis:"));
        folder.write("plan.yaml", &text).write("figures.csv", "kpi,date,value\r\n");
        folder.write("accepted_solutions.csv", &sample("discourse-report-accepted_solutions.csv"));
        let line = "import plan.yaml accepted_solutions.csv --today 2027-06-15 --yes";
        let run = folder.run(line);
        assert!(run.code == 0 && run.err.starts_with("wrote 1 reading to "), "{run:?}");
        let texts = || (folder.text("plan.yaml"), folder.text("figures.csv"));
        let first = texts();
        assert!(
            first.0.contains("2027-05: 144") || first.1 == "kpi,date,value\r\nk,2027-05,144\r\n",
            "{first:?}"
        );
        let again = folder.run(line);
        assert!(
            again.code == 0 && again.err == "nothing to write\n" && again.out.contains("= 2027-05  144"),
            "{again:?}"
        );
        assert_eq!(texts(), first);
        // A past figure that differs is reported, and replaced only on request.
        let other = String::from_utf8(sample("discourse-report-accepted_solutions.csv")).unwrap();
        folder.write("accepted_solutions.csv", &other.replace("2027-05-01,3", "2027-05-01,13"));
        let differs = folder.run(line);
        assert!(
            differs.code == 1 && differs.out.contains("the strategy has 144, the file 154; --replace"),
            "{differs:?}"
        );
        assert_eq!(texts(), first);
        assert_eq!(folder.run(&format!("{line} --replace")).code, 0);
        let replaced = texts();
        assert_eq!((replaced.0.replace("154", "144"), replaced.1.replace("154", "144")), first);
    }
}

#[test]
fn nothing_of_people_reaches_the_output() {
    let folder = Folder::new("import-people");
    folder.write("plan.yaml", &plan("from: zendesk-tickets, by: count"));
    for name in ["zendesk-tickets.csv", "zendesk-two-months.csv", "meta-posts-two-months.csv"] {
        let text = String::from_utf8(sample(name)).unwrap();
        // Also if the header is gone, and if a column has moved.
        let headless: String = text.split_inclusive('\n').skip(1).collect();
        let moved = text.replacen("Summation column,", "", 1);
        for (index, text) in [text, headless, moved].iter().enumerate() {
            let file = format!("{index}.csv");
            folder.write(&file, text);
            for line in [
                format!("import plan.yaml {file} --yes --today 2027-06-15"),
                format!("import --describe {file}"),
            ] {
                let run = folder.run(&line);
                for word in
                    ["Customer", "example.org", "caption", "Where is my order", "A photo", "example.page"]
                {
                    assert!(!run.out.contains(word) && !run.err.contains(word), "{line}: {word}: {run:?}");
                }
            }
        }
    }
    assert!(!folder.text("plan.yaml").contains("Customer"));
}

/// What no text of an export may be seen of.
const MARK: &str = "Zyx";

/// A sample in which every text that is no date and no total has a mark and a mail address.
fn marked(name: &str) -> mutations::Sheet {
    let mut sheet = mutations::load(name);
    let has_dates = |header: &String| {
        let header = header.to_lowercase();
        ["date", "data", "time", "created at", "updated at"].iter().any(|word| header.contains(word))
    };
    let texts: Vec<bool> = sheet.header.iter().map(|header| !has_dates(header)).collect();
    for row in &mut sheet.rows {
        for (cell, _) in row.iter_mut().zip(&texts).filter(|(cell, is_text)| {
            let is_total = cell.to_lowercase().contains("total");
            **is_text && !is_total && cell.chars().any(char::is_alphabetic)
        }) {
            *cell = format!("{MARK} {MARK}@mail.example {cell}");
        }
    }
    for line in sheet.head.iter_mut().filter(|line| line.starts_with("# ") && !line.contains("date")) {
        *line = format!("{line} {MARK}");
    }
    sheet
}

#[test]
fn no_text_of_any_csv_sample_is_seen_again() {
    let folder = Folder::new("import-marked");
    let (mut count, mut taken) = (0, 0);
    for (name, options, source, _) in
        SAMPLES.iter().filter(|(name, ..)| name.contains(".csv") && !name.contains(".gz"))
    {
        // The header of its second table would be a row of texts.
        if name.starts_with("ga4-two") {
            continue;
        }
        let sheet = marked(name);
        count += usize::from(sheet.rows.iter().flatten().any(|cell| cell.contains(MARK)));
        let mut headless = sheet.clone();
        headless.header = sheet.rows[0].clone();
        for sheet in [sheet, headless] {
            folder.write("plan.yaml", &format!("{}readings: r.csv\n", plan(source)));
            folder.write("r.csv", "kpi,date,value\n").write("t.csv", &sheet.bytes());
            let year = options.first().map_or(String::new(), |year| format!(" --year {year}"));
            for line in [
                format!("import plan.yaml t.csv --yes --today {TODAY}{year}"),
                format!("import plan.yaml t.csv --dry-run --today {TODAY}{year}"),
                format!("import --describe t.csv{year}"),
            ] {
                let run = folder.run(&line);
                taken += usize::from(run.code == 0 && line.contains("--yes"));
                let all = [&run.out, &run.err, &folder.text("plan.yaml"), &folder.text("r.csv")];
                assert!(all.iter().all(|text| !text.contains(MARK)), "{name}: {line}: {run:?}");
            }
        }
    }
    assert!(count > 8, "only {count} samples have texts");
    assert!(taken > 5, "only {taken} are taken");
}

#[cfg(unix)]
#[test]
fn nothing_is_written_without_a_yes() {
    use std::io::{Read, Write};
    use std::process::Stdio;

    let folder = Folder::new("import-terminal");
    let before = plan("from: discourse, take: accepted_solutions, by: sum");
    folder.write("accepted_solutions.csv", &sample("discourse-report-accepted_solutions.csv"));
    for (answer, code, is_written) in
        [("y\n", 0, true), ("Yes\n", 0, true), ("n\n", 1, false), ("\n", 1, false), ("\u{4}", 1, false)]
    {
        folder.write("plan.yaml", &before);
        let (program, mut user) = crate::streams::terminal::open();
        let mut command = folder.command(&format!("import plan.yaml accepted_solutions.csv --today {TODAY}"));
        command.stdin(program.try_clone().unwrap()).stderr(program).stdout(Stdio::piped());
        let child = command.spawn().unwrap();
        drop(command);
        user.write_all(answer.as_bytes()).unwrap();
        let seen = std::thread::spawn(move || {
            let mut seen = Vec::new();
            user.read_to_end(&mut seen).ok();
            String::from_utf8(seen).unwrap()
        });
        let output = child.wait_with_output().unwrap();
        let seen = seen.join().unwrap();
        assert_eq!(output.status.code(), Some(code), "{answer:?}: {seen}");
        assert!(seen.contains("Write 1 reading to plan.yaml? [y/N] "), "{answer:?}: {seen}");
        assert_eq!(folder.text("plan.yaml") != before, is_written, "{answer:?}: {seen}");
        let end = if is_written { "wrote 1 reading to plan.yaml" } else { "nothing was written" };
        assert!(seen.contains(end), "{answer:?}: {seen}");
    }
}

#[test]
fn odd_tables_are_read_as_they_were_meant() {
    let folder = Folder::new("import-odd");
    let take = |counts: &str, by: &str, readings: &str, table: &str, options: &str| {
        let source = format!("from: table, take: Leads, by: {by}");
        let kpi = format!("counts: {counts}\n    readings: {{ {readings} }}\n    source: {{ {source} }}");
        let plan = "stratplan: 1\nstrategy: { name: A, owner: mia, period: 2027 }\nkpis:\n  k:\n    unit: leads\n    cadence: monthly\n    KPI\n";
        folder.write("plan.yaml", &plan.replace("KPI", &kpi)).write("t.csv", table);
        let run = folder.run(&format!("import plan.yaml t.csv --yes --today 2027-07-15 {options}"));
        (run, folder.text("plan.yaml"))
    };
    // Of 28 decimals, half of one more cannot be written.
    let (run, plan) = take("level", "last", "", "Date,Leads\n2027-06,0.1234567890123456789012345678\n", "");
    assert!(plan.contains("2027-06: 0.1234567890123456789012345678 "), "{run:?} {plan}");
    // A word for the separator in any case.
    let (run, plan) = take("sum", "sum", "", "Sep=|\nDate|Leads\n2027-06|1|2\n2027-05|7\n", "");
    assert!(
        run.err.contains("row 3 has 3 columns, and the header has 2") && !plan.contains(": 7"),
        "{run:?}"
    );
    // A comma in a figure without quotes is one more column: it is not 1, and the answer says what to do.
    let (run, plan) = take("sum", "sum", "", "Date,Leads\n2027-05,7\n2027-06,1,200\n", "");
    assert!(run.code == 2 && run.err.contains("row 3 has 3 columns, and the header has 2"), "{run:?}");
    assert!(run.err.contains("put a figure or a text in quotes") && !plan.contains("2027-06"), "{run:?}");
    let (_, plan) = take("sum", "sum", "", "Sep=|\nDate|Leads\n2027-05|7\n2027-06|8\n", "");
    assert!(plan.contains("2027-05: 7") && plan.contains("2027-06: 8"), "{plan}");
    // A month that ends with its quarter is not that quarter, with and without `--replace`.
    for options in ["", "--replace"] {
        let (run, plan) = take("sum", "sum", "2027-Q2: 300", "Date,Leads\n2027-06,100\n", options);
        assert!(run.out.contains("not taken: there is a reading for 2027-Q2"), "{run:?}");
        assert!(plan.contains("{ 2027-Q2: 300 }"), "{plan}");
    }
}

/// What a table gives for a KPI with this unit and these keys, or why not.
fn taken(unit: &str, keys: &str, table: &str, options: &[&str]) -> Result<Figures, String> {
    let plan =
        plan("from: table, take: K").replace("unit: x", &format!("unit: {unit}")).replace("take: K", keys);
    let document = Document::read(Source::new("plan.yaml", plan), |_| Err("none".to_owned()));
    let files = [("t.csv".to_owned(), table.into())];
    let figures = figures_of(&document.strategy, &files, options, TODAY.parse().unwrap());
    let figures = figures.map_err(|problems| problems.join("\n"))?;
    Ok(figures.into_iter().map(|((_, date), value)| (date, value.to_string())).collect())
}

#[test]
fn a_unit_in_a_header_is_that_of_the_kpi() {
    let refused = |unit: &str, name: &str| {
        let table = format!("Month,{name}\n2027-05,12\n");
        taken(unit, &format!("take: {name}"), &table, &[]).err()
    };
    for (unit, name, said) in [
        (
            "minutes",
            "Watch time (hours)",
            "`Watch time (hours)` is in hours, and the unit of `k` is `minutes`",
        ),
        ("USD/month", "Revenue (EUR)", "`Revenue (EUR)` is in EUR, and the unit of `k` is `USD/month`"),
        ("EUR", "Revenue (k€)", "is in k€"),
        ("hours", "First reply time in minutes", "is in minutes"),
    ] {
        assert!(
            refused(unit, name).is_some_and(|why| why.contains(said)),
            "{name}: {:?}",
            refused(unit, name)
        );
    }
    for (unit, name) in
        [("hours", "Watch time (hours)"), ("EUR", "Revenue (EUR)"), ("leads", "Leads (organic)")]
    {
        assert_eq!(refused(unit, name), None);
    }
    // The same of a known export, whatever language it is in.
    let hours = "from: youtube, take: Watch time (hours), by: sum";
    let days: String = (1..=31).map(|day| format!("2027-05-{day:02},6\n")).collect();
    for name in ["Watch time (hours)", "Wiedergabezeit (Stunden)", "Wieder\u{ad}gabezeit (Stunden)"] {
        let date = if name.starts_with("Wieder") { "Datum" } else { "Date" };
        let table = format!("{date},{name}\n{days}");
        assert_eq!(read("t.csv", table.clone().into(), &[], hours), Ok(expected("2027-05 186")), "{name}");
        let minutes = plan(hours).replace("unit: x", "unit: minutes");
        let document = Document::read(Source::new("plan.yaml", minutes), |_| Err("none".to_owned()));
        let files = [("t.csv".to_owned(), table.into())];
        let why = figures_of(&document.strategy, &files, &[], TODAY.parse().unwrap()).unwrap_err().join(" ");
        assert!(why.contains("is in hours, and the unit of `k` is `minutes`"), "{why}");
    }
    // A sign of the KPI's currency says that a comma is before thousands.
    for unit in ["USD", "USD/month", "US dollars"] {
        let table = "Month,Budget (USD)\n2027-05,\"$1,200\"\n";
        assert_eq!(taken(unit, "take: Budget (USD)", table, &[]), Ok(expected("2027-05 1200")), "{unit}");
    }
}

#[test]
fn a_month_that_is_written_as_its_first_day_is_said_or_refused() {
    let table = "Date,Followers\n2027-04-01,31\n2027-05-01,35\n";
    let both = "2027-04-01 can be that day or all of 2027-04";
    assert!(taken("x", "take: Followers, by: last", table, &[]).unwrap_err().contains(both));
    let months = Ok(expected("2027-04 31 2027-05 35"));
    let month = table.replace("Date", "Month");
    assert_eq!(taken("x", "take: Followers, by: last", &month, &[]), months);
    assert_eq!(taken("x", "take: Followers, by: sum", table, &[]), months);
    let last = "Date,Followers\n2027-04-30,31\n2027-05-31,35\n";
    assert_eq!(taken("x", "take: Followers, by: last", last, &[]), months);
    let folder = Folder::new("import-first-days");
    folder.write("plan.yaml", &plan("from: table, take: Followers")).write("t.csv", table);
    let run = folder.run(&format!("import plan.yaml t.csv --yes --today {TODAY}"));
    assert!(
        run.out.contains("each row is about the month that begins on its date: 2027-04-01 is 2027-04"),
        "{run:?}"
    );
}

#[test]
fn a_month_with_a_short_year_is_not_a_day() {
    let take = |table: &str, options: &[&str]| taken("x", "take: Leads, by: sum", table, options);
    for options in [&[][..], &["2027"]] {
        let refused = take("Date,Leads\nJan-26,31\n", options).unwrap_err();
        assert!(refused.contains("row 2 can be the month 2026-01 or the day "), "{refused}");
        let months = Ok(expected("2026-01 31 2026-02 35"));
        assert_eq!(take("Date,Leads\nJan-26,31\nFeb-26,35\n", options), months);
        assert_eq!(take("Month,Leads\nJan-26,31\nFeb-26,35\n", options), months);
        // Months as columns.
        assert_eq!(take("Figure,Jan-26,Feb-26\nLeads,31,35\n", options), months);
    }
}
