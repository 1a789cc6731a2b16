//! Every kind of change.

use super::tests::{changes, diff};

/// Two versions of a strategy: the lines of the old one (`-`), of the new one (`+`) and of both (`*`). Then the
/// changes (`=`), and perhaps the changes in the other direction (`<`), which an indented line continues.
const CASES: &str = "
# Entries are added and removed.
- goals: { leads: Win 400 leads }
- lessons: { polls: Polls bring answers }
+ goals: { leads: Win 400 leads, cost: Cut the cost of a contact }
= goal cost added
= lesson polls removed

# An entry with the same content was renamed, and references to it did not change.
- goals: { leads: { statement: Win 400 leads, kpis: visits } }
- kpis: { visits: { unit: visits/month, source: the counter } }
- pillars: { promotion: { activities: { guide: { goals: leads, kpis: visits }, posts: { goals: [leads] } } } }
- purposes: { marketing: { gears: { acquisition: { kpis: visits, spinning_at: { visits: 9 } } } } }
+ goals: { sales: { statement: Win 400 leads, kpis: hits } }
+ kpis: { hits: { unit: visits/month, source: the counter } }
+ pillars: { promotion: { activities: { guide: { goals: sales, kpis: hits }, posts: { goals: [sales] } } } }
+ purposes: { marketing: { gears: { acquisition: { kpis: hits, spinning_at: { hits: 9 } } } } }
= goal sales renamed from=leads
= kpi hits renamed from=visits

- people: { dana: { name: Dana Ortiz }, lee: { name: Lee Park } }
- goals: { leads: { statement: Win, owner: dana } }
+ people: { d-ortiz: { name: Dana Ortiz }, lee: { name: Lee Park } }
+ goals: { leads: { statement: Win, owner: d-ortiz } }
= person d-ortiz renamed from=dana

# An entry with the same title was renamed, too.
- pillars: { promotion: { activities: { guide: { name: Filter guide, start: 2027-05-01 } } } }
+ pillars: { promotion: { activities: { filter-guide: { name: Filter guide, start: 2027-05-15 } } } }
= activity filter-guide renamed from=guide
= activity filter-guide moved key=start from=2027-05-01 to=2027-05-15 days=14

# A platform and an account say themselves what they were; `until` is a closing.
- platforms: { twitter: { because: Parents are there, accounts: { old: '@oven' } } }
- pillars: { promotion: { activities: { guide: { platforms: twitter } } } }
+ platforms: { x: { was: twitter, because: Bakers are there, accounts: { main: { was: '@oven', handle: '@bakery' } }, until: 2027-06-30 } }
+ pillars: { promotion: { activities: { guide: { platforms: x } } } }
= platform x renamed from=twitter
= platform x moved key=until to=2027-06-30
= platform x reworded key=because from=Parents are there to=Bakers are there
= account main renamed from=old
= account main reworded key=handle from=@oven to=@bakery

# An entry that says too little was not renamed.
- platforms: [facebook]
- marketing_strategy: { channels: { shop: web } }
+ platforms: [mastodon]
+ marketing_strategy: { channels: { blog: web } }
= channel shop removed
= channel blog added
= platform facebook removed
= platform mastodon added

# Of several entries with the same content, it is not known which became which.
- goals: { a: Win leads, b: Win leads }
+ goals: { c: Win leads, d: Win leads }
= goal a removed
= goal b removed
= goal c added
= goal d added

# Fiscal dates are the days that they name in their version.
- strategy: { name: Parts 2027, period: FY2027/28, fiscal_year_starts: april }
- pillars: { promotion: { activities: { a: { start: FY2027/28-Q1 }, b: { start: FY2027/28-Q1 } } } }
+ strategy: { name: Parts 2027, period: FY2027/28, fiscal_year_starts: april }
+ pillars: { promotion: { activities: { a: { start: FY2027/28-Q2 }, b: { start: 2027-04-01 } } } }
= activity a became from=running to=planned
= activity a moved key=start from=FY2027/28-Q1 to=FY2027/28-Q2 days=91
= activity b moved key=start from=FY2027/28-Q1 to=2027-04-01 days=0

