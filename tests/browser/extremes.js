// Strategies that are hard on the page: hostile names, figures of every size, everything late, nothing at all.
//
// Each is an object, written as JSON, which is also YAML. The same code always writes the same bytes.

/** The day on which they are checked, unless they name another. */
export const TODAY = '2027-05-20';

/** Text as written here. */
const plain = (text) => text;

/** A strategy for both purposes with something of everything; `say` makes the texts. */
export function complete(say = plain) {
  const goal = (statement, kind, owner, kpis) => ({ statement: say(statement), kind, owner, kpis });
  const answer = (text) => ({ answer: say(text), as_of: '2027-04-09', source: say('listening export') });
  return {
    stratplan: 1,
    strategy: {
      name: say('Harbour Baths 2027'),
      organization: say('Harbour Baths'),
      owner: 'mia',
      period: 2027,
      last_review: '2027-04-13',
      next_review: '2027-07-13',
    },
    people: {
      mia: { name: say('Mia Berg'), team: 'marketing' },
      noah: { name: say('Noah Lind'), team: 'marketing' },
      ida: { name: say('Ida Holm'), team: 'front-desk' },
    },
    goals: {
      'winter-passes': goal('Sell 400 winter passes by the end of October', 'sell', 'mia', ['passes']),
      'calmer-desk': goal('Halve the calls about opening hours', 'provide_service', 'ida', ['calls', 'answers']),
    },
    marketing_strategy: {
      document: 'marketing-2027.md',
      owner: 'mia',
      objectives: { full: { statement: say('A full pool on weekdays'), goals: ['winter-passes'] } },
      channels: { website: 'web', desk: 'phone' },
    },
    audiences: {
      families: { name: say('Families nearby'), relationship: 'prospect' },
      swimmers: { name: say('Swimmers with a pass'), relationship: 'customer' },
    },
    pillars: {
      listening: {
        owner: 'mia',
        questions: {
          who: answer('Parents and early swimmers'),
          what: answer('Opening hours, water temperature'),
          where: { ...answer('Two neighbourhood groups'), platforms: ['groups'] },
          competitors: answer('The lake is free'),
          influencers: answer('A swimming teacher with many followers'),
          sentiment: answer('Fond, and cross about the showers'),
        },
        activities: {
          digest: {
            name: say('What people say, one page a month'),
            owner: 'mia',
            goals: ['calmer-desk'],
            feeds_back_to: say('the front desk'),
            start: '2027-01-11',
            cadence: 'monthly',
            kpis: ['calls'],
            budget: 1200,
            spent: 400,
          },
        },
      },
      promotion: {
        owner: 'noah',
        activities: {
          mornings: activity('Pictures of quiet mornings', 'marketing.acquisition', '2027-01-18', {
            end: '2027-08-31',
            funnel_stage: 'awareness',
            budget: 9000,
            spent: 4100,
          }),
          offer: activity('A pass for ten mornings', 'marketing.monetization', '2027-09-20', {
            funnel_stage: 'purchase',
            budget: 6000,
          }),
        },
      },
      thought_leadership: {
        owner: 'noah',
        activities: {
          crawl: activity('Learn to crawl in ten weeks', 'marketing.engagement', '2027-03-15', {
            problem: say('Adults who never learned to crawl'),
            funnel_stage: 'consideration',
            budget: 7000,
            spent: 1550,
          }),
        },
      },
      support: {
        owner: 'ida',
        contact_center: { team: 'front-desk', hours: say('Mon-Sat 07:00-19:00'), escalation: 'who-to-wake.md' },
        activities: {
          desk: activity('Answer every question in the groups', 'support.monetization', '2027-02-01', {
            budget: 5500,
            spent: 1740,
          }),
          regulars: activity('Regulars answer newcomers', 'support.enlistment', '2027-05-03', {
            rewards: ['recognition'],
            budget: 4800,
            spent: 210,
          }),
          stories: activity('How I came to swim', 'marketing.enlistment', '2027-07-05', { funnel_stage: 'advocacy' }),
          hour: activity('The lifeguard answers live', 'support.engagement', '2027-09-06', { cadence: 'monthly' }),
        },
      },
    },
    purposes: {
      marketing: {
        goals: ['winter-passes'],
        gears: {
          acquisition: gear('2027-01-18', 'mia', 'visits', 6000),
          engagement: gear('2027-03-15', 'noah', 'replies', 4),
          enlistment: gear('2027-07-05', 'ida', 'told', 6),
          monetization: { ...gear('2027-09-20', 'mia', 'passes'), means: say('passes sold at the desk') },
        },
      },
      support: {
        goals: ['calmer-desk'],
        gears: {
          monetization: { ...gear('2027-02-01', 'ida', 'calls', 180), means: say('fewer calls') },
          enlistment: gear('2027-05-03', 'ida', 'answers', 20),
          engagement: gear('2027-09-06', 'ida', 'replies'),
          acquisition: { not_now: say('Whoever has a pass is in the group already') },
        },
      },
    },
    platforms: {
      groups: {
        because: say('Neighbours ask there'),
        audiences: ['families', 'swimmers'],
        answered_by: { owner: 'ida', within: '4h' },
      },
    },
    kpis: {
      passes: kpi('Winter passes sold', 'passes', [150, 400], { '2027-03-31': 186 }),
      calls: kpi('Calls about opening hours', 'calls/month', [310, 150], { '2027-02-28': 290, '2027-04-30': 265 }),
      answers: kpi('Answers written by regulars', 'percent', [6, 35], { '2027-03-31': 11, '2027-04-30': 14 }),
      visits: kpi('Visits to the page', 'visits/month', [3100, 11000], { '2027-02-28': 6300, '2027-04-30': 7250 }),
      replies: kpi('Replies to a question', 'replies', [2.1, 6], { '2027-02-28': 2.4, '2027-04-30': 3.5 }),
      told: kpi('Stories told', 'stories', [0, 12], {}),
    },
    budget: { currency: 'EUR', total: 45000 },
    risks: {
      frost: {
        statement: say('A hard winter closes the outdoor pool'),
        likelihood: 'medium',
        impact: 'high',
        owner: 'mia',
        mitigation: say('Passes are valid in the hall'),
      },
    },
    decisions: {
      second: { question: say('A second language from October?'), needed_by: '2027-07-30', owner: 'mia', status: 'open' },
      video: { question: say('Film it ourselves?'), needed_by: '2027-04-15', owner: 'noah', status: 'open' },
    },
    lessons: { first: { learned: say('Nobody reads a playbook'), date: '2027-02-10' } },
  };

  function activity(name, gear, start, more) {
    const serves = gear.startsWith('support') ? 'calmer-desk' : 'winter-passes';
    const made = { name: say(name), why: say('They ask'), goals: [serves], gears: [gear], audiences: ['swimmers'] };
    return { ...made, platforms: ['groups'], start, kpis: ['replies'], ...more };
  }

  function gear(start, owner, kpi, figure) {
    return { start, owner, kpis: [kpi], ...(figure === undefined ? {} : { spinning_at: { [kpi]: figure } }) };
  }

  function kpi(name, unit, [from, to], readings) {
    const baseline = { value: from, date: '2026-12-31' };
    const target = { value: to, date: '2027-12-31' };
    const measured = { measures: 'outcome', source: say('the till'), owner: 'mia', cadence: 'monthly' };
    return { name: say(name), unit: say(unit), baseline, target, ...measured, readings };
  }
}

