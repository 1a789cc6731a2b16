use jiff::civil::Date;

use crate::analysis::gears::{GearSequence, Start};
use crate::rules::prelude::*;
use crate::strategy::activity::Activity;

pub static RULE: Rule = Rule::new("selling-too-soon", Group::Gears, Level::Warning, Kind::Wrong)
    .timed()
    .summary("marketing: an activity sells before monetization starts")
    .checks("\
No activity sells before marketing's monetization starts, on any day a coarse date can mean: it has `intent: sell` or
`funnel_stage: purchase`, or it drives monetization. It is an error if the activity starts before engagement does. One
finding names the earliest.

Once nothing can be moved anymore, because monetization has started or all of these activities are over, this is only
advice, and a lesson that names each of them (`first-box` or \"first box\") settles it.

Activities without a `start` are judged only if their `status:` says that they run or are done. The pillar support is
left to `support-sells`, and the `intent:` of thought leadership to `thought-leadership-sells`. Activities are not
judged if they are dropped, if they serve only goals of service, or if they meet buyers to help, inform or entertain
them.")
    .why("\
The start of monetization is the day on which you begin to ask people for money. If an offer reaches them before that,
the gear started that day, whatever the plan says, and the gears ahead of it lose the people they were meant to win.
**Source**: four-gears (marketing fails if you try to monetize too fast).")
    .example("\
pillars:
  promotion:
    activities:
-      buy-now: { intent: sell, start: 2027-01-11 }
+      buy-now: { intent: sell, start: 2027-09-06 }
purposes:
  marketing:
    gears: { acquisition: 2027-01-11, engagement: 2027-03-01, enlistment: 2027-05-03, monetization: 2027-09-06 }")
    .fix("\
Move the activity, or let it inform or help until monetization starts. If it is too late for that, write a lesson that
names it. If it has to sell already, allow it where monetization starts:
`# stratplan: allow(selling-too-soon) why the offer cannot wait`.");

pub fn check(cx: &Context<'_>) -> impl Iterator<Item = Finding> {
    let marketing = cx.analysis.sequences.iter().filter(|one| one.kind == PurposeKind::Marketing);
    marketing.filter_map(|sequence| judge(cx, sequence))
}

fn judge(cx: &Context<'_>, sequence: &GearSequence<'_>) -> Option<Finding> {
    let gear = sequence.active().find(|gear| gear.kind == GearKind::Monetization)?;
    let start = gear.placed().filter(|start| !start.is_practice())?;
    let activities = cx.analysis.live_activities();
    let mut early: Vec<_> = activities.filter_map(|one| Early::new(cx, one, start)).collect();
    early.sort_by_key(|one| one.since.map_or((Date::MAX, Date::MAX), |date| (date.first, date.last)));
    let engagement = engagement_ahead(sequence);
    let engagement = engagement.filter(|gear| early.iter().any(|one| one.is_before(cx, gear.date)));
    let name = cx.analysis.gear_name(sequence.kind, gear.kind);
    let slots = cx.timetable.slots(sequence.kind);
    let advised = slots.iter().find(|slot| slot.gear == gear.kind).and_then(|slot| slot.advice.day());
    let until = advised.unwrap_or(start.date.first).max(cx.today);
    let has_begun = |date: CoarseDate| date.last <= cx.today;
    let has_started = advised.is_none()
        && has_begun(start.date)
        && engagement.is_none_or(|engagement| has_begun(engagement.date));
    let is_over = has_started || early.iter().all(|one| one.activity.state == ActivityStatus::Done);
    if is_over {
        early.retain(|one| !cx.has_lesson_on(one.names()));
    }
    let first = early.first()?;
    let (what, begins) = match engagement {
        Some(engagement) => ("engagement", engagement),
        None => (name.as_str(), start),
    };
    let starts = |date| if has_begun(date) { "started" } else { "starts" };
    let than = format!("{what} {}", starts(begins.date));
    let does_not = if has_begun(start.date) { "did" } else { "does" };
    let finding = RULE
        .at(start.span, format!("`{}` {}, before {than}", first.activity.id(), first.does(cx, &name)))
        .label(format!("{name} {does_not} not start until here"))
        .also_each(early.iter().map(|one| (one.place.value, one.label(cx))))
        .also_each(engagement.map(|gear| (gear.span, format!("engagement {} here", starts(gear.date)))))
        .note("people who are asked for something before they feel at home stop listening, and the effort is wasted")
        .help(if is_over { look_back(&early, (!has_started).then_some(until)) } else { way_out(&name, &early, until) });
    let finding = if first.since.is_some() { finding.timeless() } else { finding };
    Some(match engagement {
        _ if is_over => finding.level(Level::Info),
        Some(_) => finding.level(Level::Error),
        None => finding,
    })
}

/// The start of engagement, if it comes before monetization in the order.
fn engagement_ahead(sequence: &GearSequence<'_>) -> Option<Start> {
    let mut ahead = sequence.gears.iter().take_while(|gear| gear.kind != GearKind::Monetization);
    let engagement = ahead.find(|gear| gear.kind == GearKind::Engagement && !gear.is_left_out())?;
    engagement.placed().filter(|start| !start.is_practice() && sequence.is_order_known)
}

/// An activity that sells before monetization starts.
struct Early<'t, 'a> {
    activity: &'t Scheduled<'a>,
    /// `None` if only its status says that it runs or is done.
    since: Option<CoarseDate>,
    place: Place,
    sells: bool,
    drives: bool,
}

impl<'t, 'a> Early<'t, 'a> {
    fn new(cx: &Context<'_>, activity: &'t Scheduled<'a>, monetization: Start) -> Option<Self> {
        let (since, place) = match (activity.activity().start(), activity.activity().status.placed()) {
            (Field::Set(start, place), _) => (Some(start.0), *place),
            (Field::Absent, Some((ActivityStatus::Running | ActivityStatus::Done, place))) => (None, place),
            _ => return None,
        };
        // An activity for both purposes drives each gear from that gear's own start.
        let drives = activity.turns(PurposeKind::Marketing, GearKind::Monetization)
            && activity.gears.iter().all(|(purpose, ..)| *purpose == PurposeKind::Marketing);
        let sells = cx.analysis.asks_for_money(activity);
        let early = Self { activity, since, place, sells, drives };
        let is_judged = !cx.analysis.serves_only_service(activity)
            && activity.pillar() != PillarKind::Support
            && (sells || drives);
        (is_judged && early.is_before(cx, monetization.date)).then_some(early)
    }

    fn is_before(&self, cx: &Context<'_>, date: CoarseDate) -> bool {
        self.since.map_or(cx.today < date.first, |since| since.surely_before(date))
    }

    fn does(&self, cx: &Context<'_>, gear: &str) -> String {
        let (does, doing) = if self.sells {
            ("sells".to_owned(), "selling".to_owned())
        } else {
            (format!("drives {gear}"), format!("driving {gear}"))
        };
        let end = self.activity.activity().end().get().map(|end| end.last).filter(|end| *end < cx.today);
        match self.since {
            Some(since) if end.is_some() => {
                let did = if self.sells { "sold".to_owned() } else { format!("drove {gear}") };
                format!("{did} from {since} on")
            }
            Some(since) if since.first <= cx.today => format!("has been {doing} since {since}"),
            Some(since) => format!("{does} from {since}"),
            None => format!("{does} already"),
        }
    }

    /// Its id, and its name if it has one.
    fn names(&self) -> impl Iterator<Item = &str> {
        let name = self.activity.activity().name.get().map(String::as_str);
        name.into_iter().chain([self.activity.id()])
    }

    fn label(&self, cx: &Context<'_>) -> String {
        let id = self.activity.id();
        match self.since {
            Some(since) if since.last <= cx.today => format!("`{id}` began here"),
            Some(_) => format!("`{id}` begins here"),
            None => format!("`{id}` has begun, and has no `start:`"),
        }
    }
}

/// Nothing is left to move; until a day, nothing else should sell.
fn look_back(early: &[Early<'_, '_>], until: Option<Date>) -> String {
    let until = until.map(|day| format!("let nothing else sell before {day}, and "));
    let ids = and(&quoted(early.iter().map(|one| one.activity.id())));
    format!("{}write under `lessons:` what came of it that {ids} sold so early", until.unwrap_or_default())
}

fn way_out(gear: &str, early: &[Early<'_, '_>], until: Date) -> String {
    let open: Vec<_> = early.iter().filter(|one| one.activity.state != ActivityStatus::Done).collect();
    let ids = and(&quoted(open.iter().map(|one| one.activity.id())));
    let says =
        |test: fn(&Activity, Date) -> bool| open.iter().any(|one| test(one.activity.activity(), until));
    let ends = says(|one, until| one.end().get().is_some_and(|end| end.first < until));
    let runs = says(|one, _| one.status.get() == Some(&ActivityStatus::Running));
    let (with_end, planned) =
        (if ends { ", `end:` included" } else { "" }, if runs { ", as `status: planned`" } else { "" });
    let later = format!("move {ids} to {until} or later{with_end}{planned}");
    // Moved, what drives other gears would leave these without it.
    let is_shared = open.iter().any(|one| {
        one.activity
            .gears
            .iter()
            .any(|(purpose, gear, ..)| (*purpose, *gear) != (PurposeKind::Marketing, GearKind::Monetization))
    });
    let them = if open.len() > 1 { "them" } else { "it" };
    match (open.iter().any(|one| one.sells), open.iter().any(|one| one.drives)) {
        (true, drives) if is_shared => format!(
            "let {ids} inform or help instead of selling{}, and plan what sells from {until} on",
            if drives { format!(", without `{gear}` among the `gears:`") } else { String::new() }
        ),
        (false, true) if is_shared => {
            format!("remove `{gear}` from the `gears:` of {ids}, and plan what drives it from {until} on")
        }
        (true, false) => format!("{later}, or let {them} inform or help instead of selling"),
        (false, true) => {
            format!("remove `{gear}` from the `gears:` of {ids} if nothing is sold yet, or {later}")
        }
        _ => later,
    }
}
