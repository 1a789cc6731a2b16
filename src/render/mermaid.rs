//! The plan as a Gantt chart in the notation of Mermaid, which wikis and code hosts draw.

use std::fmt::Write;

use jiff::ToSpan;
use jiff::civil::Date;

use crate::report::gaps::GapReport;
use crate::report::gaps::schedule::{ActivityRow, When};
use crate::strategy::activity::ActivityStatus;
use crate::strategy::pillar::PillarKind;
use crate::words::capitalized;

/// Words at which Mermaid takes a line for something other than a bar.
const KEYWORDS: &str = "acc acctitle accdescr axisformat call click dateformat excludes gantt href includes \
    inclusiveenddates section tickinterval title todaymarker topaxis weekday weekend";

/// A Gantt chart: the starts of the gears, the campaigns with their activities, and the other activities by pillar.
/// What has no end goes on to the end of the period; what has no day is in a comment.
pub fn gantt(report: &GapReport) -> String {
    let mut chart = Chart { text: String::new(), ids: 0, report, undated: Vec::new(), section: None };
    chart.line(&format!("title {}", escaped(&report.head.name)));
    chart.line("dateFormat YYYY-MM-DD");
    for sequence in &report.gear_sequences {
        chart.section(&format!("Gears of {}", sequence.purpose));
        for gear in &sequence.gears {
            match gear.start_day {
                Some(day) => chart.bar(&gear.gear.to_string(), "milestone, ", Some(day), Some(day)),
                None => chart.undated.push(format!("{}.{}", sequence.purpose, gear.gear)),
            }
        }
    }
    for campaign in report.campaigns.iter().filter(|one| one.state != ActivityStatus::Dropped) {
        let name = campaign.name.as_ref().unwrap_or(&campaign.id);
        chart.section(&format!("Campaign: {name}"));
        if campaign.start_day.is_some() || campaign.end_day.is_some() {
            chart.bar("the campaign", "crit, ", campaign.start_day, campaign.end_day);
        }
        chart.activities(|one| one.campaign.as_ref() == Some(&campaign.id));
    }
    for pillar in PillarKind::ALL {
        chart.section(&capitalized(&pillar.to_string()));
        chart.activities(|one| one.pillar == pillar && report.campaign_of(one).is_none());
    }
    let undated = chart.undated.iter().map(|one| format!("%% without a day: {}\n", escaped(one)));
    format!("{}gantt\n{}", undated.collect::<String>(), chart.text)
}

struct Chart<'r> {
    text: String,
    ids: usize,
    report: &'r GapReport,
    undated: Vec<String>,
    section: Option<String>,
}

impl Chart<'_> {
    fn line(&mut self, line: &str) {
        writeln!(self.text, "    {line}").ok();
    }

    /// What is drawn next is in this section; one without a bar is left out.
    fn section(&mut self, title: &str) {
        self.section = Some(title.to_owned());
    }

    fn activities(&mut self, is_wanted: impl Fn(&ActivityRow) -> bool) {
        let mut own: Vec<&ActivityRow> = self.report.activities.iter().filter(|one| is_wanted(one)).collect();
        own.sort_by_key(|activity| (activity.start_day, activity.end_day));
        for activity in own {
            let name = activity.name.as_ref().unwrap_or(&activity.id);
            let state = match activity.when {
                When::Dropped => continue,
                When::Done => "done, ",
                When::Running => "active, ",
                When::Late => "crit, ",
                When::Unknown | When::Soon | When::Later => "",
            };
            if activity.are_dates_readable {
                self.bar(name, state, activity.start_day, activity.end_day);
            } else {
                self.undated.push(name.clone());
            }
        }
    }

    /// A bar, or a milestone on its day. What is open on one side reaches as far as the period.
    fn bar(&mut self, name: &str, tags: &str, start: Option<Date>, end: Option<Date>) {
        let head = &self.report.head;
        let from = start.or(head.start.filter(|day| end.is_none_or(|end| *day <= end))).or(end);
        let until = end.or(head.end.filter(|day| from.is_none_or(|from| *day >= from))).or(from);
        let (Some(from), Some(until)) = (from, until.filter(|until| Some(*until) >= from)) else {
            self.undated.push(name.to_owned());
            return;
        };
        if let Some(title) = self.section.take() {
            self.line(&format!("section {}", escaped(&title)));
        }
        self.ids += 1;
        // Mermaid's end is the day after the last one.
        let end = if tags.contains("milestone") { from } else { until.checked_add(1.day()).unwrap_or(until) };
        self.line(&format!("{} :{tags}b{}, {from}, {end}", escaped(name), self.ids));
    }
}

/// A text in which nothing is notation: its special characters become entities.
fn escaped(text: &str) -> String {
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let first = line.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
    let is_keyword = KEYWORDS.split(' ').any(|word| first.eq_ignore_ascii_case(word));
    let mut escaped = String::with_capacity(line.len());
    for (at, letter) in line.chars().enumerate() {
        let is_plain =
            letter.is_alphanumeric() || letter == ' ' || !letter.is_ascii() && !letter.is_control();
        let is_safe =
            is_plain || matches!(letter, '.' | ',' | '\'' | '(' | ')' | '!' | '?' | '+' | '/' | '-' | '*');
        if is_safe && !(at == 0 && (is_keyword || !letter.is_alphabetic())) {
            escaped.push(letter);
        } else if !letter.is_control() {
            write!(escaped, "#{};", u32::from(letter)).ok();
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_notation() {
        for (text, shown) in [
            ("Open days, May", "Open days, May"),
            ("Talk: #help; 50 % off", "Talk#58; #35;help#59; 50 #37; off"),
            ("Section 4", "#83;ection 4"),
            ("2027-01-01 fair", "#50;027-01-01 fair"),
            ("<b> & \"x\"", "#60;b#62; #38; #34;x#34;"),
            ("a\n%%{init}", "a #37;#37;#123;init#125;"),
            ("Ölmühle – Fête", "Ölmühle – Fête"),
        ] {
            assert_eq!(escaped(text), shown);
        }
    }
}