/** The complete strategy, changed by `edit`. */
function edited(edit, say) {
  const strategy = complete(say);
  edit(strategy);
  return strategy;
}

/** A strategy in which every text is `sample` with a different number. */
function worded(sample) {
  let count = 0;
  return complete(() => {
    count += 1;
    return `${sample} ${count}`;
  });
}

const activities = (strategy) => Object.values(strategy.pillars).flatMap((pillar) => Object.values(pillar.activities ?? {}));
const gears = (strategy) => Object.values(strategy.purposes).flatMap((purpose) => Object.values(purpose.gears));

/** Pseudo-random numbers below one, the same on every machine. */
function* chance(seed) {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}

/** Days of 2027, by their number from 0 to 364. */
const day = (number) => new Date(Date.UTC(2027, 0, 1 + number)).toISOString().slice(0, 10);

const MARKUP = '<script>alert(1)</script></style></title><b onclick="x">]]>--> &quot;&lt; `code` `half {{ 7 * 7 }} \' "';
const CONTROL = 'a\u0000b\u0007c\u001b[31md\u0085e\u202ef\u2066g\ufeffh\ufffei\tj\nk';
const ARABIC = 'حملة الشتاء: أربعمئة بطاقة سباحة قبل نهاية تشرين الأول';
const HEBREW = 'מבצע החורף: ארבע מאות כרטיסי שחייה עד סוף אוקטובר';
const CJK = ['在十月底之前售出四百张冬季游泳通票', '十月末までに冬の定期券を四百枚売る', '시월 말까지 겨울 수영 정기권 사백 장을 판다'];
const EMOJI = '👩‍👩‍👧‍👦🏊🏽‍♀️ swim 🇳🇴🏴󠁧󠁢󠁳󠁣󠁴󠁿 0️⃣ ❤️‍🔥';

