use crate::rules::prelude::*;
use crate::words::units::is_length_of_time;
use crate::words::{is_in, words};

pub static RULE: Rule = Rule::new("vanity-metric", Group::Kpis, Level::Warning, Kind::Wrong)
    .summary("every KPI of a goal measures input, activity or output")
    .checks("\
At least one KPI of each goal measures what people think, do or change afterwards: `measures: outtake`, `outcome` or
`impact`. Nothing is reported unless every KPI of the goal says what it `measures:`. For a goal of `kind: provide_service`, a time, such
as minutes to a first answer, is a result.

Without `measures:`, a KPI is an output if its name (or id) or its unit is about reach and has no other words than those
below and names of platforms. If the unit is about reach and the name says something else, the name must have no word for
a result: `followers-who-buy` is fine.")
    .words(&[
        ("reach", REACH),
        ("what else can be in such a name or unit", AROUND),
        ("a unit next to a name that is about reach", NEUTRAL),
        ("a result", RESULTS),
    ])
    .why("\
Followers, impressions and posts can all go up while nothing changes for the business. Outcomes are to be measured,
not only outputs. **Source**: barcelona.")
    .example("\
goals:
-  eye-tests: { statement: Fill 900 eye tests a month by the end of 2027, kpis: [followers, posts] }
+  eye-tests: { statement: Fill 900 eye tests a month by the end of 2027, kpis: [followers, booked-tests] }
kpis:
  followers: { unit: followers, measures: output }
-  posts: { unit: posts/month, measures: activity }
+  booked-tests: { unit: tests/month, measures: impact }")
    .fix("\
Add a KPI for what people did afterwards: an appointment, an order, a solved question, a changed mind. If reach itself
is the goal, say so: `# stratplan: allow(vanity-metric) the grant pays for reach`.");

/// What a KPI is about that counts how many people something has reached.
const REACH: &str =
    "follower followers like likes impression impressions reach view views pageview pageviews";
const AROUND: &str = "page pages post posts video videos story stories profile profiles account accounts social media x \
    new total all average organic paid number of count our per a each day daily week weekly month monthly quarter \
    quarterly year yearly";
/// Units that a name can have which says what is counted.
const NEUTRAL: &str = "percent people persons users number count index points thousand";
/// Words that say what these people do.
const RESULTS: &str = "who that which whose buy buyer buyers customer customers donor donors lead leads member members \
    order orders sale sales";

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let goals = cx.analysis.goals.iter();
    let goals = goals.filter(|goal| goal.goal.kpis.get().is_some_and(|kpis| !kpis.is_empty()));
    among(
        goals,
        "goals with a KPI",
        ("have none that measures a result", "has one that measures a result"),
        |goal| {
            let id = goal.id;
            let is_service = goal.goal.kind.get().is_some_and(|kind| *kind == GoalKind::ProvideService);
            let kpis = goal.goal.kpis.ids().map(|kpi| without_result(cx, kpi.as_str(), is_service));
            let kpis: Vec<_> = kpis.collect::<Option<_>>()?;
            let message = match kpis.as_slice() {
                [(only, ..)] => {
                    format!("the only KPI of the goal `{id}`, `{only}`, does not measure a result")
                }
                _ => format!("no KPI of the goal `{id}` measures a result"),
            };
            let counts = kpis
                .into_iter()
                .map(|(kpi, measures, at)| (at, format!("`{kpi}` counts {}", what_it_counts(measures))));
            Some(
            RULE.at(id.span, message)
                .label("what do people do in the end?")
                .also_each(counts)
                .note("such figures can improve while nothing changes for the business")
                .help(format!("add to its `kpis:` one{} for what people did afterwards, such as orders, appointments or solved questions; it needs `measures: outcome` and a `target:`", cx.unless_inherited(" (with an `owner:`)"))),
        )
        },
    )
}

/// What a KPI counts that measures no result.
pub(super) fn what_it_counts(measures: Measures) -> &'static str {
    match measures {
        Measures::Input => "what you put in",
        Measures::Activity => "what you do",
        _ => "what reaches people",
    }
}

/// What a KPI measures if that is no result, and where it says so.
fn without_result<'a>(cx: &Context<'a>, id: &'a str, is_service: bool) -> Option<(&'a str, Measures, Span)> {
    let kpi = cx.strategy.kpi(id)?;
    // People get help sooner: that is what a goal of service is about.
    if is_service && kpi.unit.get().is_some_and(|unit| is_length_of_time(unit)) {
        return None;
    }
    match &kpi.measures {
        Field::Set(measures, place) => {
            (*measures <= Measures::Output).then_some((id, *measures, place.value))
        }
        Field::Absent if counts_reach(id, kpi) => {
            Some((id, Measures::Output, cx.strategy.kpis.get()?.declaration(id)?.span))
        }
        _ => None,
    }
}

/// True if a KPI surely counts only how many people something has reached.
fn counts_reach(id: &str, kpi: &Kpi) -> bool {
    let is_platform = |word: &String| PLATFORMS.iter().any(|name| name.eq_ignore_ascii_case(word));
    let is_reach = |text: &str| {
        let words = words(text);
        words.iter().any(|word| is_in(REACH, word))
            && words.iter().all(|word| is_in(REACH, word) || is_in(AROUND, word) || is_platform(word))
    };
    let name = kpi.name.get().map_or(id, String::as_str);
    let says_result = [id, name].iter().any(|text| words(text).iter().any(|word| is_in(RESULTS, word)));
    match kpi.unit.get() {
        Some(unit) if is_reach(unit) => !says_result,
        Some(unit) => {
            is_reach(name) && words(unit).iter().all(|word| is_in(NEUTRAL, word) || is_in(AROUND, word))
        }
        None => is_reach(name) && !kpi.unit.is_invalid(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(id: &str, name: &str, unit: &str) -> bool {
        let text = |text: &str| match text {
            "" => Field::Absent,
            text => Field::Set(text.to_owned(), Place::default()),
        };
        counts_reach(id, &Kpi { name: text(name), unit: text(unit), ..Kpi::default() })
    }

    #[test]
    fn reach_is_known_by_its_name_only_without_a_doubt() {
        for (id, name, unit) in [
            ("followers", "", ""),
            ("instagram-followers", "", "people"),
            ("f1", "New followers per month", ""),
            ("brand-film", "The brand film", "views/month"),
            ("likes-per-post", "", "likes/post"),
            ("reach", "", "people/month"),
            ("reach", "Reach", "percent"),
        ] {
            assert!(counts(id, name, unit), "{id} {name} {unit}");
        }
        for (id, name, unit) in [
            ("followers-who-buy", "", ""),
            ("followers-who-buy", "", "followers"),
            ("buyers", "Followers in the shop", "followers"),
            ("reach", "Reach twenty schools", ""),
            ("reach-out", "", ""),
            ("views", "Views on childcare", "percent"),
            ("orders", "", "orders/week"),
            ("views", "", "minutes"),
            ("page", "", ""),
        ] {
            assert!(!counts(id, name, unit), "{id} {name} {unit}");
        }
    }
}
