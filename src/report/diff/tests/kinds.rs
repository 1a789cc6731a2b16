//! Every kind of change, and beside it what must not be told as well.

use super::*;
use crate::strategy::pillar::PillarKind;

#[test]
fn entries_come_and_go() {
    let old = "goals: { leads: Win 400 leads }\nlessons: { polls: Polls bring answers }\n";
    let new = "goals: { leads: Win 400 leads, cost: Cut the cost of a contact }\n";
    assert_eq!(changes(old, new), ["goal cost added", "lesson polls removed",]);
    let added = diff("", &activity("name: Filter guide, start: 2027-05-01"));
    let guide = &added.changes[1];
    assert_eq!(
        (guide.subject.to_string().as_str(), guide.title.as_deref()),
        ("pillars.promotion.activities.guide", Some("Filter guide"))
    );
    assert_eq!(guide.how, How::Added { start: Some("2027-05-01".to_owned()) });
    assert_eq!(
        (guide.owner.as_deref(), guide.subject.pillar().map(PillarKind::key)),
        (Some("mia"), Some("promotion"))
    );
}

#[test]
fn an_entry_with_the_same_content_was_renamed_and_so_was_every_mention_of_it() {
    let old = "goals: { leads: { statement: Win 400 leads, kpis: visits } }\n\
        kpis: { visits: { unit: visits/month, source: the counter } }\n\
        pillars: { promotion: { activities: { guide: { goals: leads, kpis: visits }, posts: { goals: [leads] } } } }\n\
        purposes: { marketing: { gears: { acquisition: { kpis: visits, spinning_at: { visits: 9 } } } } }\n";
    let new = old
        .replace("visits:", "hits:")
        .replace(": visits,", ": hits,")
        .replace(": visits }", ": hits }")
        .replace("leads: {", "sales-leads: {")
        .replace("goals: leads", "goals: sales-leads")
        .replace("[leads]", "[sales-leads]");
    assert!(!new.contains(" leads:") && !new.contains("kpis: visits"), "{new}");
    assert_eq!(changes(old, &new), ["goal sales-leads renamed from=leads", "kpi hits renamed from=visits",]);
    let person = |id: &str| {
        format!(
            "people: {{ {id}: {{ name: Dana Ortiz }}, lee: {{ name: Lee Park }} }}\ngoals: {{ leads: {{ statement: Win, owner: {id} }} }}\n"
        )
    };
    assert_eq!(changes(&person("dana"), &person("d-ortiz")), ["person d-ortiz renamed from=dana"]);
}

#[test]
fn a_title_that_stayed_tells_a_new_id_from_a_new_entry() {
    let guide = |id: &str, day: &str| {
        format!(
            "pillars: {{ promotion: {{ activities: {{ {id}: {{ name: Filter guide, start: {day} }} }} }} }}"
        )
    };
    assert_eq!(
        changes(&guide("guide", "2027-05-01"), &guide("filter-guide", "2027-05-15")),
        [
            "activity filter-guide renamed from=guide",
            "activity filter-guide moved key=start from=2027-05-01 to=2027-05-15 days=14",
        ]
    );
}

#[test]
fn what_says_too_little_or_the_same_as_another_was_not_renamed() {
    assert_eq!(
        changes("platforms: [facebook]", "platforms: [mastodon]"),
        ["platform facebook removed", "platform mastodon added"]
    );
    let channel = |id: &str| format!("marketing_strategy: {{ channels: {{ {id}: web }} }}");
    assert_eq!(changes(&channel("shop"), &channel("blog")), ["channel shop removed", "channel blog added"]);
    // Two went and two came, all alike: nobody knows which is which.
    let two = |one: &str, other: &str| format!("goals: {{ {one}: Win leads, {other}: Win leads }}");
    assert_eq!(
        changes(&two("a", "b"), &two("c", "d")),
        ["goal a removed", "goal b removed", "goal c added", "goal d added"]
    );
}