/** KPIs whose charts are hard to draw. */
function figures() {
  const points = { baseline: { value: 10, date: '2026-12-31' }, target: { value: 20, date: '2027-12-31' } };
  const of = (from, to, readings, more = {}) => ({
    baseline: { value: from, date: '2026-12-31' },
    target: { value: to, date: '2027-12-31' },
    readings,
    ...more,
  });
  const sixty = Object.fromEntries([...Array(60).keys()].map((n) => [day(n * 2 + 10), 100 + ((n * 37) % 23) + n]));
  return {
    huge: of(1e15, 9e15, { '2027-03-31': 3e15, '2027-04-30': 4.123456789e15 }, { unit: 'impressions' }),
    vast: of(0, '79228162514264337593543950335', { '2027-03-31': '-79228162514264337593543950335' }),
    tiny: of(0.000001, 0.000009, { '2027-03-31': 0.0000021, '2027-04-30': 0.0000022 }),
    smallest: of('0.0000000000000000000000000001', '0.0000000000000000000000000002', { '2027-03-31': 0 }),
    negative: of(-40, -5, { '2027-03-31': -31.5, '2027-04-30': -28.25 }),
    'through-nothing': of(-12, 12, { '2027-02-28': -3, '2027-04-30': 2 }),
    'one-reading': of(10, 20, { '2027-03-31': 12 }),
    'sixty-readings': of(100, 300, sixty),
    broken: of(70, 0, { '2027-03-31': 70, '2027-04-30': 64 }, { target: { between: [65, 75] } }),
    'kept-without-room': of(70, 0, { '2027-03-31': 70 }, { target: { between: [70, 70] } }),
    beyond: of(10, 20, { '2027-03-31': 35, '2027-04-30': 90 }),
    backwards: of(10, 20, { '2027-03-31': 8, '2027-04-30': 2 }),
    hair: of(10000, 10001, { '2027-03-31': 10000.2, '2027-04-30': 10000.3 }),
    'past-the-day': { ...points, target: { value: 20, date: '2027-03-31' }, readings: { '2027-04-30': 19 } },
    steps: of(0, 100, { '2027-02-28': 12, '2027-04-30': 31 }, {
      milestones: Object.fromEntries([...Array(10).keys()].map((n) => [day(35 * n + 20), n * 9 + 5])),
    }),
    'no-target': { baseline: points.baseline, readings: { '2027-03-31': 12, '2027-04-30': 13 } },
    'no-baseline': { target: points.target, readings: { '2027-03-31': 12, '2027-04-30': 13 } },
    'no-reading': points,
    'only-a-number': { target: 5 },
    bare: {},
  };
}

