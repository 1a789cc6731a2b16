use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("hard-sell", Group::Pillars, Level::Warning, Kind::Wrong)
    .summary("too many of the activities sell")
    .options(&[RuleOption {
        name: "max-share",
        default: 0.2,
        measure: Measure::Share,
        summary: "maximum share of `sell` among the activities with an `intent:`",
    }])
    .checks("\
No more than `max-share` (0.2, one in five) of the activities with an `intent:` say `sell`. A
single activity that sells is never too many, and nothing is reported if there are goals and each is of a kind that is
not about sales: there, `sell` means to ask for something else, such as donations.

An activity without an intent is not counted, with one exception: if it has `funnel_stage: purchase`, or drives nothing
but marketing's monetization, it sells. Those are compared with all activities, as if the others without an intent did
something else.")
    .why("\
Promotion works by being subtle and is not just a sales job. People follow accounts that inform, help or entertain
them, and leave those that only ask for the order. **Source**: four-pillars; one in five is our own judgment.")
    .example("\
goals:
  saturday-orders: { statement: Forty cake orders each Saturday by the end of June, kind: sell }
pillars:
  promotion:
    activities:
      cake-of-the-week: { goals: saturday-orders, intent: entertain }
-      ten-percent-off: { goals: saturday-orders, intent: sell }
+      which-cake-without-nuts: { goals: saturday-orders, intent: help }
      last-chance: { goals: saturday-orders, intent: sell }")
    .fix("\
Let most activities inform, help or entertain, and add the intent of those that already do. If your business depends
on offers, set your own share: `max-share` under `[rules.hard-sell]` in `stratplan.toml`.");

pub fn check(cx: &Context<'_>) -> Option<Finding> {
    // Where every goal is of another kind, `sell` means to ask for something else, such as donations.
    let goals = &cx.analysis.goals;
    let may_sell = |goal: &Goal| goal.kind.get().is_none_or(|kind| kind.is_about_sales());
    let is_about_sales = goals.is_empty() || goals.iter().any(|goal| may_sell(goal.goal));
    if !cx.analysis.known.activities || !is_about_sales {
        return None;
    }
    let live = || cx.analysis.live_activities();
    // An intent that could not be read counts as one that does not sell.
    let total = live().filter(|one| !one.activity().intent.is_absent()).count();
    let all_selling: Vec<_> = live().filter_map(|one| Some((one, one.sale()?))).collect();
    let says_so = |(one, _): &&(&Scheduled<'_>, Place)| one.activity().intent.is_set();
    let declared = all_selling.iter().filter(says_so).count();
    let max_share = cx.options.number(&RULE, "max-share");
    let is_too_much = |count: usize, total: usize| count >= 2 && share(count, total) > max_share;
    let (count, total, of) = if is_too_much(declared, total) {
        (declared, total, " with an `intent:`")
    } else {
        let (count, total) = (all_selling.len(), live().count());
        if !is_too_much(count, total) {
            return None;
        }
        (count, total, "")
    };
    let selling = all_selling.iter().filter(|one| of.is_empty() || says_so(one));
    let selling: Vec<_> =
        selling.map(|(one, place)| (place.value, format!("`{}` sells", one.id()))).collect();
    let may_sell = (1..=count).take_while(|some| share(*some, total) <= max_share).last().unwrap_or(1);
    let or = match live().count() - total {
        // With an intent, the others have to be enough.
        others if others == 0 || share(count, total + others) > max_share => {
            "or raise `max-share` in stratplan.toml".to_owned()
        }
        n => format!("or give an `intent:` to the {} without one", counted(n, "activity", "activities")),
    };
    let change = match count - may_sell {
        1 => "one of them so that it informs, helps or entertains".to_owned(),
        many => format!("{many} of them so that they inform, help or entertain"),
    };
    let mut selling = selling.into_iter();
    let (at, label) = selling.next()?;
    Some(
        RULE.at(at, format!("{count} of {total} activities{of} are there to sell"))
            .label(label)
            .also_each(selling)
            .note("people follow accounts that inform, help or entertain them, and leave those that only ask for the order")
            .help(format!("change {change}, and say so in `intent:`, {or}")),
    )
}

fn share(some: usize, all: usize) -> f64 {
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    number(some) / number(all.max(1))
}
