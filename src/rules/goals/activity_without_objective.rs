use crate::finding::{Finding, Group, Kind, Level, Rule};
use crate::rules::Context;
use crate::strategy::pillar::PillarKind;

pub static RULE: Rule = Rule {
    name: "activity-without-objective",
    group: Group::Goals,
    level: Level::Info,
    kind: Kind::Missing,
    timed: false,
    since: "0.1.0",
    summary: "a promotion or thought-leadership activity serves no marketing objective",
    options: &[],
    docs: "\
## What it checks
If the marketing strategy has objectives, each promotion and thought-leadership activity names one in its
`objectives:`. Listening, support and dropped activities are skipped.

## Why it matters
Promotion and thought leadership are marketing done on social media. If such an activity serves no marketing
objective, two teams are working on different plans. **Source**: four-pillars.

## Example
This fails:
```yaml
goals:
  parts-leads: Generate 400 qualified parts leads a quarter by September
marketing_strategy:
  objectives:
    parts-demand: { statement: Grow parts demand in North American fleets, goals: parts-leads }
pillars:
  promotion:
    activities:
      filter-guide: { goals: parts-leads, start: 2027-01-15 }
```
This passes:
```yaml
goals:
  parts-leads: Generate 400 qualified parts leads a quarter by September
marketing_strategy:
  objectives:
    parts-demand: { statement: Grow parts demand in North American fleets, goals: parts-leads }
pillars:
  promotion:
    activities:
      filter-guide: { goals: parts-leads, objectives: parts-demand, start: 2027-01-15 }
```

## How to fix or allow it
Add `objectives:` with the objective it serves. If none fits, ask marketing whether one is missing.
",
};

pub fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    let marketing = cx.strategy.marketing_strategy.get();
    let objectives = marketing.and_then(|marketing| marketing.objectives.placed());
    let Some((objectives, place)) = objectives.filter(|(objectives, _)| !objectives.is_empty()) else {
        return;
    };
    let is_asked = |pillar| matches!(pillar, PillarKind::Promotion | PillarKind::ThoughtLeadership);
    let asked: Vec<_> =
        cx.analysis.live_activities().filter(|activity| is_asked(activity.pillar())).collect();
    let example = objectives.iter().next().map(|(id, _)| format!(", such as `{id}`")).unwrap_or_default();
    for activity in &asked {
        let serves = &activity.activity().objectives;
        if serves.get().map_or(!serves.is_absent(), |objectives| !objectives.is_empty()) {
            continue;
        }
        out.push(
            RULE.at(activity.used.id.span, format!("the activity `{}` serves no marketing objective", activity.id()))
                .label(format!("{} is marketing, and no objective of it is named", activity.pillar()))
                .also(place.key, "marketing's objectives")
                .note("an activity that serves none of marketing's objectives is planned past the people who own them")
                .help(format!("add `objectives:` with the one it serves{example}"))
                .absent("objectives")
                .among(asked.len(), "activities of promotion and thought leadership", "serve no marketing objective"),
        );
    }
}
