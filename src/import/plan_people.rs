//! What a first draft does not take, since it is about people.

use super::Problem;
use super::plan_columns::Columns;
use super::plan_rows::{Row, clean};
use super::recognize::Near;
use super::rows::text_of;
use super::sources;
use crate::words::{and, is_in, quoted, safe, words};

/// A table of activities.
pub(super) struct Table {
    pub(super) columns: Columns,
    pub(super) rows: Vec<Row>,
}

/// Refuses what is an export of posts or tickets, only not a known one: names and texts of people would be in the strategy.
pub(super) fn refuse_people(table: &Table, near: Option<&Near>) -> Result<(), Problem> {
    let columns = &table.columns;
    if let Some(near) = near {
        let message = format!(
            "this is not a table of activities: it is nearest to {}, which also has {}, so it can have names and texts of people",
            near.source.title,
            and(&quoted(near.missing.iter().copied()))
        );
        return Err(Problem::new(
            message,
            "download it again, or remove the columns that are not about the plan",
        ));
    }
    let is_about_mail = |at: usize| {
        let words = words(columns.name(at));
        let is_mail = words.iter().any(|word| is_in("email mail mails emails courriel correo", word));
        let has_address = |(_, cells): &Row| cells.get(at).is_some_and(|cell| clean(&text_of(cell)).1);
        is_mail && table.rows.iter().any(has_address)
    };
    let of_mail = (0..columns.all.len()).find(|at| is_about_mail(*at)).map(|at| columns.name(at));
    if let Some(name) = columns.about_people().or(of_mail) {
        let message = format!(
            "`{}` is a column of posts or tickets and the people who wrote them, which are not part of a plan",
            safe::line(name)
        );
        let help = "remove the column if this is a plan; name it `Owner` if it says who does the activity";
        return Err(Problem::new(message, help));
    }
    let has_figure = |name: &str| {
        sources::all()
            .iter()
            .any(|source| source.column(name).is_some_and(|(_, column)| column.is.is_figure()))
    };
    let figure = columns.all.iter().find(|(name, role)| role.is_none() && has_figure(name));
    if let (Some((name, _)), true) = (figure, columns.is_titled_by_text) {
        let message = format!(
            "`{}` is a figure of posts, and no column has the title of an activity",
            safe::line(name)
        );
        return Err(Problem::new(
            message,
            "what is published is not part of a plan; add a column `Title` if this is one",
        ));
    }
    Ok(())
}
