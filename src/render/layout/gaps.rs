//! The gap report in words: one function for each part, in the order of the meeting.

use super::ahead;
use super::alignment::alignment;
use super::parts::{self, away, figure, number, share, status_mark, strategy_name, value};
use crate::analysis::kpi::{Judgment, Standing, Status, Stretch};
use crate::render::outline::{Entry, List, Mark, Outline, Table, column, figures, marked, with_others};
use crate::report::alignment::doubts;
use crate::report::gaps::GapReport;
use crate::report::gaps::agenda::Item;
use crate::report::gaps::structure::Gap;
use crate::report::gears::GearTable;
use crate::strategy::subject::Subject;
use crate::words::figures::{percent, plain, ratio};
use crate::words::text::{Text, bold, day, dim, join, name, text};
use crate::words::{capitalized, counted};

pub fn outline(report: &GapReport) -> Outline {
    let mut out = Outline::default();
    headline(&mut out, report);
    if let Some(since) = &report.since {
        super::diff::since(&mut out, since);
    }
    if !report.head.is_judged {
        return out;
    }
    goals(&mut out, report);
    kpis(&mut out, report);
    structure(&mut out, report);
    for sequence in &report.gear_sequences {
        gears(&mut out, report, sequence);
    }
    ahead::schedule(&mut out, report);
    if report.scope.has_money() {
        ahead::money(&mut out, report);
    }
    ahead::outlook(&mut out, report);
    ahead::places(&mut out, report);
    agenda(&mut out, report);
    definitions(&mut out, report);
    out
}

fn headline(out: &mut Outline, report: &GapReport) {
    let head = &report.head;
    out.title(strategy_name(&head.name), text(", gap report as of ") + day(head.as_of));
    for notice in notices(report) {
        out.text(notice);
    }
    if !head.is_judged {
        return;
    }
    out.facts(standing(report));
    let statuses = report.statuses.iter().map(|(status, count)| format!("{status} {count}"));
    let statuses = join(statuses, ", ");
    let separator = if statuses.is_empty() { "" } else { ": " };
    let doubts = doubts(report.kpis.iter());
    let doubts = (!doubts.is_empty()).then(|| format!(" ({})", doubts.join(", ")));
    let kpis = text(counted(report.kpis.len(), "KPI", "KPIs")) + separator + statuses + doubts;
    let aligned = report.goals.iter().filter(|goal| goal.row.missing.is_empty()).count();
    let goals = format!("{aligned} of {} goals aligned", report.goals.len());
    out.facts(vec![goals.into(), kpis, parts::findings(&report.findings).into()]);
    for sequence in &report.gear_sequences {
        let purpose = bold(format!("{}:", capitalized(sequence.purpose.key())));
        out.text(purpose + " " + sequence.headline.clone());
    }
    parts::notes(out, report, [Subject::Strategy]);
}

/// What a reader must know first: what the report does not cover.
pub(in crate::render) fn notices(report: &GapReport) -> Vec<Text> {
    if !report.head.is_judged {
        return vec!["This file cannot be checked as a strategy: `stratplan check` says why.".into()];
    }
    let partial = report.head.is_partial.then(|| {
        "Parts of the file could not be read, so figures may be missing or too low: `stratplan check` shows which parts.".into()
    });
    let owner = report.scope.owner.as_deref();
    let owner = owner.map(|owner| text("what belongs to ") + name(report.name_of(owner)));
    let goal = report.scope.goal.as_ref().map(|goal| text("the goal ") + name(goal));
    let campaign = report.scope.campaign.as_ref().map(|id| {
        let called = report.campaigns.iter().find(|one| one.id == *id).and_then(|one| one.name.as_ref());
        text("the campaign ") + name(called.unwrap_or(id))
    });
    let scope = join(owner.into_iter().chain(goal).chain(campaign), " and ");
    let scope = (!scope.is_empty()).then(|| text("This page is about ") + scope + " alone.");
    partial.into_iter().chain(scope).collect()
}

