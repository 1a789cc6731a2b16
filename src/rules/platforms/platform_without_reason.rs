use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("platform-without-reason", Group::Platforms, Level::Info, Kind::Missing)
    .summary("the platform does not say why it was chosen")
    .checks("Each platform says in `because:` why it was chosen. Platforms with `not_now:` are skipped.")
    .why("You can review a reason when the platform changes, but not a habit. **Source**: four-pillars.")
    .example(
        "\
-platforms: [facebook]
+platforms:
+  facebook: { because: Parents ask for cake in two local groups }",
    )
    .fix("Add `because:` with what listening found there, in one sentence.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let chosen = cx.analysis.chosen_platforms();
    among(
        chosen,
        "platforms",
        ("do not say why they were chosen", "says why it was chosen"),
        |(id, platform)| {
            platform.because.is_absent().then(|| {
                RULE.at(id.span, format!("nothing says why `{id}` was chosen"))
                    .label("why here?")
                    .note("you can review a reason when the platform changes, but not a habit")
                    .help("add `because:` with what listening found there, in one sentence")
                    .absent("because")
            })
        },
    )
}
