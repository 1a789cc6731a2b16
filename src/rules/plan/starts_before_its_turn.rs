use std::collections::{HashMap, HashSet};

use crate::analysis::schedule::Scheduled;
use crate::analysis::turns::{Ahead, Turn, Until, campaign_dates};
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("starts-before-its-turn", Group::Plan, Level::Warning, Kind::Wrong)
    .summary("an activity starts before something it comes after")
    .checks("\
An activity with `after:` starts no earlier than each activity and campaign named there, or, with `{ end: … }`, no
earlier than the last day of it. A campaign without dates begins and ends with its activities. Coarse dates have to be
wrong for every day they can mean. Activities that wait for each other in a circle are an error, whatever their dates.
What is dropped, what has no date, and an id that two entries have are skipped; so is the end of something that is
done.")
    .why("\
What builds on something else finds nothing to build on: a film without the page it leads to, an offer before anyone
has heard of the product. **Source**: stratplan.")
    .example("\
pillars:
  promotion:
    activities:
      landing-page: { start: 2027-03-01 }
-      rehearsal-films: { after: landing-page, start: 2027-02-15 }
+      rehearsal-films: { after: landing-page, start: 2027-03-01 }")
    .fix("\
Move the one or the other. `stratplan plan --move landing-page=+2w` moves what follows as well. If it need not wait,
remove it from `after:`.");

const NOTE: &str = "what builds on something else has nothing to build on yet";

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let circles = circles(cx);
    let in_circle: HashSet<usize> = circles.iter().flatten().map(|turn| turn.activity).collect();
    // Dates in a circle cannot be right anyway.
    let turns = cx.analysis.turns.iter().filter(|turn| !in_circle.contains(&turn.activity));
    let early = among(turns, "activities with `after:`", "start before their turn", |turn| early(cx, turn));
    circles.iter().filter_map(|circle| of_circle(cx, circle)).chain(early).collect()
}

fn early(cx: &Context<'_>, turn: &Turn<'_>) -> Option<Finding> {
    let one = cx.analysis.activities.get(turn.activity)?;
    let (start, place) = one.activity().start().placed()?;
    let (what, at, dates, is_done) = match turn.ahead {
        Ahead::Activity(index) => {
            let ahead = cx.analysis.activities.get(index).filter(|ahead| !ahead.is_dropped())?;
            let dates =
                (ahead.activity().start().get().map(|start| start.0), ahead.activity().end().get().copied());
            (format!("`{}`", ahead.id()), ahead.used.id.span, dates, ahead.state == ActivityStatus::Done)
        }
        Ahead::Campaign(index) => {
            let ahead = cx.analysis.campaigns.get(index).filter(|ahead| !ahead.is_dropped())?;
            let dates = campaign_dates(ahead, &cx.analysis.activities);
            (
                format!("the campaign `{}`", ahead.id),
                ahead.id.span,
                dates,
                ahead.state == ActivityStatus::Done,
            )
        }
    };
    let (date, verb, past) = match turn.until {
        Until::Begun => (dates.0?, "starts", "has begun"),
        Until::Ended if is_done => return None,
        Until::Ended => (dates.1?, "ends", "has ended"),
    };
    let day = if turn.until == Until::Begun { date.first } else { date.last };
    let way_out = if day > cx.today {
        format!("start it on {day} or later")
    } else {
        "correct the date that is wrong".to_owned()
    };
    start.0.surely_before(date).then(|| {
        RULE.at(place.value, format!("`{}` comes after {what}, but starts before it {past}", one.id()))
            .label(format!("starts {}", start.0))
            .also(turn.span(), "it waits for this")
            .also(at, format!("{verb} {date}"))
            .note(NOTE)
            .help(format!("{way_out}, or remove `{}` from its `after:` if it need not wait", turn.id))
    })
}

/// The turns that lead from an activity back to itself, each circle once.
fn circles<'c, 'a>(cx: &'c Context<'a>) -> Vec<Vec<&'c Turn<'a>>> {
    let mut from: HashMap<usize, Vec<(&Turn<'a>, usize)>> = HashMap::new();
    for turn in &cx.analysis.turns {
        let ahead = match (turn.ahead, turn.until) {
            (Ahead::Activity(index), _) => vec![index],
            // A campaign ends with the last of its activities.
            (Ahead::Campaign(index), Until::Ended) => {
                cx.analysis.campaigns.get(index).map(|one| one.activities.clone()).unwrap_or_default()
            }
            (Ahead::Campaign(_), Until::Begun) => continue,
        };
        from.entry(turn.activity).or_default().extend(ahead.into_iter().map(|index| (turn, index)));
    }
    let mut done: HashSet<usize> = HashSet::new();
    let mut circles = Vec::new();
    for start in cx.analysis.turns.iter().map(|turn| turn.activity) {
        // The way from `start`, each step with the turns that are still to be tried.
        let mut way: Vec<(usize, usize)> = if done.contains(&start) { Vec::new() } else { vec![(start, 0)] };
        while let Some((at, next)) = way.last_mut() {
            let turn = from.get(at).and_then(|turns| turns.get(*next));
            *next += 1;
            match turn {
                None => {
                    done.insert(*at);
                    way.pop();
                }
                Some((_, ahead)) if done.contains(ahead) => {}
                Some((_, ahead)) => match way.iter().position(|(one, _)| one == ahead) {
                    Some(first) => {
                        let steps = way.iter().skip(first);
                        let turn = |(at, next): &(usize, usize)| Some(from.get(at)?.get(next - 1)?.0);
                        circles.push(steps.filter_map(turn).collect());
                    }
                    None => way.push((*ahead, 0)),
                },
            }
        }
    }
    circles
}

fn of_circle(cx: &Context<'_>, circle: &[&Turn<'_>]) -> Option<Finding> {
    let first = circle.first()?;
    let name = |turn: &Turn<'_>| cx.analysis.activities.get(turn.activity).map(Scheduled::id);
    let names: Vec<&str> = circle.iter().filter_map(|turn| name(turn)).collect();
    let waits = |turn: &Turn<'_>| {
        let until = if turn.until == Until::Begun { "" } else { "the end of " };
        format!("`{}` waits for {until}`{}`", name(turn).unwrap_or_default(), turn.id)
    };
    let (message, note, help) = match names.as_slice() {
        [one] => (
            format!("`{one}` waits for itself, so it can never begin"),
            "nothing can begin after itself",
            format!("remove `{}` from its own `after:`", first.id),
        ),
        names => (
            format!("{} wait for each other, so none of them can begin", and(&quoted(names))),
            "each of them waits for another one",
            format!("decide which one comes first, and remove its `after:`: {}", or(&quoted(names))),
        ),
    };
    let rest = circle.iter().skip(1).map(|turn| (turn.span(), waits(turn)));
    Some(
        RULE.at(first.span(), message)
            .level(Level::Error)
            .label(waits(first))
            .also_each(rest)
            .note(note)
            .help(help),
    )
}