fn standing(report: &GapReport) -> Vec<Text> {
    let head = &report.head;
    let period = head.start.zip(head.end).map(|(start, end)| {
        let passed = head.elapsed.map(|elapsed| format!(", {} passed", percent(elapsed.0)));
        day(start) + " to " + day(end) + passed
    });
    let review = match (&head.next_review, head.next_review_in_days) {
        (Some(next), Some(days)) => text("next review ") + day(next) + ", " + away(days),
        _ => "no next review".into(),
    };
    let owner = head.owner.as_deref().map(|owner| text("owner ") + name(report.name_of(owner)));
    let organization = head.organization.as_ref().map(name);
    [organization, Some(head.status.key().into()), period, Some(review), owner]
        .into_iter()
        .flatten()
        .collect()
}

fn goals(out: &mut Outline, report: &GapReport) {
    out.section("goals", "Goals", "");
    let goals = &report.goals;
    let kpi = |id: &String| {
        let kpi = report.kpis.iter().find(|kpi| kpi.id == *id);
        let status = kpi.map(|kpi| format!(" {}{}", kpi.status, parts::doubt(kpi)));
        name(id) + status
    };
    let columns = [
        column("goal", goals, |goal| name(&goal.row.id)),
        column("what the business wants", goals, |goal| goal.row.statement.as_ref().map(name)),
        column("owner", goals, |goal| goal.row.owner.as_ref().map(name)),
        column("KPIs", goals, |goal| {
            marked(goal.worst.and_then(status_mark), join(worst_first(report, &goal.row.kpis).map(kpi), ", "))
        }),
        column("aligned", goals, |goal| alignment(&goal.row)),
    ];
    let table = Table::new(columns.into_iter().chain(with_others(goals, |goal| &goal.row.with)));
    out.table_or(table, "No goal is listed here.");
    parts::notes(out, report, goals.iter().map(|goal| Subject::Goal(goal.row.id.clone())));
}

/// The mark of a goal is that of its worst KPI, so that comes first.
fn worst_first<'a>(report: &GapReport, ids: &'a [String]) -> impl Iterator<Item = &'a String> {
    let severity = |id: &String| {
        let kpi = report.kpis.iter().find(|kpi| kpi.id == *id);
        std::cmp::Reverse(kpi.map(|kpi| kpi.status.severity()))
    };
    let mut ids: Vec<&String> = ids.iter().collect();
    ids.sort_by_key(|id| severity(id));
    ids.into_iter()
}

fn kpis(out: &mut Outline, report: &GapReport) {
    let kpis = &report.kpis;
    out.section("kpis", "KPIs", ", the ones with problems first");
    if kpis.is_empty() {
        out.dim("No KPI is listed here, so there are no gaps to show.");
        return;
    }
    let id = |kpi: &Judgment| name(&kpi.id);
    let standing = Table::new([
        column("KPI", kpis, id),
        column("status", kpis, |kpi| marked(status_mark(kpi.status), parts::status(kpi))),
        figures("figure", kpis, |kpi| value(kpi.figure)),
        figures("target", kpis, |kpi| kpi.target.map(|target| target.to_string())),
        column("due", kpis, |kpi| kpi.target.and_then(|target| target.date).map(day)),
        figures("progress", kpis, |kpi| share(kpi.progress)),
        figures("expected", kpis, |kpi| share(kpi.expected)),
        figures("pace", kpis, |kpi| kpi.pace.map(|pace| ratio(pace.0))),
        column("owner", kpis, |kpi| kpi.owner.as_ref().map(name)),
    ]);
    out.table_or(standing, "");
    out.subsection("Their gaps and forecasts");
    let ahead = Table::new([
        column("KPI", kpis, id),
        column("unit", kpis, |kpi| kpi.unit.as_ref().map(name)),
        figures("read", kpis, |kpi| kpi.age_days.map(|days| away(-days))),
        figures("start", kpis, |kpi| number(kpi.start.and_then(|start| start.value))),
        figures("before", kpis, |kpi| kpi.before.as_ref().map(parts::before)),
        figures("stretch", kpis, |kpi| number(kpi.target.and_then(|target| target.stretch))),
        figures("gap", kpis, |kpi| figure(parts::gap(kpi))),
        figures("gap to plan", kpis, |kpi| figure(kpi.gap_to_plan)),
        figures("forecast", kpis, |kpi| figure(kpi.forecast.on_target_day)),
        column("met at this rate", kpis, parts::meets),
        column("note", kpis, |kpi| kpi.note.as_ref().map(name)),
    ]);
    out.table_or(ahead.without_empty_columns(), "");
    stretches(out, kpis);
    parts::notes(out, report, kpis.iter().map(|kpi| Subject::Kpi(kpi.id.clone())));
}

