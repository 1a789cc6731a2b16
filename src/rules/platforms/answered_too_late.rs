use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("answered-too-late", Group::Platforms, Level::Warning, Kind::Wrong)
    .summary("the support on a platform starts after its first use or ends before the last")
    .checks("\
If support activities are all that answers on a platform (it has no `answered_by:` with an owner), one of them starts no
later than the first other activity there, and one ends no earlier than the last. An activity without `start` counts
from the start of the period, and one without `end` until its end. Dropped activities are skipped, and platforms where
nobody answers at all are left to `platform-unstaffed`.")
    .why("\
On a channel, people expect answers from the first post to the last. What is asked before the team begins stays open in
public. **Source**: four-pillars; the days are our own judgment.")
    .example("\
goals:
  fewer-calls: A fifth fewer calls by the end of 2027
pillars:
  promotion:
    activities:
      outage-tips: { goals: fewer-calls, platforms: facebook, start: 2027-01-11 }
  support:
    activities:
-      answer-desk: { goals: fewer-calls, platforms: facebook, start: 2027-10-04 }
+      answer-desk: { goals: fewer-calls, platforms: facebook, start: 2027-01-11 }
platforms: [facebook]")
    .fix("\
Let the support start with the first activity and go on to the end of the last, or say with `answered_by: { owner: … }`
who answers on the platform until then.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let platforms = cx.analysis.chosen_platforms();
    among(platforms, "platforms", "are used when nobody answers there", |(id, platform)| {
        let is_answered = platform.answered_by.may_be(|by| !by.owner.is_absent());
        let here = cx.analysis.live_activities();
        let here = here.filter(|one| one.activity().platforms.ids().any(|used| used == id));
        let (support, others): (Vec<_>, Vec<_>) = here.partition(|one| one.pillar() == PillarKind::Support);
        let support: Vec<_> = support.into_iter().filter(|one| one.owner != Owner::Nobody).collect();
        // If all of it is done, nobody answers at all.
        let is_staffed = support.iter().any(|one| one.activity().status.get() != Some(&ActivityStatus::Done));
        if !cx.analysis.known.activities || is_answered || !is_staffed {
            return None;
        }
        let finding =
            begins_late(cx, id, &support, &others).or_else(|| ends_early(cx, id, &support, &others))?;
        Some(
            finding
                .also(id.span, "the platform")
                .note("people expect answers from the first post to the last; what is asked in between stays open in public"),
        )
    })
}

type Activities<'a> = [&'a Scheduled<'a>];

fn begins_late(
    cx: &Context<'_>,
    platform: &Id,
    support: &Activities<'_>,
    others: &Activities<'_>,
) -> Option<Finding> {
    // The earliest day on which someone answers, and the latest on which the platform is surely in use.
    let starts = support.iter().map(|one| Some((one.activity().start().placed()?, *one)));
    let ((answered, place), by) =
        starts.collect::<Option<Vec<_>>>()?.into_iter().min_by_key(|((start, _), _)| start.first)?;
    let uses = others.iter().filter_map(|one| match one.activity().start() {
        Field::Set(start, place) => Some((start.last, place.value, one)),
        Field::Absent if one.state != ActivityStatus::Planned => {
            Some((cx.analysis.period?.start, one.used.id.span, one))
        }
        _ => None,
    });
    let (from, at, first) = uses.min_by_key(|(day, ..)| *day)?;
    let by_then = if from > cx.today { format!("by {from}") } else { "now".to_owned() };
    (answered.first > from).then(|| {
        RULE.at(place.value, format!("nobody answers on `{platform}` before {}, but `{}` uses it from {from}", answered.0, first.id()))
            .label(format!("`{}` begins to answer", by.id()))
            .also(at, format!("`{}` begins to use it", first.id()))
            .help(format!("start `{}` {by_then}, or say with `answered_by: {{ owner: … }}` who answers on `{platform}` until then", by.id()))
    })
}

fn ends_early(
    cx: &Context<'_>,
    platform: &Id,
    support: &Activities<'_>,
    others: &Activities<'_>,
) -> Option<Finding> {
    let ends = support.iter().map(|one| Some((one.activity().end().placed()?, *one)));
    let ((answered, place), by) =
        ends.collect::<Option<Vec<_>>>()?.into_iter().max_by_key(|((end, _), _)| end.last)?;
    let uses = others.iter().filter_map(|one| match one.activity().end() {
        Field::Set(end, place) => Some((end.first, place.value, one)),
        Field::Absent if one.state != ActivityStatus::Done => {
            Some((cx.analysis.period?.end, one.used.id.span, one))
        }
        _ => None,
    });
    let (until, at, last) = uses.max_by_key(|(day, ..)| *day)?;
    (answered.last < until).then(|| {
        RULE.at(place.value, format!("nobody answers on `{platform}` after {answered}, but `{}` uses it until {until}", last.id()))
            .label(format!("`{}` stops answering", by.id()))
            .also(at, format!("`{}` goes on until {until}", last.id()))
            .help(format!("let `{}` go on until {until}, or say with `answered_by: {{ owner: … }}` who answers on `{platform}` after that", by.id()))
    })
}
