//! What a file cannot do without: the format version and a few keys.

use crate::decode::field::Field;
use crate::finding::file::{MISSING_KEY, UNSUPPORTED_VERSION};
use crate::finding::{Edit, Finding, Safety};
use crate::source::{Source, Span};
use crate::syntax::tree::Tree;

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

/// Reports the keys without which an entry says nothing. The schema marks the same keys as
/// required; a test holds the two together.
pub fn check_required(strategy: &Strategy, findings: &mut Vec<Finding>) {
    let mut require = |absent: bool, at: Span, owner: &str, key: &'static str, example: &str| {
        if absent {
            findings.push(
                MISSING_KEY
                    .at(at, format!("{owner} has no `{key}`"))
                    .absent(key)
                    .help(format!("add `{key}: {example}`")),
            );
        }
    };
    if strategy.strategy.is_absent() {
        require(true, Span::START, "the file", "strategy", "{ name: Corner Bakery 2027 }");
    }
    if let Some((head, place)) = strategy.strategy.placed() {
        require(head.name.is_absent(), place.key, "the strategy", "name", "Corner Bakery 2027");
    }
    for (id, goal) in strategy.goals() {
        let absent = goal.statement.is_absent() && goal.not_now.is_absent();
        require(
            absent,
            id.span,
            &format!("the goal `{id}`"),
            "statement",
            "Forty cake orders each Saturday by June",
        );
    }
    let objectives = strategy.marketing_strategy.get().and_then(|marketing| marketing.objectives.get());
    for (id, objective) in objectives.into_iter().flat_map(super::super::decode::maps::ById::iter) {
        let absent = objective.statement.is_absent();
        require(absent, id.span, &format!("the objective `{id}`"), "statement", "Grow demand in the north");
    }
    for (id, kpi) in strategy.kpis() {
        if let Some((target, place)) = kpi.target.placed() {
            require(target.value.is_absent(), place.key, &format!("the target of `{id}`"), "value", "40");
        }
        if let Some((baseline, place)) = kpi.baseline.placed() {
            require(baseline.value.is_absent(), place.key, &format!("the baseline of `{id}`"), "value", "22");
        }
    }
    for (id, risk) in strategy.risks() {
        let absent = risk.statement.is_absent();
        require(absent, id.span, &format!("the risk `{id}`"), "statement", "The forum closes");
    }
    for (id, decision) in strategy.decisions() {
        let absent = decision.question.is_absent();
        require(absent, id.span, &format!("the decision `{id}`"), "question", "Do we go on after June?");
    }
    for (id, lesson) in strategy.lessons() {
        let absent = lesson.learned.is_absent();
        require(
            absent,
            id.span,
            &format!("the lesson `{id}`"),
            "learned",
            "Polls bring more answers than posts",
        );
    }
}