# Dates move: a start from its first day, an end from its last.
- strategy: { name: Parts 2027, period: 2027, next_review: 2027-04-15 }
- pillars: { promotion: { activities: { a: { start: 2027-05-01 }, b: { start: 2027-06, end: 2027-08 } } } }
+ strategy: { name: Parts 2027, period: { start: 2027, end: 2028-03 }, next_review: 2027-07-15 }
+ pillars: { promotion: { activities: { a: { start: 2027-06-15, end: 2027-07 }, b: { start: 2027-Q3, end: 2027-09-01 } } } }
= strategy moved key=period.end from=2027 to=2028-03 days=91
= strategy moved key=next_review from=2027-04-15 to=2027-07-15 days=91
= activity a moved key=start from=2027-05-01 to=2027-06-15 days=45
= activity a moved key=end to=2027-07
= activity b moved key=start from=2027-06 to=2027-Q3 days=30
= activity b moved key=end from=2027-08 to=2027-09-01 days=1

# A gear moves by its own start, or follows the activities that drive it.
- purposes: { marketing: { gears: { acquisition: 2027-01-15, engagement: 2027-05-01 } } }
+ purposes: { marketing: { gears: { acquisition: 2027-01-15, engagement: 2027-06-15 } } }
= gear marketing.engagement moved key=start from=2027-05-01 to=2027-06-15 days=45

* purposes: { marketing: { gears: { acquisition: 2027-01-15 } } }
- pillars: { promotion: { activities: { guide: { gears: engagement, start: 2027-05-01 } } } }
+ pillars: { promotion: { activities: { guide: { gears: engagement, start: 2027-06-15 } } } }
= activity guide moved key=start from=2027-05-01 to=2027-06-15 days=45
= gear marketing.engagement moved key=start from=2027-05-01 to=2027-06-15 days=45 follows=true

# A start that says what its activities already said does not move the gear.
* pillars: { promotion: { activities: { guide: { gears: engagement, start: 2027-05-01 } } } }
- purposes: { marketing: { gears: { engagement: { owner: mia } } } }
+ purposes: { marketing: { gears: { engagement: { owner: mia, start: 2027-05-01 } } } }
= gear marketing.engagement changed key=start to=2027-05-01

# An owner that others inherit is reported once.
- pillars: { promotion: { owner: dana, activities: { a: { start: 2027-05 }, b: { start: 2027-05 }, c: { owner: kim } } } }
+ pillars: { promotion: { owner: lee, activities: { a: { start: 2027-05 }, b: { start: 2027-05 }, c: { owner: kim } } } }
= pillar promotion re-owned from=dana to=lee inherited=2

* goals: { a: Win, b: Win more }
* kpis: { visits: { owner: kim } }
- strategy: { name: Parts 2027, owner: mia }
+ strategy: { name: Parts 2027, owner: noor }
= strategy re-owned from=mia to=noor inherited=2

# With a second person, nothing is inherited anymore.
* goals: { a: Win, b: Win more }
- people: { mia: {} }
+ people: { mia: {}, lee: {} }
= strategy inherits from=mia entries=2
= person lee added

# One owner changes. Without its own owner, a goal inherits one.
- goals: { a: { statement: Win, owner: dana }, b: { statement: Win more, owner: dana } }
- platforms: { forum: { answered_by: { owner: dana, within: 4h } } }
+ goals: { a: { statement: Win, owner: lee }, b: Win more }
+ platforms: { forum: { answered_by: { owner: lee, within: 4h } } }
= goal a re-owned from=dana to=lee inherited=0
= goal b re-owned from=dana to=mia inherited=0
= platform forum re-owned from=dana to=lee inherited=0

# The owner is written down, and was the same before.
- pillars: { promotion: { owner: mia, activities: { guide: { start: 2027-01-15 } } } }
+ pillars: { promotion: { owner: mia, activities: { guide: { start: 2027-01-15, owner: mia } } } }
= activity guide changed key=owner to=mia