#[test]
fn dates_move() {
    let start = |day: &str| activity(&format!("start: {day}"));
    let moved = |key: &str, from: &str, to: &str, days: i64| {
        format!("activity guide moved key={key} from={from} to={to} days={days}")
    };
    assert_eq!(
        changes(&start("2027-05-01"), &start("2027-06-15")),
        [moved("start", "2027-05-01", "2027-06-15", 45)]
    );
    assert_eq!(changes(&start("2027-06"), &start("2027-Q3")), [moved("start", "2027-06", "2027-Q3", 30)]);
    let end = |day: &str| activity(&format!("start: 2027-05-01, end: {day}"));
    // An end is the last day that is meant.
    assert_eq!(changes(&end("2027-06"), &end("2027-07-01")), [moved("end", "2027-06", "2027-07-01", 1)]);
    assert_eq!(
        changes(&start("2027-05-01"), &end("2027-07-01")),
        ["activity guide moved key=end to=2027-07-01"]
    );
    let head = |says: &str| format!("strategy: {{ name: Parts 2027, {says} }}");
    assert_eq!(
        changes(
            &head("period: 2027, next_review: 2027-04-15"),
            &head("period: { start: 2027, end: 2028-03 }, next_review: 2027-07-15")
        ),
        [
            "strategy moved key=period.end from=2027 to=2028-03 days=91",
            "strategy moved key=next_review from=2027-04-15 to=2027-07-15 days=91",
        ]
    );
}

#[test]
fn gears_move_by_themselves_or_with_what_turns_them() {
    let own = |day: &str| gears(&format!("acquisition: 2027-01-15, engagement: {day}"));
    let expected = "gear marketing.engagement moved key=start from=2027-05-01 to=2027-06-15 days=45";
    let moved = diff(&own("2027-05-01"), &own("2027-06-15"));
    assert_eq!(lines(&moved), [expected]);
    assert!(matches!(moved.changes[0].how, How::Moved { follows: false, .. }));

    let with =
        |day: &str| activity(&format!("gears: engagement, start: {day}")) + &gears("acquisition: 2027-01-15");
    let moved = diff(&with("2027-05-01"), &with("2027-06-15"));
    assert_eq!(lines(&moved)[1], expected);
    assert!(matches!(moved.changes[1].how, How::Moved { follows: true, .. }));
    assert_eq!(moved.changes.len(), 2);

    // Written out, the day is the same.
    let said = activity("gears: engagement, start: 2027-05-01") + &gears("engagement: { owner: mia }");
    let out = activity("gears: engagement, start: 2027-05-01")
        + &gears("engagement: { owner: mia, start: 2027-05-01 }");
    assert_eq!(changes(&said, &out), ["gear marketing.engagement changed key=start to=2027-05-01"]);
}

#[test]
fn an_owner_that_others_inherit_is_told_once() {
    let team = |owner: &str| {
        format!(
            "pillars: {{ promotion: {{ owner: {owner}, activities: {{ a: {{ start: 2027-05-01 }}, b: {{ start: 2027-05-01 }}, c: {{ owner: kim }} }} }} }}"
        )
    };
    assert_eq!(
        changes(&team("dana"), &team("lee")),
        ["pillar promotion re-owned from=dana to=lee inherited=2"]
    );
    let head = |owner: &str| {
        format!(
            "strategy: {{ name: Parts 2027, owner: {owner} }}\ngoals: {{ a: Win, b: Win more }}\nkpis: {{ visits: {{ owner: kim }} }}"
        )
    };
    assert_eq!(changes(&head("mia"), &head("noor")), ["strategy re-owned from=mia to=noor inherited=2"]);
    // A second person, and nothing is inherited any more.
    let people = |people: &str| format!("people: {{ {people} }}\ngoals: {{ a: Win, b: Win more }}\n");
    assert_eq!(
        changes(&people("mia: {}"), &people("mia: {}, lee: {}")),
        ["strategy inherits from=mia entries=2", "person lee added",]
    );
}

