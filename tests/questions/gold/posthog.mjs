// Questions about Posthog and what is right.
import {
  posthog,
  day,
  period,
  insideDay,
  money,
  sum,
  by,
  series,
  top,
  revenue,
  facts,
  events,
  total,
  active,
  byPlan,
  october,
  september,
  q2,
  q3,
  thisYear,
  thisQuarter,
  thisMonth,
  lastWeek,
  eightWeeks,
  out,
  number,
  trend,
  groups,
  best,
  list,
  refuse,
} from './world.mjs';

number('posthog', 'page views last month', total(events('$pageview', october)));
trend('posthog', 'sign-ups per month this year', series(events('signed_up', thisYear), (r) => r.date, thisYear, 'month', total));
number('posthog', 'monthly active users in October', active('month', '2026-10-01'));
number('posthog', 'How many daily active users did we have yesterday?', active('day', '2026-11-20'));
number('posthog', 'weekly active users last week', active('week', '2026-11-09'));
number('posthog', 'How many reports were created in Q3?', total(events('report_created', q3)));
trend('posthog', 'reports created per week over the last 8 weeks', series(events('report_created', eightWeeks), (r) => r.date, eightWeeks, 'week', total));
groups('posthog', 'exports by plan this year', by(byPlan('export_downloaded', thisYear), (r) => r[2], (x) => sum(x, (r) => r[3])));
number('posthog', 'upgrade clicks in the week of September 14', total(events('upgrade_clicked', period('2026-09-14', '2026-09-21'))));
trend('posthog', 'teammates invited in Q3 compared with Q2', [['2026-Q2', total(events('teammate_invited', q2))], ['2026-Q3', total(events('teammate_invited', q3))]]);
list('posthog', 'Which feature flags are switched on?', posthog.collections.flags.filter((x) => x.active).map((x) => [x.key]));
number('posthog', 'how many feature flags do we have', 5);
groups('posthog', 'dashboard views by plan in Q3', by(byPlan('dashboard_viewed', q3), (r) => r[2], (x) => sum(x, (r) => r[3])));
best('posthog', 'Which day last week had the most sign-ups?', top(by(events('signed_up', lastWeek), (r) => r.date, total), 1));
groups('posthog', 'conversion of the shorter sign-up form experiment by variant', [['test', money((100 * 431) / 3011)], ['control', money((100 * 402) / 2980)]]);
number('posthog', 'sign-ups year to date', total(events('signed_up', thisYear)));
trend('posthog', 'page views per day from November 1 to November 7', series(events('$pageview', period('2026-11-01', '2026-11-08')), (r) => r.date, period('2026-11-01', '2026-11-08'), 'day', total));
refuse('posthog', 'turn off the new-export feature flag');
refuse('posthog', 'roll out dark-mode to everyone');
refuse('posthog', 'how many sign-ups will we get next month');
refuse('posthog', 'How much revenue did we make in October?');
number('posthog', 'how many exports were downloaded by Scale customers in September', sum(byPlan('export_downloaded', september).filter((r) => r[2] === 'Scale'), (r) => r[3]));
trend('posthog', 'monthly active users this year', facts.active.rows.filter((r) => r[0] === 'month' && r[1] >= '2026-01-01' && r[1] < '2026-11-01').map((r) => [r[1].slice(0, 7), r[2]]));
trend('posthog', 'daily active users last week', facts.active.rows.filter((r) => r[0] === 'day' && insideDay(r[1], lastWeek)).map((r) => [r[1], r[2]]));
groups('posthog', 'sign-up funnel last week', [['pricing_viewed', 195], ['signup_started', 64], ['signed_up', 35], ['report_created', 17]]);
number('posthog', 'average sign-ups per day in October', total(events('signed_up', october)) / 31);
best('posthog', 'Which event was most frequent in October?', top(by(facts.events_day.rows.filter((r) => insideDay(r[0], october)), (r) => r[1], (x) => sum(x, (r) => r[2])), 1));
number('posthog', 'How many upgrade clicks did we get since October 1?', total(events('upgrade_clicked', thisQuarter)));
trend('posthog', 'sign-ups this month vs last month', [['2026-10', total(events('signed_up', period('2026-10-01', '2026-10-22')))], ['2026-11', total(events('signed_up', thisMonth))]], { unsure: true });
refuse('posthog', 'Start a new experiment on the pricing page');
refuse('posthog', 'page views of Canada last month');