/** Random KPIs, in whose charts labels might overlap. */
function many(count) {
  const next = chance(20270520);
  const pick = (low, high) => low + (high - low) * next.next().value;
  const kpis = {};
  for (let index = 0; index < count; index += 1) {
    const size = 10 ** Math.floor(pick(-2, 7));
    const figure = () => Number((size * pick(-0.3, 3)).toPrecision(4));
    const readings = {};
    for (let left = Math.floor(pick(0, 9)); left > 0; left -= 1) {
      readings[day(Math.floor(pick(0, 139)))] = figure();
    }
    kpis[`chance-${index}`] = {
      baseline: { value: figure(), date: day(Math.floor(pick(-90, 60))) },
      target: { value: figure(), date: day(Math.floor(pick(80, 364))) },
      readings: Object.fromEntries(Object.entries(readings).sort()),
    };
  }
  return kpis;
}

/** Many goals, decisions and risks, and activities with every combination of dates. */
function crowded(strategy) {
  const next = chance(7);
  const pick = (high) => Math.floor(next.next().value * high);
  for (let index = 0; index < 30; index += 1) {
    strategy.goals[`goal-${index}`] = { statement: `Goal ${index}`, owner: 'mia', kpis: ['passes'] };
    strategy.decisions[`decision-${index}`] = { question: `Question ${index}?`, needed_by: day(pick(364)), owner: 'ida' };
    strategy.risks[`risk-${index}`] = { statement: `Risk ${index}`, likelihood: 'high', impact: 'low', owner: 'noah' };
    const start = pick(364);
    const ends = [{}, { end: day(Math.min(start + pick(200), 364)) }, { end: day(start) }];
    const states = [{}, { status: 'planned' }, { status: 'done' }, { status: 'dropped' }, { status: 'running' }];
    strategy.pillars.promotion.activities[`one-${index}`] = {
      name: `One of many ${'and long '.repeat(index % 7)}${index}`,
      goals: [`goal-${index}`],
      gears: ['marketing.acquisition'],
      ...(index % 9 === 0 ? {} : { start: day(start) }),
      ...(index % 9 === 0 ? {} : ends[index % 3]),
      ...states[index % 5],
      funnel_stage: ['awareness', 'consideration', 'purchase', 'loyalty', 'advocacy'][index % 5],
      budget: 10 ** (index % 8),
      spent: 3 * 10 ** ((index * 3) % 9),
    };
  }
}

/** Everything is late that can be. */
function late(strategy) {
  strategy.strategy.next_review = '2027-01-31';
  for (const one of activities(strategy)) Object.assign(one, { start: '2027-01-04', end: '2027-02-01', status: 'planned' });
  for (const one of gears(strategy)) if (!one.not_now) one.start = '2027-01-15';
  for (const kpi of Object.values(strategy.kpis)) {
    kpi.target.date = '2027-03-31';
    kpi.readings = { '2027-01-31': kpi.baseline.value };
  }
  for (const decision of Object.values(strategy.decisions)) decision.needed_by = '2027-01-10';
}

/** Parts left out on purpose, and another order of the gears. */
function otherwise(strategy, say = plain) {
  const reason = say('Nobody who knows the subject is free before the third quarter, and nothing is said without one');
  strategy.pillars.thought_leadership = { not_now: reason };
  strategy.pillars.listening = { not_now: reason };
  strategy.purposes.marketing.gears.engagement = { not_now: reason };
  strategy.purposes.marketing.order = ['engagement', 'enlistment', 'acquisition', 'monetization'];
  strategy.purposes.marketing.rationale = reason;
  strategy.purposes.support.order = ['acquisition', 'engagement', 'enlistment', 'monetization'];
  strategy.purposes.support.rationale = reason;
  strategy.purposes.support.gears.engagement = { not_now: reason };
  strategy.platforms.groups = { not_now: reason };
  strategy.goals['calmer-desk'] = { not_now: reason };
}

