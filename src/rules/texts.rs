//! All free texts of a strategy.
//!
//! Each record is destructured without `..`, so that a new field does not compile until this file says
//! whether it is a text.

use crate::decode::field::{Field, Id, Place};
use crate::decode::maps::ById;
use crate::strategy::Strategy;
use crate::strategy::activity::{Activity, CallToAction};
use crate::strategy::gear::{Gear, Purpose};
use crate::strategy::goal::{Audience, Goal, MarketingStrategy, Objective};
use crate::strategy::kpi::Kpi;
use crate::strategy::pillar::{Answer, ContactCenter, Listening, Pillar, Pillars, Questions, Support};
use crate::strategy::plan::{Decision, Head, Lesson, Person, Risk};
use crate::strategy::platform::{AnsweredBy, Platform};

pub(super) struct Text<'a> {
    pub(super) text: &'a str,
    pub(super) place: Place,
}

/// All texts that could be read. An owner is a text only if `people` is absent; otherwise an owner who is
/// not listed there is an unknown reference already.
pub(super) fn texts(strategy: &Strategy) -> Vec<Text<'_>> {
    let mut texts = Texts { found: Vec::new(), owners_are_free: strategy.people.is_absent() };
    texts.strategy(strategy);
    texts.found
}

struct Texts<'a> {
    found: Vec<Text<'a>>,
    owners_are_free: bool,
}

impl<'a> Texts<'a> {
    fn take<const N: usize>(&mut self, fields: [&'a Field<String>; N]) {
        let placed = fields.into_iter().filter_map(Field::placed);
        self.found.extend(placed.map(|(text, place)| Text { text, place }));
    }

    fn owner(&mut self, field: &'a Field<Id>) {
        if let Some((id, place)) = field.placed().filter(|_| self.owners_are_free) {
            self.found.push(Text { text: id.as_str(), place });
        }
    }

    fn strategy(&mut self, strategy: &'a Strategy) {
        if let Some(head) = strategy.head() {
            let Head { name, organization, status: _, owner, period: _, next_review: _, last_review: _ } =
                head;
            self.take([name, organization]);
            self.owner(owner);
        }
        for (id, Person { name, team }) in strategy.people() {
            self.found.push(Text { text: id.as_str(), place: Place { key: id.span, value: id.span } });
            self.take([name, team]);
        }
        for (_, Goal { statement, kind: _, business_unit, owner, kpis: _, not_now }) in strategy.goals() {
            self.take([statement, business_unit, not_now]);
            self.owner(owner);
        }
        if let Some(marketing) = strategy.marketing_strategy.get() {
            let MarketingStrategy { document, owner, objectives, channels: _ } = marketing;
            self.take([document]);
            self.owner(owner);
            for (_, Objective { statement, goals: _ }) in objectives.get().into_iter().flat_map(ById::iter) {
                self.take([statement]);
            }
        }
        for (_, Audience { name, relationship: _ }) in strategy.audiences() {
            self.take([name]);
        }
        if let Some(pillars) = strategy.pillars.get() {
            self.pillars(pillars);
        }
        for one in strategy.activities() {
            self.activity(one.activity);
        }
        for (kind, Purpose { goals: _, gears: _, order: _, rationale }, _) in strategy.purposes() {
            self.take([rationale]);
            for (gear, _) in kind.order().into_iter().filter_map(|gear| strategy.gear(kind, gear)) {
                let Gear { not_now, means, start: _, owner, kpis: _, spinning_at: _ } = gear;
                self.take([not_now, means]);
                self.owner(owner);
            }
        }
        for (_, Platform { not_now, name, because, audiences: _, answered_by }) in strategy.platforms() {
            self.take([not_now, name, because]);
            if let Some(AnsweredBy { owner, within: _, hours }) = answered_by.get() {
                self.owner(owner);
                self.take([hours]);
            }
        }
        self.figures_and_plans(strategy);
    }

    fn pillars(&mut self, pillars: &'a Pillars) {
        let Pillars { listening, promotion, thought_leadership, support } = pillars;
        if let Some(Listening { not_now, owner, questions, activities: _ }) = listening.get() {
            self.take([not_now]);
            self.owner(owner);
            let answers = questions.get().into_iter().flat_map(Questions::all);
            for answer in answers.filter_map(|(_, answer)| answer.get()) {
                let Answer { answer, as_of: _, source, platforms: _ } = &**answer;
                self.take([answer, source]);
            }
        }
        for Pillar { not_now, owner, activities: _ } in
            [promotion, thought_leadership].into_iter().filter_map(Field::get)
        {
            self.take([not_now]);
            self.owner(owner);
        }
        if let Some(Support { not_now, owner, contact_center, activities: _ }) = support.get() {
            self.take([not_now]);
            self.owner(owner);
            if let Some(ContactCenter { not_now, team, hours, escalation }) = contact_center.get() {
                self.take([not_now, team, hours, escalation]);
            }
        }
    }

    fn activity(&mut self, activity: &'a Activity) {
        let Activity {
            name,
            why,
            status: _,
            owner,
            goals: _,
            objectives: _,
            gears: _,
            audiences: _,
            funnel_stage: _,
            intent: _,
            call_to_action,
            problem,
            feeds_back_to,
            rewards: _,
            platforms: _,
            start: _,
            end: _,
            cadence: _,
            kpis: _,
            budget: _,
            spent: _,
        } = activity;
        self.take([name, why, problem, feeds_back_to]);
        self.owner(owner);
        if let Some(CallToAction { text, channel: _, captures_lead: _ }) = call_to_action.get() {
            self.take([text]);
        }
    }

    fn figures_and_plans(&mut self, strategy: &'a Strategy) {
        for (_, kpi) in strategy.kpis() {
            let Kpi {
                name,
                unit,
                measures: _,
                baseline: _,
                target: _,
                milestones: _,
                tolerance: _,
                source,
                owner,
                cadence: _,
                readings: _,
            } = kpi;
            self.take([name, unit, source]);
            self.owner(owner);
        }
        for (_, Risk { statement, likelihood: _, impact: _, owner, mitigation }) in strategy.risks() {
            self.take([statement, mitigation]);
            self.owner(owner);
        }
        for (_, Decision { question, needed_by: _, owner, status: _ }) in strategy.decisions() {
            self.take([question]);
            self.owner(owner);
        }
        for (_, Lesson { learned, date: _ }) in strategy.lessons() {
            self.take([learned]);
        }
    }
}
