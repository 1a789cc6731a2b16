//! What a file cannot do without: the format version and a few keys.

use crate::decode::field::Field;
use crate::finding::file::{MISSING_KEY, UNSUPPORTED_VERSION};
use crate::finding::{Edit, Finding, Safety};
use crate::source::{Source, Span};
use crate::syntax::tree::Tree;

use super::subject::Subject;
use super::walk::{self, Node, Visitor, walk};
use super::{FORMAT_VERSION, Strategy};

/// Judges the format version. `false` where nothing else can be judged.
pub fn check_version(strategy: &Strategy, source: &Source, tree: &Tree, findings: &mut Vec<Finding>) -> bool {
    match &strategy.stratplan {
        Field::Set(version, _) if version.0 == FORMAT_VERSION => true,
        Field::Set(version, place) => {
            let written = crate::words::shown(&version.0);
            let finding = UNSUPPORTED_VERSION
                .at(place.value, format!("this stratplan does not read version `{written}` of the format"))
                .label("it reads version 1")
                .note("nothing else in the file was checked");
            let is_one = version.0.trim_start_matches(['v', 'V']).split('.').next() == Some(FORMAT_VERSION);
            findings.push(if is_one {
                let edit = Edit { span: place.value, text: FORMAT_VERSION.to_owned() };
                finding.help("write `stratplan: 1`").fix("write `stratplan: 1`", Safety::Safe, vec![edit])
            } else {
                finding
                    .help("use a newer stratplan, or write `stratplan: 1` if the file follows that version")
            });
            false
        }
        Field::Invalid(_) => true,
        Field::Absent if strategy.strategy.is_absent() => {
            findings.push(
                UNSUPPORTED_VERSION
                    .at(Span::START, "this does not look like a strategy: it says neither `stratplan: 1` nor `strategy:`")
                    .absent("stratplan")
                    .help("write `stratplan: 1` as the first line; `stratplan init` writes a first strategy to fill in"),
            );
            false
        }
        Field::Absent => {
            let finding = UNSUPPORTED_VERSION
                .at(Span::START, "the file does not say which version of the format it follows")
                .absent("stratplan")
                .help("write `stratplan: 1` as the first line");
            findings.push(match first_line(source, tree) {
                Some(edit) => finding.fix("write `stratplan: 1` as the first line", Safety::Safe, vec![edit]),
                None => finding,
            });
            true
        }
    }
}

/// The line that names the version, before the first section. None where sections stand in braces.
fn first_line(source: &Source, tree: &Tree) -> Option<Edit> {
    let root = tree.root().filter(|root| !tree.is_flow(*root))?;
    let at = tree.span(root).start;
    let line = source.line_span(source.line(at));
    let indentation = source.slice(Span::new(line.start, at)).trim_start_matches('\u{feff}');
    let line_break = if source.text().contains("\r\n") { "\r\n" } else { "\n" };
    let text = format!("stratplan: {FORMAT_VERSION}{line_break}{indentation}");
    indentation.bytes().all(|byte| byte == b' ').then(|| Edit { span: Span::new(at, at), text })
}

/// Reports the keys without which a record says nothing.
pub fn check_required(strategy: &Strategy, findings: &mut Vec<Finding>) {
    let mut missing = Missing { findings };
    if strategy.strategy.is_absent() {
        missing.report::<Strategy>("the file", "strategy", Span::START);
    }
    walk(strategy, &mut missing);
}

struct Missing<'f> {
    findings: &'f mut Vec<Finding>,
}

impl Missing<'_> {
    fn report<T: Node>(&mut self, owner: &str, key: &'static str, at: Span) {
        let required = T::SHAPE.record().map_or(&[] as &[_], |record| record.required);
        let Some(required) = required.iter().find(|required| required.key == key) else { return };
        let finding = MISSING_KEY.at(at, format!("{owner} has no `{key}`")).absent(key);
        self.findings.push(finding.help(format!("add `{key}: {}`", required.example)));
    }
}

impl<'a> Visitor<'a> for Missing<'_> {
    fn field<T: Node>(&mut self, path: &[&'a str], field: &'a Field<T>) {
        let Some((record, place)) = field.placed() else { return };
        for required in T::SHAPE.record().map_or(&[] as &[_], |record| record.required) {
            let is_absent = |key| walk::is_absent(record, key);
            if is_absent(required.key) && required.unless.is_none_or(is_absent) {
                let (entry, depth) = Subject::of_path(path);
                let owner = match path.get(depth..) {
                    Some([key, ..]) => format!("the {} of `{}`", key.replace('_', " "), entry.id()),
                    _ => entry.in_words(),
                };
                self.report::<T>(&owner, required.key, place.key);
            }
        }
    }
}