# Figures of the plan.
- kpis: { visits: { target: 400 }, cost: { baseline: { value: 1 } }, leads: { target: { at_least: 1 } } }
- purposes: { marketing: { gears: { acquisition: { start: 2027-01-15, spinning_at: { visits: 11 } } } } }
+ kpis: { visits: { target: { value: 450.5 } }, cost: { baseline: { value: 2 } }, leads: { unit: leads } }
+ purposes: { marketing: { gears: { acquisition: { start: 2027-01-15, spinning_at: { visits: 12 } } } } }
= marketing.acquisition gate changed: visits 11 → 12
= visits target changed: 400 → 450.5
= kpi cost re-targeted key=baseline from=1 to=2
= kpi leads became from=no reading to=no target remeasured=true
= leads target dropped: it was at least 1 at all times
= kpi leads reworded key=unit to=leads

- kpis: { visits: { milestones: { 2027-06-30: 250 } }, cost: { target: { value: 4, date: 2027-06-30 } } }
+ kpis: { visits: { milestones: { 2027-06-30: 260, 2027-08-31: 300 } }, cost: { target: { value: 4, date: 2027-07-01 } } }
= kpi visits re-targeted key=milestones.2027-06-30 from=250 to=260
= kpi visits re-targeted key=milestones.2027-08-31 to=300
= cost target postponed: 4 by 2027-06-30 → by 2027-07-01, 1 day later

# An activity moves to another pillar.
- pillars: { promotion: { activities: { guide: { start: 2027-05-01, budget: 10 } } }, support: { owner: lee } }
+ pillars: { promotion: {}, support: { owner: lee, activities: { guide: { start: 2027-05-01, budget: 12 } } } }
= activity guide transferred from=promotion to=support
= activity guide re-owned from=mia to=lee inherited=0
= activity guide budgeted key=budget from=10 to=12

# The same id in two pillars is two activities.
- pillars: { promotion: { activities: { a: { start: 2027-05 } } }, support: { activities: { a: { start: 2027-06 } } } }
+ pillars: { promotion: { activities: { a: { start: 2027-05 } } }, support: { activities: { a: { start: 2027-07 } } } }
= activity a moved key=start from=2027-06 to=2027-07 days=30

# Something is left out, and taken up again.
- purposes: { marketing: { gears: { acquisition: { owner: mia } } } }
+ purposes: { marketing: { gears: { acquisition: { not_now: No time } } } }
= gear marketing.acquisition left-out reason=No time
= gear marketing.acquisition changed key=owner from=mia
< gear marketing.acquisition taken-up reason=No time
< gear marketing.acquisition changed key=owner to=mia

- purposes: { marketing: { gears: { acquisition: { not_now: No time } } } }
+ purposes: { marketing: { gears: { acquisition: { not_now: No people } } } }
= gear marketing.acquisition reworded key=not_now from=No time to=No people

# Texts, money, and everything else.
* goals: { a: Win, b: Win more }
- budget: 100
- pillars:
-   listening: { questions: { where: { answer: A forum, as_of: 2027-01-31 } } }
-   promotion: { activities: { tips: { why: They ask, budget: 10, spent: 1, intent: help } } }
-   support: { activities: { guide: { goals: a, call_to_action: { captures_lead: true } } } }
+ budget: { currency: EUR, total: 120 }
+ pillars:
+   listening: { questions: { where: { answer: Two forums, as_of: 2027-03-31 } } }
+   promotion: { activities: { tips: { why: They ask often, budget: 10, spent: 2.5, intent: sell } } }
+   support: { activities: { guide: { goals: [a, b], call_to_action: { captures_lead: false } } } }
= budget changed key=currency to=EUR
= budget budgeted key=total from=100 to=120
= answer where moved key=as_of from=2027-01-31 to=2027-03-31 days=59
= answer where reworded key=answer from=A forum to=Two forums
= activity tips reworded key=why from=They ask to=They ask often
= activity tips changed key=intent from=help to=sell
= activity tips budgeted key=spent from=1 to=2.5
= activity guide changed key=goals from=['a'] to=['a','b']
= activity guide changed key=call_to_action.captures_lead from=true to=false

# Readings.
- kpis: { visits: { readings: { 2027-01-31: 10, 2027-02-28: 12 } } }
+ kpis: { visits: { readings: { 2027-02-28: 13, 2027-03: 15 } } }
= kpi visits read added=[{'date':'2027-03','day':'2027-03-31','value':15}]
  corrected=[{'date':'2027-02-28','from':12,'to':13}]
  removed=[{'date':'2027-01-31','day':'2027-01-31','value':10}]

