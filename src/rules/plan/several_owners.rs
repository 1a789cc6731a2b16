use std::collections::HashSet;

use crate::rules::prelude::*;
use crate::strategy::walk::{Meaning, Node, Target, Visitor, walk};
use crate::words::{is_in, words};

/// Between two names.
const BETWEEN: [&str; 9] = [" and ", " & ", " + ", "/", " und ", " et ", " y ", " e ", " en "];
/// All of a group.
const EVERYBODY: &str = "team teams all everyone everybody we us group equipe équipe equipo squadra equipa alle wir \
    todos tous tutti";
/// Next to a person's name, one of these is another owner.
const OTHERS: &str = "agency agentur agence agencia agenzia";
/// Before one of those.
const ARTICLES: &str = "the our whole entire das unser unsere die der ganze l la le notre el nuestro il nostra o a nossa het ons";
/// With one of these, two words are the name of one role, department or company.
const ROLES: &str = "head director manager lead leader chief officer vp ceo cmo coo cfo cto chair secretary editor assistant \
    specialist coordinator president professor dr sales marketing communication communications comms media social press pr \
    public relations affairs service services support care success product brand content digital web online community design \
    growth research development operations admissions enrollment finance legal hr human resources people culture education \
    events membership fundraising philanthropy engagement outreach strategy planning partner partners sons daughters \
    brothers co company associates inc ltd llc gmbh ag kg leiter leiterin leitung chef chefin vertrieb kommunikation presse \
    öffentlichkeitsarbeit kundenservice kundendienst einkauf personal entwicklung forschung söhne partnerinnen ventes ventas \
    comunicación comunicazione vendite marketing";
/// The longest name of a person, in words.
const LONGEST: usize = 4;

pub static RULE: Rule = Rule::new("several-owners", Group::Plan, Level::Warning, Kind::Wrong)
    .summary("an owner is two people, or the team")
    .checks("\
In a file without `people:`, no owner is two names (`Mia and Bo`, `Mia / agency`) or only a word for everybody. Two words
that can be the name of one role, department or company (`Head of Sales and Marketing`) are accepted. Who answers on a
platform (`answered_by`) can be a team.")
    .words(&[("everybody", EVERYBODY), ("another owner next to a person", OTHERS), ("roles, departments and companies", ROLES)])
    .why("\
If two people own something, each waits for the other. Many help, exactly one is accountable. **Source**: raci.")
    .example("\
goals:
-  parts-leads: { statement: Generate 400 qualified parts leads a quarter by September 2027, owner: Mia and Bo }
+  parts-leads: { statement: Generate 400 qualified parts leads a quarter by September 2027, owner: Mia, with: Bo }")
    .fix("\
Name the one who answers for it under `owner:`, and the others under `with:`. If it is the name of one person or one
role, allow it, or list it under `people:`.");

const NOTE: &str =
    "if several people own something, each waits for the others; many can help, but one is accountable";

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let mut owners = Owners::default();
    if cx.strategy.people.is_absent() {
        walk(cx.strategy, &mut owners);
    }
    let Owners { found, with } = owners;
    among(found, "entries with an owner", "belong to several people", |(owner, at, entry)| {
        let help = |one: &str| {
            if with.contains(&entry) {
                format!("{one}, and the others under `with:`")
            } else {
                one.to_owned()
            }
        };
        let finding = match several(owner)? {
            Several::Named(names) => {
                let one = format!("name the one who answers for it under `owner:`: {}", or(&quoted(&names)));
                RULE.at(at, format!("`{}` is more than one owner", shown(owner))).help(help(&one))
            }
            Several::Everybody => RULE
                .at(at, format!("`{}` is nobody in particular", shown(owner)))
                .help(help("name the one person who answers for it under `owner:`")),
        };
        Some(finding.label("who is accountable?").note(NOTE))
    })
}

/// Every owner, with its place and the path of its entry, and the entries next to whose owner others can be named.
#[derive(Default)]
struct Owners<'a> {
    found: Vec<(&'a str, Span, Vec<&'a str>)>,
    with: HashSet<Vec<&'a str>>,
}

impl<'a> Visitor<'a> for Owners<'a> {
    fn field<T: Node>(&mut self, path: &[&'a str], field: &'a Field<T>) {
        let Some((key, entry)) = path.split_last() else { return };
        if *key == "with" {
            self.with.insert(entry.to_vec());
        } else if T::MEANING == Meaning::Reference(Target::Owner) {
            let owner = field.placed().and_then(|(value, place)| Some((value.id()?.as_str(), place.value)));
            self.found.extend(owner.map(|(owner, at)| (owner, at, entry.to_vec())));
        }
    }
}

enum Several<'a> {
    Named(Vec<&'a str>),
    Everybody,
}

/// What an owner says that can only be several.
fn several(owner: &str) -> Option<Several<'_>> {
    let is_only = |list: &str, name: &str| {
        let words = words(name);
        let mut words = words.iter().skip_while(|word| is_in(ARTICLES, word));
        words.next().is_some_and(|word| is_in(list, word)) && words.next().is_none()
    };
    if is_only(EVERYBODY, owner) {
        return Some(Several::Everybody);
    }
    let names = BETWEEN
        .iter()
        .fold(vec![owner], |names, between| names.into_iter().flat_map(|name| name.split(between)).collect());
    let names: Vec<&str> = names.into_iter().map(str::trim).collect();
    // What is in brackets says who the person is.
    let bare = |name: &str| name.split('(').next().unwrap_or_default().to_owned();
    let is_person = |name: &&str| {
        let words = words(&bare(name));
        let is_capitalized = name.starts_with(char::is_uppercase);
        is_capitalized && words.len() <= LONGEST && !words.iter().any(|word| is_in(ROLES, word))
    };
    let is_name = |name: &&str| is_person(name) || is_only(EVERYBODY, name) || is_only(OTHERS, name);
    let are_names = names.len() > 1 && names.iter().all(is_name) && names.iter().any(is_person);
    are_names.then_some(Several::Named(names))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_people_are_told_from_one_role() {
        for (owner, names) in [
            ("Mia and Bo", Some(2)),
            ("Mia / agency", Some(2)),
            ("Mia/Bo", Some(2)),
            ("Mia Amsel (marketing) & Bo Varga (sales)", Some(2)),
            ("Mia, Bo and Teo", Some(2)),
            ("Katharina und das Team", Some(2)),
            ("the team", Some(0)),
            ("everyone", Some(0)),
            ("alle", Some(0)),
            ("Mia", None),
            ("Anderson", None),
            ("Head of Sales and Marketing", None),
            ("Sales & Marketing", None),
            ("Sales / Marketing", None),
            ("Smith & Sons", None),
            ("Sudhaus & Partner", None),
            ("Achleitner, Veronika", None),
            ("Mia (and Bo in summer)", None),
            ("social media team", None),
            ("Team Blue", None),
            ("Ortega y Gasset Institute of Public Affairs", None),
            ("Brand/Content", None),
            ("and Bo", None),
            ("Mia and", None),
            ("mia", None),
            ("Our agency", None),
            ("n/a", None),
            ("", None),
        ] {
            let found = several(owner).map(|several| match several {
                Several::Named(names) => names.len(),
                Several::Everybody => 0,
            });
            assert_eq!(found, names, "{owner}");
        }
    }
}