/// What became of the targets of stretches of time that have ended.
fn stretches(out: &mut Outline, kpis: &[Judgment]) {
    let rows = kpis.iter().flat_map(|kpi| kpi.targets.iter().map(move |stretch| (kpi, stretch)));
    let rows: Vec<(&Judgment, &Stretch)> = rows.collect();
    if rows.is_empty() {
        return;
    }
    out.subsection("Their targets for stretches of time that are over");
    let verdict = |stretch: &Stretch| match stretch.standing {
        Standing::Good => marked(Some(Mark::Good), "met"),
        Standing::Watch => marked(Some(Mark::Care), "missed"),
        Standing::Bad => marked(Some(Mark::Bad), "missed"),
        Standing::Open => marked(None, "not read at its end"),
    };
    let table = Table::new([
        column("KPI", &rows, |(kpi, _)| name(&kpi.id)),
        column("time", &rows, |(_, stretch)| name(&stretch.time)),
        figures("figure", &rows, |(_, stretch)| number(stretch.figure)),
        figures("target", &rows, |(_, stretch)| plain(stretch.target.0)),
        column("verdict", &rows, |(_, stretch)| verdict(stretch)),
    ]);
    out.table_or(table, "");
}

fn structure(out: &mut Outline, report: &GapReport) {
    out.section("structure", "Structural gaps", ", by owner");
    if report.structure.is_empty() {
        out.dim("Nothing to raise: no rule has found anything.");
    }
    for of in &report.structure {
        out.subsection(of.owner.as_deref().map_or("Nobody".into(), |owner| name(report.name_of(owner))));
        out.list_or(List::bullets(of.gaps.iter().map(gap)), "");
    }
}

fn gap(gap: &Gap) -> Entry {
    let about = if gap.about.is_empty() { Text::default() } else { text(": ") + parts::names(&gap.about) };
    let text = text(&gap.message) + about + dim(format!(" ({}, line {})", gap.rule, gap.line));
    parts::finding(gap.level, text, &gap.help)
}

fn gears(out: &mut Outline, report: &GapReport, sequence: &GearTable) {
    parts::gears_section(out, sequence);
    parts::rationale(out, sequence, "Why this order: ");
    let gears = &sequence.gears;
    let table = Table::new([
        column("gear", gears, |gear| gear.gear.key()),
        column("state", gears, parts::state),
        column("start", gears, parts::start),
        column("figure and gate", gears, parts::figures_of),
        figures("change", gears, parts::per_month),
        figures("recent pace", gears, parts::pace),
        column("driven by", gears, parts::driven),
        figures("money", gears, |gear| share(gear.budget_share)),
        column("owner", gears, |gear| gear.owner.as_ref().map(name)),
    ]);
    out.table_or(table.without_empty_columns(), "");
    parts::gears_left_out(out, sequence);
    let own = gears.iter().map(|row| Subject::Gear(sequence.purpose, row.gear));
    parts::notes(out, report, std::iter::once(Subject::Purpose(sequence.purpose)).chain(own));
    out.text(sequence.headline.clone());
}

fn agenda(out: &mut Outline, report: &GapReport) {
    out.section("agenda", "Agenda", "");
    let entry = |item: &Item, mark: Option<Mark>| {
        let owner = match &item.owner {
            Some(owner) => text(" — ") + name(report.name_of(owner)),
            None => " — nobody owns this".into(),
        };
        let text = bold(item.topic.clone().capitalized()) + dim(owner);
        Entry { mark, text, detail: item.ask.clone() }
    };
    let entries = report.agenda.items.iter().map(|item| entry(item, None)).collect();
    let nothing = nothing_to_discuss(report);
    out.list_or(List { is_numbered: true, entries }, nothing);
    let went_well = report.agenda.went_well.iter().map(|item| entry(item, Some(Mark::Good)));
    out.list_or(List::bullets(went_well), "");
}