#[test]
fn one_owner_is_handed_over() {
    let goal = |owner: &str| format!("goals: {{ leads: {{ statement: Win, {owner} }} }}");
    let re_owned = |from: &str, to: &str| format!("goal leads re-owned from={from} to={to} inherited=0");
    assert_eq!(changes(&goal("owner: dana"), &goal("owner: lee")), [re_owned("dana", "lee")]);
    // Without its own owner, it inherits one.
    assert_eq!(changes(&goal("owner: dana"), &goal("")), [re_owned("dana", "mia")]);
    let answered =
        |owner: &str| format!("platforms: {{ forum: {{ answered_by: {{ owner: {owner}, within: 4h }} }} }}");
    assert_eq!(
        changes(&answered("dana"), &answered("lee")),
        ["platform forum re-owned from=dana to=lee inherited=0"]
    );
}

#[test]
fn figures_of_the_plan_are_re_targeted() {
    let of = |old: &str, new: &str| changes(&kpi(old), &kpi(new));
    assert_eq!(
        of("target: 400", "target: { value: 450.5 }"),
        ["kpi visits re-targeted key=target from=400 to=450.5"]
    );
    assert_eq!(
        of("baseline: { value: 1 }", "baseline: { value: 2 }"),
        ["kpi visits re-targeted key=baseline from=1 to=2"]
    );
    assert_eq!(
        of("tolerance: 1", "unit: visits"),
        ["kpi visits reworded key=unit to=visits", "kpi visits re-targeted key=tolerance from=1",]
    );
    assert_eq!(
        of("milestones: { 2027-06-30: 250 }", "milestones: { 2027-06-30: 260, 2027-08-31: 300 }"),
        [
            "kpi visits re-targeted key=milestones.2027-06-30 from=250 to=260",
            "kpi visits re-targeted key=milestones.2027-08-31 to=300"
        ]
    );
    let gate = |figure: u32| {
        kpi("unit: visits")
            + &gears(&format!("acquisition: {{ start: 2027-01-15, spinning_at: {{ visits: {figure} }} }}"))
    };
    assert_eq!(
        changes(&gate(11), &gate(12)),
        ["gear marketing.acquisition re-targeted key=spinning_at.visits from=11 to=12"]
    );
    // The day by which it is to be reached is a date.
    assert_eq!(
        of("target: { value: 4, date: 2027-06-30 }", "target: { value: 4, date: 2027-07-01 }"),
        ["kpi visits moved key=target.date from=2027-06-30 to=2027-07-01 days=1"]
    );
}

#[test]
fn an_activity_moves_to_another_pillar() {
    let old = "pillars: { promotion: { activities: { guide: { start: 2027-05-01, budget: 10 } } }, support: { owner: lee } }";
    let new = "pillars: { promotion: {}, support: { owner: lee, activities: { guide: { start: 2027-05-01, budget: 12 } } } }";
    assert_eq!(
        changes(old, new),
        [
            "activity guide transferred from=promotion to=support",
            "activity guide re-owned from=mia to=lee inherited=0",
            "activity guide budgeted key=budget from=10 to=12",
        ]
    );
    // The same id in two pillars is two activities.
    let both = |day: &str| {
        format!(
            "pillars: {{ promotion: {{ activities: {{ a: {{ start: 2027-05-01 }} }} }}, support: {{ activities: {{ a: {{ start: {day} }} }} }} }}"
        )
    };
    assert_eq!(changes(&both("2027-06-01"), &both("2027-06-02")).len(), 1);
}

#[test]
fn what_is_left_out_and_taken_up_again_says_why() {
    let (out, on) = (gears("acquisition: { not_now: No time }"), gears("acquisition: { owner: mia }"));
    assert_eq!(changes(&on, &out)[0], "gear marketing.acquisition left-out reason=No time");
    assert_eq!(changes(&out, &on)[0], "gear marketing.acquisition taken-up reason=No time");
    assert_eq!(
        changes(&out, &out.replace("No time", "No people")),
        ["gear marketing.acquisition reworded key=not_now from=No time to=No people"]
    );
}

