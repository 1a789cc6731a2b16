//! A first draft of a strategy from a table of activities or a content calendar, and from exports of platforms.

use std::fmt::Write;
use std::ops::ControlFlow;

use jiff::civil::Date;

use super::Problem;
use super::cells::Cell;
use super::outcome::place_of;
use super::plan_columns::{Columns, Role};
use super::plan_ids::Ids;
use super::plan_kpis::{NewKpi, kpis_of};
use super::plan_people::{Table, refuse_people};
use super::plan_rows::{Entry, Pillar, Rows, read};
use super::read::Choices;
use super::tables::check_width;
use super::unpack::{Content, Part, parts};
use crate::strategy::date::{CoarseDate, Days};
use crate::strategy::starters::UNNAMED;
use crate::syntax::edit::quote_if_needed;
use crate::words::currency::Mark;
use crate::words::unit::says;
use crate::words::{and, counted, quoted, safe};

/// A draft, and what is to be said about it.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) text: String,
    pub(crate) report: Vec<String>,
}

/// The draft that files give: activities from tables of them, and KPIs from exports of platforms.
pub(crate) fn draft(
    files: impl IntoIterator<Item = (String, Result<Vec<u8>, Problem>)>,
    name: Option<&str>,
    choices: &Choices,
) -> Result<Draft, (String, Problem)> {
    let (mut report, mut entries, mut marks, mut kpis) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut names = Vec::new();
    for (file, bytes) in files {
        let parts = bytes.and_then(parts).map_err(|problem| (file.clone(), problem))?;
        let place = |part: &Part| place_of(&file, &part.name);
        let mut of_file = Vec::new();
        let mut is_export = false;
        let mut near = Vec::new();
        for part in &parts {
            let exported = kpis_of(part).map_err(|problem| (place(part), problem))?;
            is_export |= exported.is_known;
            of_file.extend(exported.kpis);
            near.push(exported.near);
        }
        if is_export {
            let names = quoted(of_file.iter().map(|kpi: &NewKpi| safe::line(&kpi.name)));
            let what = match names.as_slice() {
                [] => "no KPI; `stratplan import --describe` says what is in it".to_owned(),
                [one] => format!("KPI {one}"),
                _ => format!("KPIs {}", and(&names)),
            };
            report.push(format!("{}: {what}", safe::path(&file)));
            for kpi in of_file {
                if !kpis.contains(&kpi) {
                    kpis.push(kpi);
                }
            }
        }
        // What else is in an export is about posts and people.
        for (part, near) in parts.iter().zip(near).filter(|_| !is_export) {
            let refuse = |problem: Problem| (place(part), problem);
            let tables = tables(part).map_err(refuse)?;
            if tables.is_empty() {
                let why = match &part.content {
                    Content::Skipped(Problem { message, help, .. }) => format!("{message}; {help}"),
                    _ => "it has no table of activities".to_owned(),
                };
                report.push(format!("{}: left out, since {why}", safe::path(&place(part))));
            }
            for table in tables {
                refuse_people(&table, near.as_ref()).map_err(refuse)?;
                let rows = read(&table.columns, &table.rows, choices).map_err(refuse)?;
                tell(&mut report, &place(part), &table, &rows);
                entries.extend(rows.entries);
                marks.extend(rows.marks);
            }
        }
        names.push(file);
    }
    if entries.is_empty() && kpis.is_empty() {
        let help = "name the columns in the first row: `Title` for what is done, and others such as `Start`, `End`, \
                    `Date`, `Owner`, `Platform` or `Budget`";
        return Err((names.join(", "), Problem::new("there is no table of activities", help)));
    }
    marks.sort_by_key(|mark| format!("{mark:?}"));
    marks.dedup();
    // `$1,200` below `Budget (USD)` is in USD.
    if let [named @ Mark::Currency(_), shared @ Mark::Shared(_)] = marks.as_slice()
        && says(shared, named)
    {
        marks.pop();
    }
    let currency = match marks.as_slice() {
        [] => None,
        [Mark::Currency(code)] => Some(code.as_str()),
        [Mark::Shared(sign)] => {
            report
                .push(format!("`{sign}` is the sign of several currencies: add `budget: {{ currency: … }}`"));
            None
        }
        _ => {
            let problem = Problem::new("the amounts are in several currencies", "write them in one");
            return Err((names.join(", "), problem));
        }
    };
    let text = write(&names.join(", "), name.unwrap_or(UNNAMED), &entries, &kpis, currency, choices);
    Ok(Draft { text, report })
}

