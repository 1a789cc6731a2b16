//! What people write in a first draft, and what the fixes make of it.

use super::fix::fix;
use crate::finding::Safety;

/// Fixes a draft below its first line, until nothing is left to fix.
#[track_caller]
fn becomes(draft: &str, expected: &str) {
    let text = format!("stratplan: 1\n{draft}");
    let fixed = fix(&text, Safety::Unsafe).document;
    let fixed = fixed.map_or(text, |changed| changed.source.text().to_owned());
    assert_eq!(fixed.strip_prefix("stratplan: 1\n"), Some(expected));
}

#[test]
fn a_key_is_renamed_only_to_one_under_which_its_value_can_be_read() {
    let head = |keys: &str, fixed: &str| {
        let strategy = |keys| format!("strategy:\n  name: A\n{keys}");
        becomes(&strategy(keys), &strategy(fixed));
    };
    head("  version: 3\n", "  x-version: 3\n");
    head("  version: Draft 3\n", "  x-version: Draft 3\n");
    head("  review: quarterly\n", "  x-review: quarterly\n");
    head("  review: Q2 2027\n", "  next_review: 2027-Q2\n");
    head("  summary: Less of it\n", "  x-summary: Less of it\n");
    let activity = |keys: &str, fixed: &str| {
        let all = |keys| {
            format!(
                "strategy: {{ name: A }}\npillars:\n  promotion:\n    activities:\n      fair:\n        {keys}\n"
            )
        };
        becomes(&all(keys), &all(fixed));
    };
    activity("agency: Brightside Creative", "with: Brightside Creative");
    activity("frequency: 2x per week", "cadence: 2 per week");
    activity("frequency: weekly, one page each", "x-frequency: weekly, one page each");
    // What can be read in two ways can be read.
    activity("cost: $65,000", "budget: $65,000");
    activity("where: in the great hall of the town", "x-where: in the great hall of the town");
    activity("responders: { anna: 2, jo: 3 }", "x-responders: { anna: 2, jo: 3 }");
    let pillar = |keys: &str| format!("strategy: {{ name: A }}\npillars: {{ promotion: {{ {keys} }} }}\n");
    becomes(&pillar("tools: [Brandwatch]"), &pillar("x-tools: [Brandwatch]"));
}

#[test]
fn a_key_moves_to_the_only_place_where_it_belongs() {
    becomes(
        "strategy:\n  name: A\n  currency: USD\nbudget:\n  total: $5,000\n",
        "strategy:\n  name: A\nbudget:\n  total: 5000\n  currency: USD\n",
    );
    becomes("mission: We bake\nstrategy:\n  name: A\n", "strategy:\n  name: A\n  mission: We bake\n");
    // One that is there already is not replaced.
    let twice = "strategy:\n  name: A\n  currency: USD\nbudget:\n  total: 5000\n  currency: EUR\n";
    becomes(twice, twice);
    becomes(
        "strategy: { name: A }\nmarketing_strategy:\n  audiences:\n    donors: {}\n  # Kept.\n  channels: { site: web }\nkpis: {}\n",
        "strategy: { name: A }\nmarketing_strategy:\n  # Kept.\n  channels: { site: web }\naudiences:\n  donors: {}\nkpis: {}\n",
    );
    becomes(
        "strategy: { name: A }\nplatforms:\n  bay:\n    handle: \"@Bakery\"\n    because: Friends\n",
        "strategy: { name: A }\nplatforms:\n  bay:\n    accounts: { bakery: \"@Bakery\" }\n    because: Friends\n",
    );
}
