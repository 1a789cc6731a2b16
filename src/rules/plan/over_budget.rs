use std::cmp::Reverse;

use rust_decimal::Decimal;

use crate::analysis::budget::{Money, Total};
use crate::analysis::campaigns::CampaignPlan;
use crate::rules::prelude::*;
use crate::strategy::amount::{Amount as Costs, CostKind};

pub static RULE: Rule = Rule::new("over-budget", Group::Plan, Level::Error, Kind::Wrong)
    .summary("the activities add up to more than the total budget or their campaign's, or have spent more")
    .checks("\
The `budget:` amounts of all activities, except dropped ones, add up to no more than the strategy's `budget.total`, and
neither do their `spent:` amounts, including what dropped ones have spent. Nothing is reported without a total, with
`total: 0`, or if an amount cannot be read. If the budgets are too high, what has been spent is not reported as well.
A campaign's `budget:` and `spent:` include those of its activities: its budget is checked in the same way, and only
what it exceeds them by is added to the total. If a campaign's budget names kinds of costs, each kind is checked, too; a
kind that exceeds its part while the budget as a whole is kept is a warning.")
    .why("\
Money that is planned twice is missing once, and the last activity of the year finds out. **Source**: stratplan.")
    .example("\
-budget: { currency: EUR, total: 50000 }
+budget: { currency: EUR, total: 64000 }
pillars:
  promotion:
    activities:
      rehearsal-films: { budget: 38000 }
      meet-the-cast: { budget: 26000 }")
    .fix("\
Cut an activity's budget, drop an activity with `status: dropped`, or raise the total if that has been approved. If
you overbook on purpose, say so: `# stratplan: allow(over-budget) a tenth never happens`.");

/// How many amounts are pointed at.
const SHOWN: usize = 3;

pub fn check(cx: &Context<'_>) -> impl Iterator<Item = Finding> {
    let campaigns = cx.analysis.campaigns.iter().filter_map(|one| of_campaign(cx, one));
    of_total(cx).into_iter().chain(campaigns)
}

/// An amount in the file, and whose it is.
type Amount<'a> = (&'a str, Decimal, Place);

fn amount<'a>(id: &'a str, amount: &Field<Costs>) -> Option<Amount<'a>> {
    amount.placed().map(|(amount, place)| (id, amount.total, place))
}

fn of_total(cx: &Context<'_>) -> Option<Finding> {
    let money = &cx.analysis.money;
    let (_, place) = cx.strategy.budget.get()?.total.placed()?;
    let total = money.total.filter(|total| *total > Decimal::ZERO && money.known)?;
    let campaigns = &cx.analysis.campaigns;
    // A campaign with its own figure stands for its activities, unless they exceed it.
    let (by_budget, by_spent): (Vec<_>, Vec<_>) = campaigns
        .iter()
        .map(|one| {
            let sum = money.campaigns.get(one.id.as_str()).copied().unwrap_or_default();
            let (budget, spent) = one.own();
            let is = |own: Option<Total>, sum: Total| own.is_some_and(|own| own.all == sum.all);
            (is(budget, sum.budget), is(spent, sum.spent))
        })
        .unzip();
    let outside = |whole: &[bool]| -> Vec<&Scheduled<'_>> {
        let is_within = |one: &Scheduled<'_>| {
            let own = campaigns.iter().zip(whole).find(|(campaign, _)| one.campaign() == Some(campaign.id));
            own.is_some_and(|(_, is_whole)| *is_whole)
        };
        cx.analysis.activities.iter().filter(|one| !is_within(one)).collect()
    };
    let whole = |whole: Vec<bool>| campaigns.iter().zip(whole).filter(|(_, is)| *is).map(|(one, _)| one);
    let limit =
        Limit { whose: String::new(), amount: total, place: place.value, name: "total", raise: "`total:`" };
    let budgets = outside(&by_budget).into_iter().filter(|one| !one.is_dropped());
    let budgets = budgets.filter_map(|one| amount(one.id(), &one.activity().budget));
    let of_campaigns = whole(by_budget).filter_map(|one| amount(one.id.as_str(), &one.campaign.budget));
    let spent = outside(&by_spent).into_iter();
    let spent = spent.filter_map(|one| amount(one.id(), &one.activity().spent));
    let spent_by_campaigns = whole(by_spent).filter_map(|one| amount(one.id.as_str(), &one.campaign.spent));
    limit.exceeded(
        cx,
        (money.all.budget.all, budgets.collect(), of_campaigns.collect()),
        (money.all.spent.all, spent.collect(), spent_by_campaigns.collect()),
    )
}

fn of_campaign(cx: &Context<'_>, one: &CampaignPlan<'_>) -> Option<Finding> {
    let (own, place) = one.campaign.budget.placed().filter(|_| !one.is_dropped())?;
    let activities = || cx.analysis.activities_at(&one.activities);
    let is_known = |amount: &Field<Costs>| !amount.is_invalid();
    if !activities().all(|one| is_known(&one.activity().budget) && is_known(&one.activity().spent)) {
        return None;
    }
    let limit = Limit {
        whose: format!(" of the campaign `{}`", shown(one.id.as_str())),
        amount: own.total,
        place: place.value,
        name: "budget",
        raise: "the campaign's `budget:`",
    };
    let budgets = activities().filter(|one| !one.is_dropped());
    let budgets: Vec<Amount<'_>> =
        budgets.filter_map(|one| amount(one.id(), &one.activity().budget)).collect();
    let spent: Vec<Amount<'_>> =
        activities().filter_map(|one| amount(one.id(), &one.activity().spent)).collect();
    let sum = |amounts: &[Amount<'_>]| {
        amounts.iter().try_fold(Decimal::ZERO, |sum, (_, amount, _)| sum.checked_add(*amount))
    };
    let by_activities =
        limit.exceeded(cx, (sum(&budgets)?, budgets, Vec::new()), (sum(&spent)?, spent, Vec::new()));
    by_activities.or_else(|| spent_by_itself(cx, one)).or_else(|| kind_exceeded(cx, one))
}