/// The tables of activities in a part. A header can be there again, such as above each month. Another one begins another
/// table, if an empty row is above it; any other row is one of the table.
fn tables(part: &Part) -> Result<Vec<Table>, Problem> {
    let mut tables: Vec<Table> = Vec::new();
    let mut is_below_nothing = true;
    let is_text = matches!(part.content, Content::Text(_));
    part.rows(&mut |number, cells| {
        let cells: Vec<Cell<'static>> = cells.iter().map(Cell::to_owned).collect();
        let filled = cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
        let can_begin = filled > 0 && (tables.is_empty() || is_below_nothing);
        is_below_nothing = filled == 0;
        let is_again = tables.last().is_some_and(|table| table.columns.are(&cells));
        let columns = if can_begin && !is_again { Columns::of(&cells) } else { None };
        if let Some(columns) = columns.filter(|columns| tables.is_empty() || !columns.is_titled_by_text) {
            tables.push(Table { columns, rows: Vec::new() });
            return ControlFlow::Continue(());
        }
        match tables.last_mut() {
            Some(table) if filled > 0 && !is_again => {
                // A row that is shorter only lacks what is empty at its end.
                let width = table.columns.all.len();
                if is_text && let Err(problem) = check_width(number, cells.len().max(width), filled, width) {
                    return ControlFlow::Break(problem);
                }
                table.rows.push((number, cells));
            }
            _ => {}
        }
        ControlFlow::Continue(())
    })?;
    Ok(tables)
}

/// Says what becomes of each column, and which rows are not taken as they are.
fn tell(report: &mut Vec<String>, place: &str, table: &Table, rows: &Rows) {
    let columns = &table.columns.all;
    let named = |is: &dyn Fn(Option<Role>) -> bool| {
        let named = columns.iter().filter(|(name, role)| !name.is_empty() && is(*role));
        quoted(named.map(|(name, _)| safe::line(name)))
    };
    let count = rows.entries.len();
    report.push(format!("{}: {}", safe::path(place), counted(count as u64, "activity", "activities")));
    let taken = columns.iter().filter_map(|(name, role)| Some((name, key(*role.as_ref()?)?)));
    for (name, key) in taken {
        report.push(format!("  `{}` is taken for `{key}`", safe::line(name)));
    }
    let notes = named(&|role| role == Some(Role::Notes));
    if !notes.is_empty() {
        report.push(format!("  {} to `notes`", go(&notes)));
    }
    let texts = named(&|role| role == Some(Role::Text));
    if !texts.is_empty() {
        report.push(format!("  {} left out, since what is published is not part of a plan", are(&texts)));
    }
    let mut unknown = named(&|role| role.is_none());
    let has_text =
        |at: usize| table.rows.iter().any(|(_, cells)| cells.get(at).is_some_and(|cell| !cell.is_empty()));
    let unnamed = columns.iter().enumerate().filter(|(at, (name, _))| name.is_empty() && has_text(*at));
    unknown.extend(unnamed.map(|(at, _)| format!("column {}, which has no name,", at + 1)));
    if !unknown.is_empty() {
        report.push(format!(
            "  {} left out, since nothing says what it is for; remarks go to `Notes`",
            are(&unknown)
        ));
    }
    if table.columns.find(Role::Pillar).is_none() {
        report.push("  no column says the pillar, so all of it is in `promotion`".to_owned());
    }
    for (what, numbers) in &rows.remarks {
        let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
        let rows = if numbers.len() == 1 { "row" } else { "rows" };
        report.push(format!("  {rows} {}: {}", and(&numbers), safe::line(what)));
    }
}

fn go(names: &[String]) -> String {
    format!("{} {}", and(names), if names.len() == 1 { "goes" } else { "go" })
}

fn are(names: &[String]) -> String {
    format!("{} {}", and(names), if names.len() == 1 { "is" } else { "are" })
}

/// The key of an activity that a column is taken for.
fn key(role: Role) -> Option<&'static str> {
    Some(match role {
        Role::Title => "name",
        Role::Start => "start",
        Role::End => "end",
        Role::Date => "date",
        Role::Pillar => "pillars",
        Role::Owner => "owner",
        Role::Platforms => "platforms",
        Role::Campaign => "campaign",
        Role::Goals => "goals",
        Role::Audiences => "audiences",
        Role::Budget => "budget",
        Role::Status => "status",
        Role::Cadence => "cadence",
        Role::Notes | Role::Text => return None,
    })
}

/// What comes before activities and platforms, as in the starters.
const GOAL: &str = "
goals:                              # what the business wants; name the goal in the `goals:` of each activity
  first-goal: { statement: <such as 1200 qualified leads by the end of the year> }
";
const MARKETING: &str = "
marketing_strategy:
  document: <the path or web address of the marketing plan>
";
const QUESTIONS: &str = "
    questions:
      where: <where people talk about us, which is where you will be needed>";

