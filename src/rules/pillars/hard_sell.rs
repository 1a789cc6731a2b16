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
If a goal is to sell or to generate leads, no more than `max-share` (0.2, one in five) of the activities with an
`intent:` say `sell`. A single activity that sells is never too many, and activities without an intent are not
counted.")
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
    cx.analysis.sales_goals().next().filter(|_| cx.analysis.known.activities)?;
    // An intent that could not be read counts as one that does not sell.
    let total = cx.analysis.live_activities().filter(|one| !one.activity().intent.is_absent()).count();
    let selling = cx.analysis.live_activities().filter_map(|one| match one.activity().intent.placed()? {
        (Intent::Sell, place) => Some((place.value, format!("`{}` sells", one.id()))),
        _ => None,
    });
    let selling: Vec<_> = selling.collect();
    let count = selling.len();
    let max_share = cx.options.number(&RULE, "max-share");
    if count < 2 || share(count, total) <= max_share {
        return None;
    }
    let may_sell = (1..=count).take_while(|some| share(*some, total) <= max_share).last().unwrap_or(1);
    let or = match cx.analysis.live_activities().count() - total {
        0 => "or raise `max-share` in stratplan.toml".to_owned(),
        n => format!("or give an `intent:` to the {} without one", counted(n, "activity", "activities")),
    };
    let change = match count - may_sell {
        1 => "one of them so that it informs, helps or entertains".to_owned(),
        many => format!("{many} of them so that they inform, help or entertain"),
    };
    let mut selling = selling.into_iter();
    let (at, label) = selling.next()?;
    Some(
        RULE.at(at, format!("{count} of {total} activities with an `intent:` are there to sell"))
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
