//! What a file cannot do without: the format version and a few keys.

use crate::decode::field::Field;
use crate::decode::format::Required;
use crate::finding::file::{INVALID_VALUE, MISSING_KEY, UNSUPPORTED_VERSION};
use crate::finding::{Edit, Finding, Safety};
use crate::source::{Source, Span};
use crate::syntax::tree::Tree;

use super::subject::Subject;
use super::walk::{self, Node, Visitor, required, walk};
use super::{FORMAT_VERSION, Strategy};

/// Checks the format version. False if nothing else can be checked.
pub fn check_version(strategy: &Strategy, source: &Source, tree: &Tree, findings: &mut Vec<Finding>) -> bool {
    let (finding, goes_on) = match &strategy.stratplan {
        Field::Invalid(_) => return true,
        Field::Set(version, _) if version.0 == FORMAT_VERSION => return true,
        Field::Set(version, place) => {
            let written = crate::words::shown(&version.0);
            let finding = UNSUPPORTED_VERSION
                .at(place.value, format!("this stratplan does not read version `{written}` of the format"))
                .label("it reads version 1")
                .note("nothing else in the file was checked");
            let is_one = version.0.trim_start_matches(['v', 'V']).split('.').next() == Some(FORMAT_VERSION);
            let edit = Edit { span: place.value, text: FORMAT_VERSION.to_owned() };
            let finding = if is_one {
                finding.help("write `stratplan: 1`").fix("write `stratplan: 1`", Safety::Safe, vec![edit])
            } else {
                finding
                    .help("use a newer stratplan, or write `stratplan: 1` if the file follows that version")
            };
            (finding, false)
        }
        Field::Absent if strategy.strategy.is_absent() => {
            let message =
                "this does not look like a strategy: it says neither `stratplan: 1` nor `strategy:`";
            let help =
                "write `stratplan: 1` as the first line; `stratplan init` writes a first strategy to fill in";
            (UNSUPPORTED_VERSION.at(Span::START, message).absent("stratplan").help(help), false)
        }
        Field::Absent => {
            let help = "write `stratplan: 1` as the first line";
            let finding = UNSUPPORTED_VERSION
                .at(Span::START, "the file does not say which version of the format it follows")
                .absent("stratplan")
                .help(help);
            let finding = match first_line(source, tree) {
                Some(edit) => finding.fix(help, Safety::Safe, vec![edit]),
                None => finding,
            };
            (finding, true)
        }
    };
    findings.push(finding);
    goes_on
}

/// The line that names the version, before the first section. None if the sections are in braces.
fn first_line(source: &Source, tree: &Tree) -> Option<Edit> {
    let root = tree.root().filter(|root| !tree.is_flow(*root))?;
    let at = tree.span(root).start;
    let line = source.line_span(source.line(at));
    let indentation = source.slice(Span::new(line.start, at)).trim_start_matches('\u{feff}');
    let line_break = if source.text().contains("\r\n") { "\r\n" } else { "\n" };
    let text = format!("stratplan: {FORMAT_VERSION}{line_break}{indentation}");
    indentation.bytes().all(|byte| byte == b' ').then(|| Edit { span: Span::new(at, at), text })
}

/// Reports the keys that a record cannot do without.
pub fn check_required(strategy: &Strategy, findings: &mut Vec<Finding>) {
    let head = required::<Strategy>().iter().find(|required| required.key == "strategy");
    if let Some(head) = head.filter(|_| strategy.strategy.is_absent()) {
        findings.push(missing("the file", head, Span::START));
    }
    walk(strategy, &mut Missing(findings));
}

fn missing(owner: &str, Required { key, what, .. }: &Required, at: Span) -> Finding {
    let finding = MISSING_KEY.at(at, format!("{owner} has no `{key}`")).absent(key);
    finding.help(format!("add `{key}:` with {what}"))
}

/// Reports an activity that says the day on which it happens, and a start or an end as well.
pub fn check_dates(strategy: &Strategy, findings: &mut Vec<Finding>) {
    for used in strategy.activities() {
        let activity = used.activity;
        let date = activity.date.key().filter(|_| activity.one_day().is_none());
        let others = [(activity.own_start.key(), "start"), (activity.own_end.key(), "end")];
        let others = others.into_iter().filter_map(|(at, key)| Some((at?, format!("`{key}:` is here, too"))));
        let others: Vec<_> = others.collect();
        if let Some(date) = date.filter(|_| !others.is_empty()) {
            let message = format!("`{}` has both a `date:` and a start or an end", used.id);
            let finding = INVALID_VALUE.at(date, message).label("not read").also_each(others);
            findings.push(finding.help("keep `date:` if it is one day; if not, keep `start:` and `end:`"));
        }
    }
}

struct Missing<'f>(&'f mut Vec<Finding>);

impl<'a> Visitor<'a> for Missing<'_> {
    fn field<T: Node>(&mut self, path: &[&'a str], field: &'a Field<T>) {
        let Some((record, place)) = field.placed() else { return };
        for required in required::<T>() {
            let is_absent = |key| walk::is_absent(record, key);
            if is_absent(required.key) && required.unless.iter().all(|key| is_absent(key)) {
                let (entry, depth) = Subject::of_path(path);
                let owner = match path.get(depth..) {
                    Some([key, ..]) => format!("the {} of `{}`", key.replace('_', " "), entry.id()),
                    _ => entry.in_words(),
                };
                self.0.push(missing(&owner, required, place.key));
            }
        }
    }
}