# States.
* purposes: { marketing: { gears: { acquisition: { start: 2027-01-15, spinning_at: { visits: 15 } } } } }
- kpis: { visits: { baseline: { value: 0 }, target: 40, readings: { 2027-03-31: 2 } } }
+ kpis: { visits: { baseline: { value: 0 }, target: 40, readings: { 2027-03-31: 20 } } }
= gear marketing.acquisition became from=running to=spinning better=true
= kpi visits became from=off track to=on track better=true
= kpi visits read added=[] corrected=[{'date':'2027-03-31','from':2,'to':20}] removed=[]
< gear marketing.acquisition became from=spinning to=running better=false
< kpi visits became from=on track to=off track better=false
< kpi visits read added=[] corrected=[{'date':'2027-03-31','from':20,'to':2}] removed=[]

# A state against another target, path, unit, baseline or gate is neither better nor worse.
- kpis: { visits: { baseline: 0, target: 40, readings: { 2027-03-31: 8 } } }
+ kpis: { visits: { baseline: 0, target: 32, readings: { 2027-03-31: 8 } } }
= kpi visits became from=at risk to=on track remeasured=true
= visits target made easier: 40 → 32
< kpi visits became from=on track to=at risk remeasured=true
< visits target made harder: 32 → 40

- kpis: { visits: { baseline: 0, target: 40, readings: { 2027-03-31: 8 } } }
+ kpis: { visits: { baseline: 0, target: 40, milestones: { 2027-03-31: 8 }, readings: { 2027-03-31: 8 } } }
= kpi visits became from=at risk to=on track remeasured=true
= kpi visits re-targeted key=milestones.2027-03-31 to=8

- kpis: { visits: { unit: visits, baseline: 0, target: 40, readings: { 2027-03-31: 8 } } }
+ kpis: { visits: { unit: k visits, baseline: 0, target: 40, readings: { 2027-03-31: 10 } } }
= kpi visits became from=at risk to=on track remeasured=true
= kpi visits reworded key=unit from=visits to=k visits
= kpi visits read added=[] corrected=[{'date':'2027-03-31','from':8,'to':10}] removed=[]
  from_unit=visits to_unit=k visits

- kpis: { visits: { baseline: 0, target: 40, readings: { 2027-03-31: 8 } } }
+ kpis: { visits: { baseline: -20, target: 40, readings: { 2027-03-31: 8 } } }
= kpi visits became from=at risk to=on track remeasured=true
= kpi visits re-targeted key=baseline from=0 to=-20

# A stretch target is not measured against.
- kpis: { visits: { baseline: 0, target: { value: 40, stretch: 60 }, readings: { 2027-03-31: 8 } } }
+ kpis: { visits: { baseline: 0, target: { value: 40, stretch: 50 }, readings: { 2027-03-31: 10 } } }
= kpi visits became from=at risk to=on track better=true
= kpi visits re-targeted key=target.stretch from=60 to=50
= kpi visits read added=[] corrected=[{'date':'2027-03-31','from':8,'to':10}] removed=[]

* kpis: { visits: { baseline: 0, target: 40, readings: { 2027-03-31: 8 } } }
- purposes: { marketing: { gears: { acquisition: { start: 2027-01-15, spinning_at: { visits: 9 } } } } }
+ purposes: { marketing: { gears: { acquisition: { start: 2027-01-15, spinning_at: { visits: 8 } } } } }
= gear marketing.acquisition became from=running to=spinning remeasured=true
= marketing.acquisition gate made easier: visits 9 → 8

# A gate is easier if more figures open it.
* kpis: { cost: { unit: EUR, baseline: 50, target: 30 } }
- purposes: { marketing: { gears: { acquisition: { start: 2027-01-15, spinning_at: { cost: 40 } } } } }
+ purposes: { marketing: { gears: { acquisition: { start: 2027-01-15, spinning_at: { cost: 45 } } } } }
= marketing.acquisition gate made easier: cost 40 → 45 EUR
< marketing.acquisition gate made harder: cost 45 → 40 EUR

