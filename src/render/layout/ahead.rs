//! What lies ahead and what it costs: schedule, money, decisions, risks, lessons.

use rust_decimal::Decimal;

use crate::analysis::schedule::LateWith;
use crate::render::layout::parts::{away, names, notes, share};
use crate::render::outline::{Cell, Entry, List, Mark, Outline, Table, column, figures, marked, with_others};
use crate::report::gaps::GapReport;
use crate::report::gaps::money::{KindMoney, MoneyTable};
use crate::report::gaps::outlook::{DecisionRow, Urgency};
use crate::report::gaps::schedule::{ActivityRow, CampaignRow, When};
use crate::strategy::activity::ActivityStatus;
use crate::strategy::gear::PurposeKind;
use crate::strategy::number::Number;
use crate::strategy::pillar::PillarKind;
use crate::strategy::plan::Degree;
use crate::strategy::subject::Subject;
use crate::words;
use crate::words::counted;
use crate::words::figures::{computed, money as amount};
use crate::words::text::{Text, day, dim, link, name, text};

pub(super) fn schedule(out: &mut Outline, report: &GapReport) {
    out.section("schedule", "Schedule", "");
    let activities =
        [When::Late, When::Unknown, When::Running, When::Soon].map(|when| report.activities_when(when));
    let activities: Vec<_> = activities.into_iter().flatten().collect();
    let of_campaign = |id: Option<&String>| -> Vec<&ActivityRow> {
        let campaign = |one: &ActivityRow| report.campaign_of(one).map(|campaign| &campaign.id);
        activities.iter().copied().filter(|one| campaign(one) == id).collect()
    };
    let days = words::days(report.definitions.horizon_days);
    let nothing = format!("No activity is late or running, and none starts within {days}.");
    let nothing = if activities.is_empty() && report.campaigns.is_empty() { nothing.as_str() } else { "" };
    out.table_or(activity_table(&of_campaign(None)), nothing);
    for campaign in &report.campaigns {
        let own = of_campaign(Some(&campaign.id));
        let is_over = matches!(campaign.state, ActivityStatus::Done | ActivityStatus::Dropped);
        if is_over && own.is_empty() && report.scope.campaign.is_none() {
            continue;
        }
        out.subsection(text("Campaign: ") + name(campaign.name.as_ref().unwrap_or(&campaign.id)));
        out.facts(campaign_facts(report, campaign));
        out.table_or(activity_table(&own), "");
        notes(out, report, [Subject::Campaign(campaign.id.clone())]);
    }
    let has = |when| report.activities_when(when).next().is_some();
    match (has(When::Late), has(When::Soon)) {
        _ if activities.is_empty() => {}
        (true, true) => {}
        (true, false) => out.dim(format!("Nothing starts within {days}.")),
        (false, true) => out.dim("No activity is late."),
        (false, false) => out.dim(format!("No activity is late, and none starts within {days}.")),
    }
    workload(out, report);
    let live = report.activities.iter().filter(|one| one.when < When::Done);
    let own = live.map(|one| Subject::Activity(one.pillar, one.id.clone()));
    let pillars = PillarKind::ALL.into_iter().filter(|_| report.scope.is_whole()).map(Subject::Pillar);
    notes(out, report, pillars.chain(own));
}

/// What is said of an activity instead of its dates.
pub(in crate::render) const UNREADABLE: &str = "dates not readable";

/// The hours of those whose activities say how many they take.
fn workload(out: &mut Outline, report: &GapReport) {
    let rows = &report.workload;
    if rows.is_empty() {
        return;
    }
    out.subsection("Hours a week");
    let table = Table::new([
        column("person", rows, |row| name(report.name_of(&row.person))),
        figures("has", rows, |row| row.available.map(|hours| computed(hours.0))),
        figures("needs", rows, |row| {
            let needed = computed(row.needed.0);
            let least = if row.is_complete { "" } else { " or more" };
            marked(row.is_over.then_some(Mark::Bad), format!("{needed}{least}"))
        }),
        column("in the week of", rows, |row| day(row.week)),
    ]);
    out.table_or(table, "");
}

