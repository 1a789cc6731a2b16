use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("no-purpose", Group::Gears, Level::Warning, Kind::Missing)
    .summary("neither marketing nor support is listed as a purpose, so the order of the gears cannot be checked")
    .checks("`purposes:` has `marketing`, `support` or both.")
    .why("\
The two purposes start the same gears in opposite orders: to win new people, attract them first; to help existing
customers, answer them first. Without a purpose, the order is right only by luck. **Source**: four-gears.")
    .example("\
goals:
  saturday-orders: Forty cake orders each Saturday by the end of June
+purposes: [marketing]")
    .fix("\
List the purpose, then give each of its four gears a start. If the strategy builds no community, allow it: `#
stratplan: allow(no-purpose) why there are no gears`.");

pub fn check(cx: &Context<'_>) -> Option<Finding> {
    let has_own = cx.unless_inherited(", its `owner:`");
    let is_missing = cx.analysis.known.purposes
        && cx.strategy.all_purposes().all(|(_, purpose, _)| purpose.not_now.get().is_some());
    is_missing.then(|| {
        RULE.at(cx.key_or_head(&cx.strategy.purposes), "the strategy does not say whether it is for marketing or for support")
            .label("without a purpose, nobody can tell which gear comes first")
            .note("to win new people, attract them first; to help existing customers, answer them first")
            .help(format!(
                "write `marketing:`, `support:` or both under `purposes:`, with all four gears under `gears:`, each with the day it starts{has_own} and an activity{} that drives it, or with `{{ not_now: the reason }}`",
                cx.unless_inherited(" (with an `owner:`)")
            ))
            .absent_section("purposes")
    })
}
