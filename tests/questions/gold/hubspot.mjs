// Questions about Hubspot and what is right.
import {
  hubspot,
  inside,
  insideDay,
  buckets,
  money,
  sum,
  mean,
  median,
  by,
  series,
  top,
  rate,
  paid,
  revenue,
  deals,
  tickets,
  contacts,
  companies,
  owner,
  isOpen,
  closed,
  worth,
  days,
  hours,
  localDay,
  october,
  september,
  q2,
  q3,
  h1,
  thisYear,
  lastWeek,
  last90,
  sinceJuly,
  sixWeeks,
  year2025,
  number,
  trend,
  groups,
  best,
  list,
  refuse,
  follow,
} from './world.mjs';

number('hubspot', 'How many deals did we win in October?', closed('won', october).length);
number('hubspot', 'win rate last quarter', money((100 * closed('won', q3).length) / (closed('won', q3).length + closed('lost', q3).length)));
number('hubspot', 'What is our open pipeline worth?', worth(deals.filter(isOpen)));
groups('hubspot', 'pipeline value by stage', by(deals.filter(isOpen), (x) => x.dealstage, worth));
groups('hubspot', 'How many open deals does each owner have?', by(deals.filter(isOpen), (x) => owner.get(x.hubspot_owner_id)));
best('hubspot', 'Who won the most deals in Q3? top 3', top(by(closed('won', q3), (x) => owner.get(x.hubspot_owner_id)), 3));
best('hubspot', 'Which sales rep closed the most revenue this year?', top(by(closed('won', thisYear), (x) => owner.get(x.hubspot_owner_id), worth), 1));
number('hubspot', 'average deal size of won deals this year', money(mean(closed('won', thisYear).map((x) => x.value))));
groups('hubspot', 'lost deals by reason since July', by(closed('lost', sinceJuly), (x) => x.closed_lost_reason));
best('hubspot', 'main reason we lost deals this year', top(by(closed('lost', thisYear), (x) => x.closed_lost_reason), 1));
trend('hubspot', 'new contacts per month this year', series(contacts.filter((x) => inside(Date.parse(x.createdate), thisYear)), localDay('createdate'), thisYear, 'month'));
trend('hubspot', 'only from paid search', series(contacts.filter((x) => x.hs_analytics_source === 'PAID_SEARCH' && inside(Date.parse(x.createdate), thisYear)), localDay('createdate'), thisYear, 'month'), follow());
list('hubspot', 'Which open deals are worth more than $15,000?', deals.filter((x) => isOpen(x) && x.value > 15000).map((x) => [x.dealname]));
number('hubspot', 'How many open deals are worth more than $10,000?', deals.filter((x) => isOpen(x) && x.value > 10000).length);
number('hubspot', 'average time to close a ticket in Q3', mean(tickets.filter((x) => x.closed_date && inside(Date.parse(x.closed_date), q3)).map((x) => hours(x.createdate, x.closed_date))));
trend('hubspot', 'won deals and lost deals per month in Q3', ['2026-07', '2026-08', '2026-09'].map((m) => [m, closed('won', q3, (x) => localDay('closedate')(x).startsWith(m)).length, closed('lost', q3, (x) => localDay('closedate')(x).startsWith(m)).length]));
trend('hubspot', 'Won versus lost deals by month since July', buckets(sinceJuly, 'month').map((m) => [m, closed('won', sinceJuly, (x) => localDay('closedate')(x).startsWith(m)).length, closed('lost', sinceJuly, (x) => localDay('closedate')(x).startsWith(m)).length]));
number('hubspot', 'median days to close won deals in 2026', median(closed('won', thisYear).map((x) => days(x.createdate, x.closedate))));
number('hubspot', 'How many deals did Zoe Castro win this year?', closed('won', thisYear, (x) => owner.get(x.hubspot_owner_id) === 'Zoe Castro').length);
number('hubspot', 'what percentage of lost deals in 2026 were lost because of price?', money((100 * closed('lost', thisYear, (x) => x.closed_lost_reason === 'Price').length) / closed('lost', thisYear).length));
number('hubspot', 'value of new business won in the second quarter', worth(closed('won', q2, (x) => x.dealtype === 'newbusiness')));
trend('hubspot', 'amount won per month, first half of 2026', series(closed('won', h1), localDay('closedate'), h1, 'month', worth));
groups('hubspot', 'companies by country', by(companies, (x) => x.country));
number('hubspot', 'How many companies do we have in Germany?', companies.filter((x) => x.country === 'DE').length);
number('hubspot', 'tickets opened in the last 90 days', tickets.filter((x) => inside(Date.parse(x.createdate), last90)).length);
trend('hubspot', 'tickets created per week, last 6 weeks', series(tickets.filter((x) => inside(Date.parse(x.createdate), sixWeeks)), localDay('createdate'), sixWeeks, 'week'));
groups('hubspot', 'tickets by priority in 2025', by(tickets.filter((x) => inside(Date.parse(x.createdate), year2025)), (x) => x.hs_ticket_priority));
number('hubspot', 'website visits in October', sum(hubspot.facts.daily_content.rows.filter((r) => insideDay(r[0], october)), (r) => r[2]));
best('hubspot', 'Which campaign brought the most new contacts?', [['Partner launch', 89]]);
number('hubspot', 'What was the value of the deals we lost last quarter?', worth(closed('lost', q3)));
trend('hubspot', 'deals won last month vs the month before', [['2026-09', closed('won', september).length], ['2026-10', closed('won', october).length]]);
refuse('hubspot', 'Delete all contacts without an e-mail address');
refuse('hubspot', 'Set the owner of all open deals to Zoe Castro');
refuse('hubspot', 'mark the login ticket as resolved');
refuse('hubspot', 'How many opportunities do we have in Pipedrive?');
refuse('hubspot', 'what will we close next quarter');
refuse('hubspot', 'What is our MRR?');
number('hubspot', 'pipeline in the contract sent stage', worth(deals.filter((x) => x.dealstage === 'contractsent')));
number('hubspot', 'How many deals did we lose because of a missing feature this year?', closed('lost', thisYear, (x) => x.closed_lost_reason === 'Missing feature').length);
number('hubspot', 'How many deals were created last week?', deals.filter((x) => inside(Date.parse(x.createdate), lastWeek)).length);
groups('hubspot', 'win rate by owner this year', by([...closed('won', thisYear), ...closed('lost', thisYear)], (x) => owner.get(x.hubspot_owner_id), (x) => money((100 * x.filter((y) => y.dealstage === 'closedwon').length) / x.length)));
groups('hubspot', 'contacts by source in Q3', by(contacts.filter((x) => inside(Date.parse(x.createdate), q3)), (x) => x.hs_analytics_source));
number('hubspot', 'How many tickets are still open?', tickets.filter((x) => x.hs_pipeline_stage !== '4').length);
best('hubspot', 'Which ticket subject was most frequent this year?', top(by(tickets.filter((x) => inside(Date.parse(x.createdate), thisYear)), (x) => x.subject), 1));
number('hubspot', 'share of won deals in Q3 that were new business', money((100 * closed('won', q3, (x) => x.dealtype === 'newbusiness').length) / closed('won', q3).length));
trend('hubspot', 'lost deal value by quarter in 2025', series(closed('lost', year2025), localDay('closedate'), year2025, 'quarter', worth));
groups('hubspot', 'blog, landing and site page visits last month', by(hubspot.facts.daily_content.rows.filter((r) => insideDay(r[0], october)), (r) => r[1], (x) => sum(x, (r) => r[2])), { unsure: true });
trend('hubspot', 'blog visits per month since July', series(hubspot.facts.daily_content.rows.filter((r) => r[1] === 'BLOG_POST' && insideDay(r[0], sinceJuly)).map(([date, , visits]) => ({ date, visits })), (r) => r.date, sinceJuly, 'month', (x) => sum(x, (r) => r.visits)));
number('hubspot', 'number of customers in the US', companies.filter((x) => x.country === 'US' && x.lifecyclestage === 'customer').length);
refuse('hubspot', 'enroll every new contact in the welcome sequence');
refuse('hubspot', 'log a call with Quietbrook Studios');