fn activity_table(activities: &[&ActivityRow]) -> Table {
    let columns = [
        column("activity", activities, |activity| name(&activity.id)),
        column("", activities, |activity| match activity.when {
            When::Late => marked(Some(Mark::Bad), "late"),
            When::Unknown => marked(Some(Mark::Care), "unknown"),
            When::Running => marked(Some(Mark::Good), "running"),
            _ => "starts soon".into(),
        }),
        column("when", activities, |activity| dates(activity)),
        column("pillar", activities, |activity| activity.pillar.to_string()),
        column("goals", activities, |activity| names(&activity.goals)),
        column("gears", activities, |activity| activity.gears.join(", ")),
        column("owner", activities, |activity| activity.owner.as_ref().map(name)),
    ];
    Table::new(columns.into_iter().chain(with_others(activities, |activity| &activity.with)))
}

/// When a campaign is, who does it, and what for.
fn campaign_facts(report: &GapReport, campaign: &CampaignRow) -> Vec<Text> {
    let called = |person: &String| name(report.name_of(person));
    let with = words::text::and(campaign.with.iter().map(called));
    [
        Some(campaign.state.key().into()),
        campaign_dates(campaign),
        Some(counted(campaign.activities.len(), "activity", "activities").into()),
        (!campaign.goals.is_empty()).then(|| text("for ") + names(&campaign.goals)),
        campaign.owner.as_ref().map(|owner| text("owner ") + called(owner)),
        (!campaign.with.is_empty()).then(|| text("with ") + with),
        campaign.why.as_ref().map(name),
    ]
    .into_iter()
    .flatten()
    .collect()
}

pub(in crate::render) fn campaign_dates(campaign: &CampaignRow) -> Option<Text> {
    let starts = campaign.starts_in_days.map(|days| text(", starts ") + away(days));
    let dates = match (&campaign.start, &campaign.end) {
        (Some(start), Some(end)) => day(start) + " to " + day(end),
        (Some(start), None) => text("from ") + day(start),
        (None, Some(end)) => text("until ") + day(end),
        (None, None) => return None,
    };
    Some(dates + starts)
}

pub(in crate::render) fn dates(activity: &ActivityRow) -> Text {
    if let Some(late) = activity.late {
        let with = match late.with {
            LateWith::Start => "was to start by ",
            LateWith::End => "was to end by ",
        };
        return text(with) + day(late.since) + format!(", {} ago", words::days(late.days));
    }
    if !activity.are_dates_readable {
        return UNREADABLE.into();
    }
    match (&activity.start, &activity.end, activity.starts_in_days) {
        (Some(start), _, Some(days)) => day(start) + ", " + away(days),
        (Some(start), Some(end), None) => day(start) + " to " + day(end),
        (Some(start), None, None) => text("since ") + day(start),
        (None, Some(end), _) => text("until ") + day(end),
        (None, None, _) if activity.after.is_empty() && activity.after_the_end_of.is_empty() => {
            "standing practice".into()
        }
        (None, None, _) => {
            let begun = activity.after.iter().map(name);
            let ended = activity.after_the_end_of.iter().map(|id| text("the end of ") + name(id));
            text("after ") + words::text::and(begun.chain(ended))
        }
    }
}

