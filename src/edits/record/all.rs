//! Records many readings in one change, which is proved once.

use jiff::civil::Date;

use super::{NewReading, RecordEdit, figure, overlapping, row, same_date};
use crate::edits::{Change, Expected};
use crate::finding::Edit;
use crate::source::File;
use crate::strategy::document::Document;
use crate::strategy::readings::Reading;
use crate::syntax::set::{self, Setting};

/// Records several readings of a KPI in one change, each for another time. None if that is not possible; one by one,
/// [`record`] says why.
pub(crate) fn record_all(document: &Document, all: &[NewReading<'_>], today: Date) -> Option<Document> {
    let edits = all.iter().map(|new| {
        let is_refused = new.date.first > today || overlapping(document, *new).is_some();
        (!is_refused).then(|| RecordEdit { document, new: *new, figure: figure(new.value) })
    });
    let edits: Vec<RecordEdit<'_>> = edits.collect::<Option<_>>()?;
    let olds: Vec<Option<&Reading>> = edits.iter().map(|edit| same_date(document, edit.new)).collect();
    let dates =
        edits.iter().zip(&olds).map(|(edit, old)| old.map_or(edit.new.date, |old| old.date).to_string());
    let dates: Vec<String> = dates.collect();
    let (mut change, mut expected, mut added) = (Change::default(), Expected::default(), Vec::new());
    for ((edit, old), date) in edits.iter().zip(&olds).zip(&dates) {
        let is_in_strategy = match old {
            Some(old) if edit.is_one_of_several(old) => return None,
            Some(old) if old.at.file == File::Strategy => {
                change.strategy.push(Edit { span: old.value_at.span, text: edit.figure.clone() });
                true
            }
            Some(old) => {
                change.readings.extend(edit.replace(old).ok()?.readings);
                false
            }
            None => {
                added.push((edit, date.as_str()));
                document.strategy.readings.is_absent()
            }
        };
        edit.expect(&mut expected, *old, Some(date.as_str()).filter(|_| is_in_strategy));
    }
    if let Some(((first, date), others)) = added.split_first() {
        if first.document.strategy.readings.is_absent() {
            let more: Vec<(&str, &str)> =
                others.iter().map(|(edit, date)| (*date, edit.figure.as_str())).collect();
            let setting =
                Setting { path: &first.path(date), value: &first.figure, more: &more, shorthand: false };
            change.strategy.extend(set::set(&document.source, &document.tree, setting).ok()?);
        } else {
            let csv = document.csv.as_ref()?;
            first.check_file(csv).ok()?;
            let rows: Vec<Vec<&str>> = added.iter().map(|(edit, date)| edit.row(date)).collect();
            change.readings.push(row::append(csv, &rows)?);
        }
    }
    change.proved(document, &expected)
}
