use crate::rules::prelude::*;
use crate::strategy::plan::Degree;

pub static RULE: Rule = Rule::new("risk-unmitigated", Group::Plan, Level::Info, Kind::Missing)
    .summary("a likely and severe risk has no mitigation")
    .checks("\
Each risk with `likelihood: high` and `impact: high` has a `mitigation:`. Closed strategies are skipped.")
    .why("\
What will probably happen and would hurt is not bad luck when it comes. **Source**: stratplan.")
    .example("\
risks:
-  one-phone: { statement: Everything hangs on one phone, likelihood: high, impact: high }
+  one-phone: { statement: Everything hangs on one phone, likelihood: high, impact: high, mitigation: A second line }")
    .fix("\
Add `mitigation:` with what is done about it. \"We accept it\" is an answer, too, if the owner of the risk says so.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    among(cx.strategy.risks(), "risks", "are likely and severe and have no mitigation", |(id, risk)| {
        let is_high = |degree: &Field<Degree>| degree.get() == Some(&Degree::High);
        let is_severe = is_high(&risk.likelihood) && is_high(&risk.impact);
        (is_severe && risk.mitigation.is_absent() && !cx.is_closed()).then(|| {
            RULE.at(
                id.span,
                format!("the risk `{id}` is likely and severe, and nothing is planned against it"),
            )
            .label("what if it happens?")
            .note("what will probably happen and would hurt is not bad luck when it comes")
            .help("add `mitigation:` with what is done about it, or say that it is accepted, and by whom")
            .absent("mitigation")
        })
    })
}