pub(super) fn money(out: &mut Outline, report: &GapReport) {
    let money = &report.money;
    out.section("money", "Money", "");
    if money.is_silent() {
        out.dim("No budget is given.");
    } else {
        let currency = money.currency.as_deref();
        let fact = |what: &str, sum: Decimal| Text::from(format!("{what} {}", amount(sum, currency)));
        let mut facts: Vec<Text> = money.total.map(|total| fact("total", total.0)).into_iter().collect();
        facts.extend([fact("planned", money.budget.0), fact("spent", money.spent.0)]);
        facts.extend(money.unplanned.map(|rest| {
            let is_beyond = rest.0 < Decimal::ZERO;
            fact(if is_beyond { "planned beyond the total" } else { "unallocated" }, rest.0.abs())
        }));
        facts.extend((!money.is_known).then(|| "some figures could not be read".into()));
        out.facts(facts);
        let rows: Vec<MoneyRow> = money_rows(money).collect();
        let of_what = if money.campaigns.is_empty() { "pillar or gear" } else { "pillar, campaign or gear" };
        let kinds = money.by_kind.iter().filter(|of| !of.budget.0.is_zero()).map(|of| {
            figures(of.kind.key(), &rows, move |row| {
                let own = row.by_kind.iter().find(|one| one.kind == of.kind);
                own.map(|own| amount(own.budget.0, None))
            })
        });
        let without = (!money.by_kind.is_empty()).then(|| {
            let rest = |row: &MoneyRow| without_kind(row.budget, &row.by_kind);
            figures("uncategorized", &rows, move |row| rest(row).map(|rest| amount(rest, None)))
        });
        let first = [
            column(of_what, &rows, |row| row.name.clone()),
            figures("planned", &rows, |row| amount(row.budget.0, currency)),
        ];
        let last = [
            figures("spent", &rows, |row| amount(row.spent.0, currency)),
            figures("used", &rows, |row| share(row.used())),
            figures("progress", &rows, |row| share(row.progress)),
        ];
        let table = Table::new(first.into_iter().chain(kinds).chain(without).chain(last));
        let table = if money.by_kind.is_empty() { table } else { table.without_empty_columns() };
        out.table_or(table, "");
        let spent = money.by_kind.iter().filter(|of| !of.spent.0.is_zero());
        let spent: Vec<String> =
            spent.map(|of| format!("{} {}", of.kind, amount(of.spent.0, currency))).collect();
        if !spent.is_empty() {
            out.dim(format!("Spent by kind: {}", spent.join(", ")));
        }
    }
    notes(out, report, [Subject::Budget]);
    if money.funnel.iter().any(|stage| stage.activities > 0) {
        let stages = money.funnel.iter().map(|stage| format!("{} {}", stage.stage.key(), stage.activities));
        out.dim(format!("Activities by stage of the funnel: {}", stages.collect::<Vec<_>>().join(", ")));
    }
}

/// What of a budget has no kind; none if all of it has.
pub(in crate::render) fn without_kind(budget: Number, by_kind: &[KindMoney]) -> Option<Decimal> {
    let rest = by_kind.iter().try_fold(budget.0, |rest, of| rest.checked_sub(of.budget.0))?;
    (rest > Decimal::ZERO).then_some(rest)
}

/// A pillar, a campaign, or a gear of a purpose.
pub(in crate::render) struct MoneyRow {
    pub name: Text,
    /// Rows of the same kind are next to each other.
    pub kind: MoneyOf,
    pub budget: Number,
    pub spent: Number,
    pub by_kind: Vec<KindMoney>,
    pub progress: Option<Number>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::render) enum MoneyOf {
    Pillar,
    Campaign,
    Gear(PurposeKind),
}

impl MoneyRow {
    /// The share of the budget that is spent; none without a budget.
    pub(in crate::render) fn used(&self) -> Option<Number> {
        self.spent.0.checked_div(self.budget.0).map(Number)
    }
}

pub(in crate::render) fn money_rows(table: &MoneyTable) -> impl Iterator<Item = MoneyRow> {
    let row = |name, kind, (budget, spent), by_kind: &[KindMoney], progress| {
        let by_kind = by_kind.to_vec();
        MoneyRow { name, kind, budget, spent, by_kind, progress }
    };
    let pillars = table.pillars.iter().map(move |one| {
        let name = one.pillar.to_string().into();
        row(name, MoneyOf::Pillar, (one.budget, one.spent), &one.by_kind, one.progress)
    });
    let campaigns = table.campaigns.iter().map(move |one| {
        let called = name(one.name.as_ref().unwrap_or(&one.campaign));
        row(called, MoneyOf::Campaign, (one.budget, one.spent), &one.by_kind, one.progress)
    });
    let gears = table.gears.iter().map(move |one| {
        let gear = format!("{}.{}", one.purpose, one.gear);
        let kind = MoneyOf::Gear(one.purpose);
        row(gear.into(), kind, (one.budget, one.spent), &one.by_kind, one.progress)
    });
    pillars.chain(campaigns).chain(gears)
}