/** Every extreme strategy: its name, its text, and its day. */
export function extremes() {
  // Numbers too long for JavaScript are strings here and numbers in the file.
  const json = (strategy) => `${JSON.stringify(strategy, null, 1).replace(/"(-?[0-9.]{20,})"/g, '$1')}\n`;
  const head = { stratplan: 1, strategy: { name: 'Harbour Baths 2027', owner: 'Mia Berg', period: 2027 } };
  const one = { start: '2027-03-01', gears: ['marketing.acquisition'] };
  const all = {
    nothing: { stratplan: 1, strategy: { name: 'Harbour Baths' } },
    'no-activity': edited((strategy) => Object.values(strategy.pillars).forEach((pillar) => delete pillar.activities)),
    'one-activity': { ...head, pillars: { promotion: { activities: { only: one } } } },
    arabic: worded(ARABIC),
    hebrew: worded(HEBREW),
    chinese: worded(CJK[0]),
    japanese: worded(CJK[1]),
    korean: worded(CJK[2]),
    emoji: worded(EMOJI),
    'long-words': worded('Schwimmbadwinterkarte'.repeat(10).slice(0, 200)),
    'long-sentences': worded('A long name with many short words in it '.repeat(5).trim()),
    'wide-letters': worded('WMWM@%'.repeat(6)),
    markup: worded(MARKUP),
    control: worded(CONTROL),
    figures: edited((strategy) => Object.assign(strategy.kpis, figures())),
    chance: { ...head, kpis: many(80) },
    crowded: edited(crowded),
    late: edited(late),
    otherwise: edited(otherwise),
    'otherwise-hebrew': edited((strategy) => otherwise(strategy, () => HEBREW)),
    closed: edited((strategy) => { strategy.strategy.status = 'closed'; }),
    draft: edited((strategy) => { strategy.strategy.status = 'draft'; }),
    overspent: edited((strategy) => activities(strategy).forEach((one, index) => { one.spent = 10 ** (index + 2); })),
    'no-money': edited((strategy) => {
      delete strategy.budget;
      activities(strategy).forEach((one) => { delete one.budget; delete one.spent; });
    }),
    'no-currency': edited((strategy) => { delete strategy.budget.currency; }),
    'no-period': edited((strategy) => { delete strategy.strategy.period; }),
    'a-month': edited((strategy) => { strategy.strategy.period = { start: '2027-05-01', end: '2027-05-31' }; }),
    'ten-years': edited((strategy) => { strategy.strategy.period = { start: '2024-01-01', end: '2033-12-31' }; }),
    'same-start': edited((strategy) => gears(strategy).forEach((one) => { if (!one.not_now) one.start = '2027-05-20'; })),
  };
  const texts = Object.entries(all).map(([name, strategy]) => ({ name, text: json(strategy), today: TODAY }));
  const days = ['2026-11-30', '2027-01-01', '2027-07-01', '2027-07-13', '2027-07-20', '2027-12-31', '2028-06-30'];
  const judged = days.map((today) => ({ name: `on-${today}`, text: json(complete()), today }));
  const torn = json(complete()).replace('"value": 400', '"value": many').replace('"start": "2027-03-15"', '"strat": 15');
  return [
    ...texts,
    ...judged,
    { name: 'damaged', text: torn, today: TODAY },
    { name: 'no-strategy', text: 'hello: world\n', today: TODAY },
    { name: 'empty', text: '', today: TODAY },
    { name: 'one-person', text: json(complete()), today: TODAY, arguments: ['--owner', 'ida'] },
    { name: 'one-goal', text: json(complete()), today: TODAY, arguments: ['--goal', 'winter-passes'] },
    { name: 'far-horizon', text: json(edited(crowded)), today: TODAY, arguments: ['--horizon', '3660'] },
  ];
}