/// Why the agenda is empty. It claims no more about the KPIs than their figures say.
fn nothing_to_discuss(report: &GapReport) -> &'static str {
    let kpis = &report.kpis;
    let mut targeted = kpis.iter().filter(|kpi| !matches!(kpi.status, Status::NoTarget | Status::NotNow));
    if report.findings.errors + report.findings.warnings > 0 {
        "Nothing needs a discussion; what the rules found is listed under the structural gaps."
    } else if kpis.is_empty() {
        "Nothing needs a discussion: no rule objects, and there is no KPI that could be off track."
    } else if kpis.iter().all(|kpi| kpi.figure.is_none()) {
        "Nothing needs a discussion yet: no KPI has been read, and no rule objects."
    } else if kpis.iter().any(|kpi| kpi.is_by_an_old_reading().is_some()) {
        "Nothing needs a discussion as far as the readings say, and some of them are old."
    } else if targeted.all(|kpi| kpi.standing == Standing::Good) {
        "Nothing needs a discussion: every KPI with a target is on track, and no rule objects."
    } else {
        "Nothing needs a discussion: no rule objects, and no KPI needs a decision."
    }
}

fn definitions(out: &mut Outline, report: &GapReport) {
    let numbers = &report.definitions;
    out.section("definitions", "How the figures are made", "");
    out.dim(format!(
        "The figure of a KPI is its latest reading; for a sum, what has come in so far. Progress = (figure − start) / \
         (target − start). Expected = the same for the plan on the figure's day: a straight line from start to target, \
         or along milestones, or in the shape of last year. Pace = progress / expected, or, if the plan turns back on \
         the way, 1 − gap to plan / |target − start|; a level in the shape of last year has no progress, and its pace is \
         1 − gap to plan / plan. A pace is shown rounded down. {} or more is on track, {} or more at risk, less off track. What is on track, but by its forecast misses its target by \
         more than a tenth of the way, ends short. A sum that is within its limit, but by its forecast passes it by \
         more than a tenth of what is left to it, ends over. It is \
         too early to judge before {} of the time has passed. Gap = what is missing to the target, or to the \
         nearest end of a bound; gap to plan = what is missing to the plan; negative is ahead.",
        plain(numbers.on_track.0),
        plain(numbers.at_risk.0),
        percent(numbers.judge_from.0),
    ));
    out.dim(
        "A target is judged on its day, by the latest reading of the day, week, 28 days, 90 days or year up to it, as \
         the KPI's cadence is, or else by the first one after it; the status then says when that was. Forecast = the line through the figure with the median slope of all pairs of values \
         since the start (Theil–Sen), for a sum with the median of what came in per day, on the target's day; if that is \
         nothing although something came in, it is too uneven to forecast. On a plan \
         in the shape of last year, and for a sum with milestones, it is figure × target / plan; on any other plan that \
         turns back, and for a level with milestones, the target minus the gap to plan; a level behind its milestones ends \
         where the line leads if that is further from the target.",
    );
    out.dim(format!(
        "A gear spins while its gate is reached, and a small dip after that does not count; without a gate, if its recent pace is {} or more. Recent pace = the \
         change of the gear's slowest KPI over the last {} days (since its start, if these have fewer than three \
         readings) / the change planned for these days. Nothing is expected of a KPI before the first gear that names it \
         starts, unless it has milestones of its own. Slack = days from the day the previous gate opens to the gear's start; negative is too soon. Money of an \
         activity is split over the gears it drives; progress next to money is the mean of the KPIs named there, with 1 \
         for a bound that is kept and 0 for a broken one.",
        plain(numbers.on_track.0),
        numbers.recent_days,
    ));
}
