// Questions about Github and what is right.
import {
  startOf,
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
  rate,
  closed,
  hours,
  localDay,
  g,
  merged,
  openPulls,
  runs,
  teamOf,
  october,
  september,
  q3,
  thisYear,
  thisQuarter,
  lastWeek,
  sinceJuly,
  sixWeeks,
  number,
  trend,
  groups,
  best,
  list,
  refuse,
} from './world.mjs';

number('github', 'How many PRs were merged last week?', merged(lastWeek).length);
trend('github', 'merged pull requests per month this year', series(merged(thisYear), localDay('merged_at'), thisYear, 'month'));
groups('github', 'merged PRs by repository in Q3', by(merged(q3), (x) => x._repo));
best('github', 'top 5 authors by merged pull requests this year', top(by(merged(thisYear), (x) => x.user.login), 5));
groups('github', 'open pull requests by repo', by(openPulls, (x) => x._repo));
list('github', 'open PRs older than a month', openPulls.filter((x) => Date.parse(x.created_at) < startOf('2026-10-21')).map((x) => [x._repo, x.number]));
list('github', 'list the draft pull requests in web-app', openPulls.filter((x) => x.draft && x._repo === 'web-app').map((x) => [x.number, x.title]));
number('github', 'How many pull requests are open without being a draft?', openPulls.filter((x) => !x.draft).length);
number('github', 'how many issues are open in the api repo', g.issues.filter((x) => x.state === 'OPEN' && x._repo === 'api').length);
number('github', 'workflow failure rate in October', money((100 * runs(october, (x) => x.conclusion === 'failure').length) / runs(october).length));
number('github', 'How many nightly runs failed in September?', runs(september, (x) => x.name.startsWith('Nightly') && x.conclusion === 'failure').length);
groups('github', 'failed workflow runs by repository last month', by(runs(october, (x) => x.conclusion === 'failure'), (x) => x._repo));
trend('github', 'releases per month since July', series(g.releases.filter((x) => inside(Date.parse(x.published_at), sinceJuly)), localDay('published_at'), sinceJuly, 'month'));
groups('github', 'releases by repository this year', by(g.releases.filter((x) => inside(Date.parse(x.published_at), thisYear)), (x) => x._repo));
groups('github', 'dependabot alerts opened by severity this year', by(g.dependabot_alerts.filter((x) => inside(Date.parse(x.created_at), thisYear)), (x) => x.security_advisory.severity));
number('github', 'open critical code scanning alerts', g.code_scanning_alerts.filter((x) => x.state === 'open' && x.rule.security_severity_level === 'critical').length);
number('github', 'average time to merge a pull request in October, in hours', mean(merged(october).map((x) => hours(x.created_at, x.merged_at))));
number('github', 'lines of code added in Q3', sum(merged(q3), (x) => x.additions));
groups('github', 'members by team', by(g.members, (x) => x._team));
groups('github', 'Merged pull requests by team last month', by(merged(october), (x) => teamOf.get(x.user.login)));
number('github', 'how many PRs did dependabot open this year?', g.pulls.filter((x) => x.user.login === 'dependabot[bot]' && inside(Date.parse(x.created_at), thisYear)).length);
trend('github', 'CI runs per week, last 6 weeks', series(runs(sixWeeks, (x) => x.name === 'CI'), localDay('created_at'), sixWeeks, 'week'));
trend('github', 'pull requests opened and merged per month in Q3', buckets(q3, 'month').map((m) => [m, g.pulls.filter((x) => localDay('created_at')(x).startsWith(m)).length, g.pulls.filter((x) => x.merged_at && localDay('merged_at')(x).startsWith(m)).length]));
refuse('github', 'merge pull request 135 in web-app');
refuse('github', 'close all stale PRs');
refuse('github', 'add the label bug to issue 901');
refuse('github', 'rerun the failed workflows');
refuse('github', 'What is our test coverage?');
refuse('github', 'How many pull requests will we merge in December?');
number('github', 'How many pull requests did elena-lopez merge this year?', merged(thisYear, (x) => x.user.login === 'elena-lopez').length);
number('github', 'PRs merged in api since the start of September', merged(period('2026-09-01'), (x) => x._repo === 'api').length);
number('github', 'What is the success rate of deployments this quarter?', money((100 * runs(thisQuarter, (x) => x.name === 'Deploy' && x.conclusion === 'success').length) / runs(thisQuarter, (x) => x.name === 'Deploy').length));
trend('github', 'nightly failures per month', series(g.runs.filter((x) => x.name.startsWith('Nightly') && x.conclusion === 'failure'), localDay('created_at'), period('2026-08-01'), 'month'), { unsure: true });
trend('github', 'failed nightly runs per month since August', series(runs(period('2026-08-01'), (x) => x.name.startsWith('Nightly') && x.conclusion === 'failure'), localDay('created_at'), period('2026-08-01'), 'month'));
groups('github', 'open issues by label', by(g.issues.filter((x) => x.state === 'OPEN'), (x) => x.labels[0]));
number('github', 'median hours to merge for web-app in Q3', median(merged(q3, (x) => x._repo === 'web-app').map((x) => hours(x.created_at, x.merged_at))));
number('github', 'how many PRs were closed without merging this year', g.pulls.filter((x) => x.closed_at && !x.merged_at && inside(Date.parse(x.closed_at), thisYear)).length);
best('github', 'which repository has the most open issues?', top(by(g.issues.filter((x) => x.state === 'OPEN'), (x) => x._repo), 1));
number('github', 'commits in September', g.commits.filter((x) => inside(Date.parse(x.commit.author.date), september)).length);
best('github', 'top 3 committers in Q3', top(by(g.commits.filter((x) => inside(Date.parse(x.commit.author.date), q3)), (x) => x.author.login), 3));
list('github', 'latest release of web-app', [...g.releases].filter((x) => x._repo === 'web-app').sort((a, b) => (a.published_at < b.published_at ? 1 : -1)).slice(0, 1).map((x) => [x.tag_name]));
number('github', 'share of merged PRs in Q3 opened by dependabot', money((100 * merged(q3, (x) => x.user.login === 'dependabot[bot]').length) / merged(q3).length));
refuse('github', 'Approve PR #135');
refuse('github', 'can you create a release of api');