fn spent_by_itself(cx: &Context<'_>, one: &CampaignPlan<'_>) -> Option<Finding> {
    let (own, place) = one.campaign.budget.placed()?;

    let (spent, at) = one.campaign.spent.placed()?;
    let over = spent.total.checked_sub(own.total).filter(|over| *over > Decimal::ZERO)?;
    let [budget, spent, over] = [own.total, spent.total, over].map(|amount| cx.amount(amount));
    let id = shown(one.id.as_str());
    Some(
        RULE.at(place.value, format!("the campaign `{id}` has spent {spent}, {over} more than its budget"))
            .label(format!("its budget is {budget}"))
            .also(at.value, format!("`spent:` is {spent}"))
            .note(GONE)
            .help(raise_by("the campaign's `budget:`", &over)),
    )
}

/// A kind of costs of which the activities plan or have spent more than the campaign has for it.
fn kind_exceeded(cx: &Context<'_>, one: &CampaignPlan<'_>) -> Option<Finding> {
    let (own, place) = one.campaign.budget.placed()?;
    let sum = Money::of_activities(cx.analysis.activities_at(&one.activities)).all;
    let id = shown(one.id.as_str());
    let activities = format!("the activities of the campaign `{id}`");
    let parts: Vec<(CostKind, Decimal)> = own.kinds().collect();
    let all = [
        (format!("{activities} plan"), sum.budget),
        (format!("{activities} have spent"), sum.spent),
        (format!("the campaign `{id}` has spent"), one.own().1.unwrap_or_default()),
    ];
    let over = all.iter().flat_map(|(verb, total)| {
        let of_activities: Vec<_> = total.kinds().collect();
        let over = of_activities.into_iter().filter_map(|(kind, sum)| {
            let (_, part) = parts.iter().find(|(own, _)| *own == kind)?;
            Some((verb, kind, sum, *part, sum.checked_sub(*part).filter(|over| *over > Decimal::ZERO)?))
        });
        over.collect::<Vec<_>>()
    });
    let (verb, kind, sum, part, over) = over.into_iter().next()?;
    let [sum, part, over] = [sum, part, over].map(|amount| cx.amount(amount));
    let kind = kind.key();
    let message = format!("{verb} {sum} for `{kind}`, {over} more than its part");
    let finding = RULE.at(place.value, message).level(Level::Warning);
    Some(
        finding
            .label(format!("its `{kind}:` is {part}"))
            .note("the budget as a whole is kept only as long as another kind of costs has some left")
            .help(format!(
                "move {over} to `{kind}:` from a kind that does not need it, or cut `{kind}` by as much"
            )),
    )
}

const GONE: &str = "the money for what is still to be done is gone";

fn raise_by(what: &str, over: &str) -> String {
    format!("raise {what} by {over} if that has been approved, or correct `spent:`")
}

/// What may be spent.
struct Limit {
    /// Whose activities: nothing, or of which campaign.
    whose: String,
    amount: Decimal,
    place: Span,
    name: &'static str,
    /// What to raise.
    raise: &'static str,
}

impl Limit {
    /// Budgets and spending, each with its sum, the amounts of activities and those of campaigns.
    fn exceeded<'a>(
        &self,
        cx: &Context<'_>,
        budgets: (Decimal, Vec<Amount<'a>>, Vec<Amount<'a>>),
        spent: (Decimal, Vec<Amount<'a>>, Vec<Amount<'a>>),
    ) -> Option<Finding> {
        let more = |sum: Decimal| sum.checked_sub(self.amount).filter(|over| *over > Decimal::ZERO);
        let (over, (sum, mut amounts, of_campaigns), is_spent) = match (more(budgets.0), more(spent.0)) {
            (Some(over), _) => (over, budgets, false),
            (None, Some(over)) => (over, spent, true),
            (None, None) => return None,
        };
        let what = if of_campaigns.is_empty() { "activities" } else { "activities and campaigns" };
        amounts.extend(of_campaigns);
        amounts.sort_by_key(|(_, amount, _)| Reverse(*amount));
        let largest = amounts.into_iter().take(SHOWN);
        let [limit, sum, over] = [self.amount, sum, over].map(|amount| cx.amount(amount));
        let Self { whose, name, raise, .. } = self;
        let its = if whose.is_empty() { "the" } else { "its" };
        let (verb, note, help) = if is_spent {
            ("have spent", GONE, raise_by(raise, &over))
        } else {
            (
                "add up to",
                "money that is planned twice is missing once, and the last activity of the year finds out",
                format!("cut or drop activities by {over}, or raise {raise} if that has been approved"),
            )
        };
        Some(
            RULE.at(self.place, format!("the {what}{whose} {verb} {sum}, {over} more than {its} {name}"))
                .label(format!("{its} {name} is {limit}"))
                .also_each(
                    largest
                        .map(|(id, amount, place)| (place.value, format!("`{id}`: {}", cx.amount(amount)))),
                )
                .note(note)
                .help(help),
        )
    }
}