* kpis: { cost: { unit: EUR }, visits: {} }
- purposes: { marketing: { gears: { acquisition: { start: 2027-01-15, spinning_at: { cost: { at_most: 40 } } } } } }
+ purposes: { marketing: { gears: { acquisition: { start: 2027-01-15, spinning_at: { cost: { at_least: 40 }, visits: { at_least: 9 } } } } } }
= marketing.acquisition gate turned around and made harder: cost 40 or less → 40 EUR or more, visits 9
< marketing.acquisition gate turned around and made easier: cost 40 or more → 40 EUR or less, visits (it was 9)

* kpis: { cost: { unit: EUR }, visits: {} }
- purposes: { marketing: { gears: { acquisition: { start: 2027-01-15, spinning_at: { cost: { at_most: 40 } } } } } }
+ purposes: { marketing: { gears: { acquisition: { start: 2027-01-15, spinning_at: { visits: { at_least: 9 } } } } } }
= marketing.acquisition gate changed: visits 9, cost (it was 40 EUR)

- purposes: { marketing: { gears: { acquisition: { start: 2027-01-15, spinning_at: { visits: { at_least: 9 } } } } } }
+ purposes: { marketing: { gears: { acquisition: { start: 2027-01-15 } } } }
* kpis: { visits: {} }
= marketing.acquisition gate dropped: visits (it was 9)
< marketing.acquisition gate set: visits 9

# A unit that changed is not a change of the figure, and every figure keeps its own.
- kpis: { visits: { unit: percent, baseline: 20, target: 40, readings: { 2027-03: 25 } } }
+ kpis: { visits: { unit: min, baseline: 20, target: 40, readings: { 2027-03: 25 } } }
= kpi visits reworded key=unit from=percent to=min

- kpis: { visits: { unit: percent, baseline: 20, target: 40 } }
+ kpis: { visits: { unit: min, baseline: 25, target: 50 } }
* purposes: { marketing: { gears: { acquisition: { start: 2027-01-15 } } } }
= visits target changed: 40 percent → 50 min
= kpi visits reworded key=unit from=percent to=min
= kpi visits re-targeted key=baseline from=20 to=25 from_unit=percent to_unit=min

# Fiscal quarters are days, too, even if the fiscal year starts in another month.
- strategy: { name: Parts, fiscal_year_starts: april, owner: mia, period: FY2027/28 }
- pillars: { promotion: { activities: { a: { start: FY2027/28-Q1, end: FY2027/28-Q2 } } } }
+ strategy: { name: Parts, fiscal_year_starts: april, owner: mia, period: FY2027/28 }
+ pillars: { promotion: { activities: { a: { start: FY2027/28-Q2, end: 2027-12 } } } }
= activity a became from=running to=planned
= activity a moved key=start from=FY2027/28-Q1 to=FY2027/28-Q2 days=91
= activity a moved key=end from=FY2027/28-Q2 to=2027-12 days=92

# With another id of its KPI, a gear is measured as before.
- kpis: { visits: { name: Visits, baseline: 0, target: 40, readings: { 2027-03-31: 7 } } }
- purposes: { marketing: { gears: { acquisition: { start: 2027-01-15, spinning_at: { visits: 9 } } } } }
+ kpis: { hits: { name: Visits, baseline: 0, target: 40, readings: { 2027-03-31: 9 } } }
+ purposes: { marketing: { gears: { acquisition: { start: 2027-01-15, spinning_at: { hits: 9 } } } } }
= gear marketing.acquisition became from=running to=spinning better=true
= kpi hits renamed from=visits
= kpi hits became from=at risk to=on track better=true
= kpi hits read added=[] corrected=[{'date':'2027-03-31','from':7,'to':9}] removed=[]

# A gear that starts later, and its KPI, are not better for it.
* kpis: { visits: { baseline: 0, target: 40, readings: { 2027-03-31: 1 } } }
- purposes: { marketing: { gears: { acquisition: { start: 2027-01-15, kpis: visits } } } }
+ purposes: { marketing: { gears: { acquisition: { start: 2027-05-15, kpis: visits } } } }
= gear marketing.acquisition became from=running to=planned remeasured=true
= gear marketing.acquisition moved key=start from=2027-01-15 to=2027-05-15 days=120
= kpi visits became from=off track to=not begun remeasured=true

