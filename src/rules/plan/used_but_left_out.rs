use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("used-but-left-out", Group::Plan, Level::Warning, Kind::Wrong)
    .timed()
    .summary("something is left out with `not_now:`, but an activity uses it")
    .checks("\
No activity uses a platform, serves a goal, drives a gear, also of a purpose, belongs to a campaign or is in a pillar
that says `not_now:`. Activities that have been dropped or are over are skipped, so a platform can be closed with `not_now:` after the last one there.")
    .why("\
What is left out has no owner, no start and no checks, while its activity costs time and money. One of the two was
forgotten when the plan changed. **Source**: stratplan.")
    .example("\
goals:
  saturday-orders: Forty cake orders each Saturday by the end of June
pillars:
  promotion:
    activities:
-      cake-of-the-week: { goals: saturday-orders, platforms: [facebook, tiktok], start: 2027-01-15 }
+      cake-of-the-week: { goals: saturday-orders, platforms: facebook, start: 2027-01-15 }
platforms:
  facebook: { because: Parents ask for cake in two local groups }
  tiktok: { not_now: Nobody edits video }")
    .fix("\
Remove it from the activity, drop the activity with `status: dropped`, or remove `not_now:` if it is part of the plan
after all.");

/// Something left out, and the activities that use it, each with the place where it says so.
struct LeftOut<'a> {
    what: String,
    at: Span,
    uses: Vec<(&'a Scheduled<'a>, Span)>,
    /// What an activity does with it, and what several do.
    verbs: [&'static str; 2],
    /// How these activities could do without it.
    way_out: String,
}

pub fn check(cx: &Context<'_>) -> impl Iterator<Item = Finding> {
    all(cx).into_iter().filter(|one| !one.uses.is_empty()).map(|one| {
        let LeftOut { what, at, uses, verbs: [does, do_so], way_out } = one;
        let verb = if uses.len() == 1 { does } else { do_so };
        // Whether it is over does not depend on the day if the activity has a status, or no end.
        let lasts =
            uses.iter().any(|(one, _)| one.activity().end().is_absent() || one.activity().status.is_set());
        let finding = RULE
            .at(at, format!("{what} is left out for now, but {} {verb}", names(&uses)))
            .label("left out")
            .also_each(uses.iter().take(NAMED).map(|(one, at)| (*at, format!("`{}` {does}", one.id()))))
            .note("what is left out has no owner, no start and no checks, while the activity costs time and money")
            .help(format!("{way_out}, or remove `not_now:` if it is part of the plan after all"));
        if lasts { finding.timeless() } else { finding }
    })
}

/// Everything that says `not_now:`.
fn all<'a>(cx: &Context<'a>) -> Vec<LeftOut<'a>> {
    let uses = |place: &dyn Fn(&Scheduled<'a>) -> Option<Span>| {
        let activities = cx.analysis.live_activities().filter(|one| one.state != ActivityStatus::Done);
        activities.filter_map(|one| Some((one, place(one)?))).collect::<Vec<_>>()
    };
    let goals = cx.strategy.goals().filter_map(|(id, goal)| {
        let at = goal.not_now.placed()?.1.value;
        let uses = uses(&|one| one.activity().goals.ids().find(|named| *named == id).map(|id| id.span));
        let is_pursued = |goal: &str| cx.analysis.goals.iter().any(|one| one.id.as_str() == goal);
        let way_out = if uses.iter().all(|(one, _)| one.goals().any(is_pursued)) {
            format!("remove `{id}` from the `goals:` of {}", names(&uses))
        } else {
            format!("drop {} with `status: dropped`", names(&uses))
        };
        Some(LeftOut {
            what: format!("the goal `{id}`"),
            at,
            uses,
            verbs: ["serves it", "serve it"],
            way_out,
        })
    });
    let gears = cx.analysis.sequences.iter().flat_map(|sequence| {
        sequence.gears.iter().filter_map(move |gear| Some((sequence.kind, gear.kind, gear.declared?.0)))
    });
    let gears = gears.filter_map(|(purpose, kind, gear)| {
        let at = gear.not_now.placed()?.1.value;
        let is_it = |(of, turned, _): &&(PurposeKind, GearKind, Place)| (*of, *turned) == (purpose, kind);
        let uses = uses(&|one| one.gears.iter().find(is_it).map(|(.., place)| place.value));
        let name = cx.analysis.gear_name(purpose, kind);
        let way_out = format!("remove `{name}` from the `gears:` of {}", names(&uses));
        Some(LeftOut {
            what: format!("the gear {name}"),
            at,
            uses,
            verbs: ["drives it", "drive it"],
            way_out,
        })
    });
    let platforms = cx.strategy.platforms().filter_map(|(id, platform)| {
        let at = platform.not_now.placed()?.1.value;
        let uses = uses(&|one| one.activity().platforms.ids().find(|named| *named == id).map(|id| id.span));
        let way_out = format!("remove `{id}` from the `platforms:` of {}", names(&uses));
        Some(LeftOut {
            what: format!("the platform `{id}`"),
            at,
            uses,
            verbs: ["uses it", "use it"],
            way_out,
        })
    });
    let campaigns = cx.strategy.campaigns().filter_map(|(id, campaign)| {
        let at = campaign.not_now.placed()?.1.value;
        let uses = uses(&|one| one.campaign().filter(|own| *own == id).map(|own| own.span));
        let way_out = format!("remove `campaign: {id}` from {}", names(&uses));
        let what = format!("the campaign `{}`", shown(id.as_str()));
        Some(LeftOut { what, at, uses, verbs: ["belongs to it", "belong to it"], way_out })
    });
    let pillars = cx.strategy.pillars().filter_map(|pillar| {
        let at = pillar.not_now.placed()?.1.value;
        let uses = uses(&|one| (one.pillar() == pillar.kind).then_some(one.used.id.span));
        let way_out = format!("move {} to another pillar or drop it with `status: dropped`", names(&uses));
        let what = format!("the pillar `{}`", pillar.kind.key());
        Some(LeftOut { what, at, uses, verbs: ["is in it", "are in it"], way_out })
    });
    let purposes = PurposeKind::ALL.into_iter().filter_map(|kind| {
        let (purpose, _) = cx.strategy.purposes.get()?.get(kind).placed()?;
        let at = purpose.not_now.placed()?.1.value;
        let of_it = |one: &Scheduled<'a>| {
            one.gears.iter().find(|(of, ..)| *of == kind).map(|(.., place)| place.value)
        };
        let uses = uses(&of_it);
        let way_out = format!("remove the gears of {kind} from the `gears:` of {}", names(&uses));
        let what = format!("the purpose `{kind}`");
        Some(LeftOut { what, at, uses, verbs: ["drives a gear of it", "drive gears of it"], way_out })
    });
    goals.chain(purposes).chain(gears).chain(platforms).chain(campaigns).chain(pillars).collect()
}

/// How many activities are named.
const NAMED: usize = 3;

fn names(uses: &[(&Scheduled<'_>, Span)]) -> String {
    match uses.len() {
        0..=NAMED => and(&quoted(uses.iter().map(|(one, _)| one.id()))),
        count => format!("{count} activities"),
    }
}
