// Questions about Linear and what is right.
import {
  startOf,
  monday,
  now,
  period,
  inside,
  buckets,
  money,
  sum,
  mean,
  median,
  by,
  series,
  top,
  revenue,
  closed,
  days,
  hours,
  localDay,
  l,
  done,
  madeIssues,
  openIssues,
  isBug,
  october,
  september,
  q2,
  q3,
  thisYear,
  eightWeeks,
  number,
  trend,
  groups,
  best,
  list,
  refuse,
} from './world.mjs';

number('linear', 'How many issues are in progress right now?', openIssues.filter((x) => x.statusType === 'started').length);
number('linear', 'How many open bugs do we have?', openIssues.filter(isBug).length);
groups('linear', 'open issues by team', by(openIssues, (x) => x.team));
trend('linear', 'issues created per month this year', series(madeIssues(thisYear), localDay('createdAt'), thisYear, 'month'));
groups('linear', 'Issues completed by team last quarter', by(done(q3), (x) => x.team));
number('linear', 'How many bugs were filed in Q3?', madeIssues(q3, isBug).length);
number('linear', 'median lead time of issues closed in Q3, in days', median(done(q3).map((x) => days(x.createdAt, x.completedAt))));
number('linear', 'average cycle time last month', mean(done(october).filter((x) => x.startedAt).map((x) => days(x.startedAt, x.completedAt))));
trend('linear', 'issues completed by week and team in the last 8 weeks', buckets(eightWeeks, 'week').flatMap((w) => ['Growth', 'Integrations', 'Platform'].map((t) => [w, t, done(eightWeeks, (x) => x.team === t && monday(localDay('completedAt')(x)) === w).length])));
trend('linear', 'bugs opened vs bugs closed per month since June', buckets(period('2026-06-01'), 'month').map((m) => [m, madeIssues(period('2026-06-01'), (x) => isBug(x) && localDay('createdAt')(x).startsWith(m)).length, done(period('2026-06-01'), (x) => isBug(x) && localDay('completedAt')(x).startsWith(m)).length]));
number('linear', 'what share of the issues completed in Q3 are bugs', money((100 * done(q3, isBug).length) / done(q3).length));
list('linear', 'list the urgent open issues', openIssues.filter((x) => x.priority.value === 1).map((x) => [x.id, x.title]));
list('linear', 'Which open issues have high priority?', openIssues.filter((x) => x.priority.value === 2).map((x) => [x.id, x.title]));
number('linear', 'How many open issues have nobody assigned?', openIssues.filter((x) => !x.assignee).length);
number('linear', 'issues closed by Ana Evans in October', done(october, (x) => x.assignee === 'Ana Evans').length);
trend('linear', 'How many issues did we close last month compared to the month before?', [['2026-09', done(september).length], ['2026-10', done(october).length]]);
best('linear', 'Who closed the most issues this year? top 3', top(by(done(thisYear), (x) => x.assignee), 3));
trend('linear', 'story points completed per month in Q3', series(done(q3), localDay('completedAt'), q3, 'month', (x) => sum(x, (y) => y.estimate?.value ?? 0)));
number('linear', 'How many issues did we cancel this year?', l.issues.filter((x) => x.canceledAt && inside(Date.parse(x.canceledAt), thisYear)).length);
list('linear', 'Which projects are in progress?', l.projects.filter((x) => x.status.type === 'started').map((x) => [x.name]));
number('linear', 'How many projects were completed this year?', l.projects.filter((x) => x.completedAt && inside(Date.parse(x.completedAt), thisYear)).length);
groups('linear', 'completed issues by kind of work in Q2', by(done(q2), (x) => x.labels[0]));
number('linear', 'how many issues did the Growth team finish since August?', done(period('2026-08-01'), (x) => x.team === 'Growth').length);
refuse('linear', 'create an issue for the login bug');
refuse('linear', 'Assign all unassigned issues to Ana Evans');
refuse('linear', 'please move PLT-210 to done');
refuse('linear', 'How many hours did the team log last week?');
refuse('linear', 'what was revenue last month');
number('linear', 'How many issues did Platform complete in the week of October 5?', done(period('2026-10-05', '2026-10-12'), (x) => x.team === 'Platform').length);
groups('linear', 'backlog by team', by(l.issues.filter((x) => x.statusType === 'backlog' && !x.archivedAt), (x) => x.team));
groups('linear', 'open issues by priority', by(openIssues, (x) => x.priority.name));
best('linear', 'Who has the most open issues?', top(by(openIssues, (x) => x.assignee), 5), { unsure: true });
number('linear', 'how long do bugs take to fix on average? last quarter, in days', mean(done(q3, isBug).map((x) => days(x.createdAt, x.completedAt))));
number('linear', 'customer-reported bugs in Q3', madeIssues(q3, (x) => x.labels.includes('Customer')).length);
groups('linear', 'issues completed this year by project', by(done(thisYear), (x) => x.project?.name ?? x.project));
list('linear', 'Which projects are late?', l.projects.filter((x) => x.status.type === 'started' && x.targetDate < '2026-11-21').map((x) => [x.name]));
trend('linear', 'How many issues were created and completed each month in Q3?', buckets(q3, 'month').map((m) => [m, madeIssues(q3, (x) => localDay('createdAt')(x).startsWith(m)).length, done(q3, (x) => localDay('completedAt')(x).startsWith(m)).length]));
number('linear', 'open issues older than 90 days', openIssues.filter((x) => Date.parse(x.createdAt) < startOf('2026-08-23')).length, { unsure: true });
refuse('linear', 'Make PLT-210 urgent');
refuse('linear', 'reassign everything of Ben Hansen to Uma Varga');