* kpis: { visits: { unit: visits } }
* goals: { leads: { statement: Win, kpis: visits } }
* purposes: { marketing: { gears: { acquisition: 2027-01-15 } } }
+ pillars: { promotion: { activities: { guide: { goals: leads } } } }
= goal leads became from=no activity to=aligned better=true
= pillar promotion added
= activity guide added
< goal leads became from=aligned to=no activity better=false
< pillar promotion removed
< activity guide removed

# A goal that lacks something else is still not aligned.
* kpis: { visits: { unit: visits } }
- goals: { leads: { statement: Win, kpis: visits } }
+ goals: { leads: { statement: Win } }
= goal leads changed key=kpis from=['visits']

# A new status is reported once. If it says what the dates said, the state is the same.
- strategy: { name: Parts, status: draft }
- pillars: { promotion: { activities: { a: { start: 2027-04-06 }, b: { status: planned }, c: { start: 2027-01-01 } } } }
- decisions: { fund: { question: Fund it?, status: open } }
+ strategy: { name: Parts, status: active }
+ pillars: { promotion: { activities: { a: { start: 2027-04-05 }, b: { status: running }, c: { start: 2027-01-01, status: running } } } }
+ decisions: { fund: { question: Fund it?, status: made } }
= strategy became from=draft to=active
= activity a became from=planned to=running
= activity a moved key=start from=2027-04-06 to=2027-04-05 days=-1
= activity b became from=planned to=running
= activity c changed key=status to=running
= decision fund became from=open to=made

# The order of gears.
- purposes: { marketing: { rationale: They are here } }
+ purposes: { marketing: { rationale: They are here, order: [engagement, acquisition] } }
= purpose marketing reordered from=['acquisition','engagement','enlistment','monetization']
  to=['engagement','acquisition','enlistment','monetization']

- purposes: { marketing: { rationale: They are here } }
+ purposes: { marketing: { rationale: They are here, order: [acquisition, engagement] } }
= purpose marketing changed key=order to=['acquisition','engagement']

# A section is not a change if something in it is; an empty one is.
- goals: {}
- pillars: {}
- purposes: { marketing: { gears: {} } }
- platforms: []
+ goals: { leads: Win 400 leads }
+ pillars: { promotion: {} }
+ purposes: { marketing: { gears: { engagement: 2027-03-01 } } }
+ platforms: [forum]
= goal leads added
= pillar promotion added
= gear marketing.engagement added start=2027-03-01
= platform forum added
< goal leads removed
< pillar promotion removed
< gear marketing.engagement removed
< platform forum removed

+ people: {}
= file changed key=people to={}

# What cannot be read in one version was not removed.
- goals: { leads: Win }
- pillars: { promotion: { activities: { guide: { start: 2027-05-01, owner: dana } } } }
- kpis: { visits: { target: 4 } }
+ goals: { leads: [] }
+ pillars: { promotion: { activities: { guide: { start: soon, owner: [dana, lee] } } } }
+ kpis: { visits: { target: many } }
= goal leads unreadable side=new
= activity guide unreadable key=owner side=new
= activity guide unreadable key=start side=new
= kpi visits unreadable key=target.value side=new
< goal leads unreadable side=old
< activity guide unreadable key=owner side=old
< activity guide unreadable key=start side=old
< kpi visits unreadable key=target.value side=old

- pillars: { promotion: { activities: { guide: { goals: a } } } }
+ pillars: { promotion: 3 }
= pillar promotion unreadable side=new
< pillar promotion unreadable side=old
";

#[test]
fn every_kind_of_change_is_reported_and_nothing_else() {
    for case in CASES.replace("\n  ", " ").split("\n\n") {
        let lines = |marks: &str| -> Vec<String> {
            let own = case.lines().filter_map(|line| line.split_once(' '));
            let own = own.filter(|(mark, _)| marks.contains(mark));
            own.map(|(_, line)| line.replace('\'', "\"")).collect()
        };
        let (old, new, back) = (lines("*-").join("\n"), lines("*+").join("\n"), lines("<"));
        assert_eq!(changes(&diff(&old, &new)), lines("="), "{case}");
        if !back.is_empty() {
            assert_eq!(changes(&diff(&new, &old)), back, "{case}");
        }
    }
}