#[test]
fn words_change_and_money_and_the_rest() {
    let all = |old: &str, new: &str| changes(&activity(old), &activity(new));
    assert_eq!(
        all("why: They ask", "why: They ask often"),
        ["activity guide reworded key=why from=They ask to=They ask often"]
    );
    assert_eq!(
        all("budget: 10, spent: 1", "budget: 10, spent: 2.5"),
        ["activity guide budgeted key=spent from=1 to=2.5"]
    );
    assert_eq!(all("intent: help", "intent: sell"), ["activity guide changed key=intent from=help to=sell"]);
    assert_eq!(
        all("call_to_action: { captures_lead: true }", "call_to_action: { captures_lead: false }"),
        ["activity guide changed key=call_to_action.captures_lead from=true to=false"]
    );
    let goals = "goals: { a: Win, b: Win more }\n";
    assert_eq!(
        changes(
            &(goals.to_owned() + &activity("goals: a")),
            &(goals.to_owned() + &activity("goals: [a, b]"))
        ),
        ["activity guide changed key=goals from=[\"a\"] to=[\"a\",\"b\"]"]
    );
    assert_eq!(
        changes("budget: 100", "budget: { currency: EUR, total: 120 }"),
        ["budget changed key=currency to=EUR", "budget budgeted key=total from=100 to=120",]
    );
    let answer = |says: &str| format!("pillars: {{ listening: {{ questions: {{ where: {{ {says} }} }} }} }}");
    assert_eq!(
        changes(
            &answer("answer: A forum, as_of: 2027-01-31"),
            &answer("answer: Two forums, as_of: 2027-03-31")
        ),
        [
            "answer where moved key=as_of from=2027-01-31 to=2027-03-31 days=59",
            "answer where reworded key=answer from=A forum to=Two forums",
        ]
    );
}

#[test]
fn every_text_of_the_format_is_reworded() {
    use crate::decode::field::Field;
    use crate::strategy::subject::Subject;
    use crate::strategy::walk::{Meaning, Node, Visitor, walk};

    /// The keys that hold the author's words, and how often each kind of entry has one.
    #[derive(Default)]
    struct Texts(std::collections::BTreeSet<(String, String)>);
    impl<'a> Visitor<'a> for Texts {
        fn field<T: Node>(&mut self, path: &[&'a str], field: &'a Field<T>) {
            let (subject, depth) = Subject::of_path(path);
            if T::MEANING == Meaning::Text && field.is_set() {
                self.0.insert((subject.to_string(), path[depth..].join(".")));
            }
        }
    }
    let text = include_str!("../../../../strategies/reference.strategy.yaml");
    let old = document(text, None);
    let mut texts = Texts::default();
    walk(&old.strategy, &mut texts);
    assert!(texts.0.len() > 60, "{}", texts.0.len());
    let whole = serde_json::to_value(&old.strategy).unwrap();
    for (subject, key) in texts.0 {
        let mut changed = whole.clone();
        let pointer = format!("/{subject}.{key}").replace('.', "/");
        *changed.pointer_mut(&pointer).unwrap() = json!("entirely other words");
        changed["stratplan"] = json!(1);
        let new = document(&serde_yaml::to_string(&changed).unwrap(), None);
        let diff = between(&document(&serde_yaml::to_string(&whole_of(&whole)).unwrap(), None), &new);
        let is_it = |change: &&change::Change| {
            change.subject.to_string() == subject
                && matches!(&change.how, How::Reworded { key: of, .. } if *of == key)
                || matches!(&change.how, How::LeftOut { .. } | How::TakenUp { .. })
        };
        assert!(diff.changes.iter().any(|change| is_it(&change)), "{subject} {key}: {:#?}", diff.changes);
    }
}

fn whole_of(value: &Value) -> Value {
    let mut value = value.clone();
    value["stratplan"] = json!(1);
    value
}