pub(super) fn outlook(out: &mut Outline, report: &GapReport) {
    out.section("decisions", "Decisions, risks, lessons", "");
    let decisions = &report.decisions;
    let columns = [
        column("decision", decisions, |decision| name(decision.question.as_ref().unwrap_or(&decision.id))),
        column("", decisions, urgency),
        column("needed by", decisions, |decision| {
            let by = decision.needed_by.as_ref().zip(decision.needed_in_days);
            by.map(|(by, days)| day(by) + ", " + away(days))
        }),
        column("owner", decisions, |decision| decision.owner.as_ref().map(name)),
    ];
    let table = Table::new(columns.into_iter().chain(with_others(decisions, |decision| &decision.with)));
    out.table_or(table, "No decision is open.");
    notes(out, report, decisions.iter().map(|one| Subject::Decision(one.id.clone())));
    let risks = &report.risks;
    let table = Table::new([
        column("risk", risks, |risk| name(risk.statement.as_ref().unwrap_or(&risk.id))),
        column("likelihood", risks, |risk| risk.likelihood.map(Degree::key)),
        column("impact", risks, |risk| risk.impact.map(Degree::key)),
        column("what is done about it", risks, |risk| risk.mitigation.as_ref().map(name)),
        column("owner", risks, |risk| risk.owner.as_ref().map(name)),
    ]);
    out.table_or(table, "No risk is written down.");
    notes(out, report, risks.iter().map(|one| Subject::Risk(one.id.clone())));
    let lessons = report.lessons.iter().map(|lesson| {
        let date = lesson.date.as_ref().map(|date| dim(text(" (") + day(date) + ")"));
        let text = name(lesson.learned.as_ref().unwrap_or(&lesson.id)) + date;
        Entry::new(None, text)
    });
    out.list_or(List::bullets(lessons), "No lessons logged since the last review.");
    notes(out, report, report.lessons.iter().map(|one| Subject::Lesson(one.id.clone())));
}

pub(super) fn places(out: &mut Outline, report: &GapReport) {
    let (accounts, documents) = (&report.accounts, &report.documents);
    if !accounts.is_empty() {
        out.section("accounts", "Accounts", "");
        let table = Table::new([
            column("platform", accounts, |one| name(&one.platform)),
            column("account", accounts, |one| name(one.handle.as_ref().unwrap_or(&one.id))),
            column("address", accounts, |one| one.address.as_ref().map(link)),
            column("languages", accounts, |one| one.languages.join(", ")),
            column("market", accounts, |one| one.market.as_ref().map(name)),
            column("until", accounts, |one| one.until.as_ref().map(day)),
            column("owner", accounts, |one| one.owner.as_ref().map(name)),
        ]);
        out.table_or(table.without_empty_columns(), "");
        let own = accounts.iter().map(|one| Subject::Account(one.platform.clone(), one.id.clone()));
        notes(out, report, own);
    }
    if !documents.is_empty() {
        out.section("documents", "Documents", "");
        let table = Table::new([
            column("document", documents, |one| name(one.what.as_ref().unwrap_or(&one.id))),
            column("where", documents, |one| one.at.as_ref().map(link)),
            column("reviewed", documents, |one| one.reviewed.as_ref().map(day)),
            column("owner", documents, |one| one.owner.as_ref().map(name)),
        ]);
        out.table_or(table.without_empty_columns(), "");
        notes(out, report, documents.iter().map(|one| Subject::Document(one.id.clone())));
    }
}

fn urgency(decision: &DecisionRow) -> Cell {
    match decision.urgency {
        Urgency::Overdue => marked(Some(Mark::Bad), "overdue"),
        Urgency::BeforeReview => marked(Some(Mark::Care), "before the next review"),
        Urgency::Later => "later".into(),
        Urgency::Undated => marked(Some(Mark::Care), "no date"),
    }
}