/// The text of the draft.
fn write(
    files: &str,
    name: &str,
    entries: &[Entry],
    kpis: &[NewKpi],
    currency: Option<&str>,
    choices: &Choices,
) -> String {
    let mut text = format!(
        "# A first draft from {}: its activities, with room for what they are for. Replace every text in angle brackets,\n\
         # and run `stratplan check`; it says what is wrong and what is still missing.\n\
         stratplan: 1\n\nstrategy:\n  name: {}\n  status: draft                     # write `active` once it is agreed\n  \
         owner: <one person>\n",
        safe::path(files),
        quote_if_needed(name)
    );
    let period = period(entries, choices);
    let _ = writeln!(text, "  period: {{ start: {}, end: {} }}", period.start, period.end);
    let (mut goals, mut campaigns, mut audiences) = (Ids::default(), Ids::default(), Ids::default());
    let (mut activities, mut platforms) = (Ids::default(), Vec::new());
    let mut pillars = String::new();
    for (pillar, key, _) in Pillar::ALL {
        let of_pillar: Vec<&Entry> = entries.iter().filter(|entry| entry.pillar == pillar).collect();
        let is_listening = pillar == Pillar::Listening;
        if of_pillar.is_empty() && !is_listening {
            continue;
        }
        let _ = writeln!(pillars, "  {key}:{}", if is_listening { QUESTIONS } else { "" });
        if !of_pillar.is_empty() {
            let _ = writeln!(pillars, "    activities:");
        }
        for entry in of_pillar {
            let list = |ids: &mut Ids, texts: &[String], otherwise: &str| {
                let ids: Vec<String> = texts.iter().map(|text| ids.of(text, otherwise)).collect();
                (!ids.is_empty()).then(|| format!("[{}]", ids.join(", ")))
            };
            let _ = writeln!(pillars, "      {}:", activities.fresh(&entry.name, "activity"));
            let day = |date: Option<CoarseDate>| date.map(|date| date.to_string());
            let text = |text: &Option<String>| text.as_deref().map(quote_if_needed);
            for (key, value) in [
                ("name", Some(quote_if_needed(&entry.name))),
                ("status", entry.status.map(|status| status.key().to_owned())),
                ("owner", text(&entry.owner)),
                ("campaign", entry.campaign.as_ref().map(|name| campaigns.of(name, "campaign"))),
                ("goals", list(&mut goals, &entry.goals, "goal")),
                ("audiences", list(&mut audiences, &entry.audiences, "audience")),
                (
                    "platforms",
                    (!entry.platforms.is_empty()).then(|| format!("[{}]", entry.platforms.join(", "))),
                ),
                ("date", day(entry.date)),
                ("start", day(entry.start)),
                ("end", day(entry.end)),
                ("cadence", entry.cadence.map(|cadence| cadence.to_string())),
                ("budget", entry.budget.map(|budget| budget.to_string())),
            ] {
                if let Some(value) = value {
                    let _ = writeln!(pillars, "        {key}: {value}");
                }
            }
            match entry.notes.as_slice() {
                [] => {}
                [note] => {
                    let _ = writeln!(pillars, "        notes: {}", quote_if_needed(note));
                }
                notes => {
                    let _ = writeln!(pillars, "        notes: |-\n          {}", notes.join("\n          "));
                }
            }
            platforms.extend(entry.platforms.iter().cloned());
        }
    }
    let section = |text: &mut String, key: &str, ids: &Ids, main: &str| {
        if !ids.all.is_empty() {
            let _ = writeln!(text, "\n{key}:");
        }
        for (id, name) in &ids.all {
            let _ = writeln!(text, "  {id}: {{ {main}: {} }}", quote_if_needed(name));
        }
    };
    if goals.all.is_empty() {
        text.push_str(GOAL);
    }
    section(&mut text, "goals", &goals, "statement");
    text.push_str(MARKETING);
    section(&mut text, "audiences", &audiences, "name");
    let _ = write!(text, "\npillars:\n{pillars}");
    section(&mut text, "campaigns", &campaigns, "name");
    platforms.sort();
    platforms.dedup();
    if !platforms.is_empty() {
        let _ = write!(text, "\nplatforms:\n");
    }
    for id in platforms {
        let _ = writeln!(text, "  {id}: {{}}");
    }
    if !kpis.is_empty() {
        text.push_str("\nkpis:\n");
    }
    let mut ids = Ids::default();
    for NewKpi { id, name, source, cadence } in kpis {
        let id = ids.fresh(id, "kpi");
        let name = quote_if_needed(name);
        let _ = write!(text, "  {id}:\n    name: {name}\n    cadence: {cadence}\n    source: {source}\n");
    }
    if let Some(currency) = currency {
        let _ = write!(text, "\nbudget: {{ currency: {currency} }}\n");
    }
    text
}

/// The months from the first to the last date; without dates, this year.
fn period(entries: &[Entry], choices: &Choices) -> Days {
    let dates = || entries.iter().flat_map(|entry| [entry.start, entry.end, entry.date]).flatten();
    let start = dates().map(|date| date.first).min().map(Date::first_of_month);
    let end = dates().map(|date| date.last).max().map(Date::last_of_month);
    let (start, end) =
        start.zip(end).unwrap_or((choices.today.first_of_year(), choices.today.last_of_year()));
    Days { start, end: end.max(start.last_of_month()) }
}
