// Questions about Stripe and what is right.
import {
  day,
  startOf,
  period,
  inside,
  money,
  sum,
  mean,
  by,
  series,
  top,
  rate,
  usd,
  seconds,
  s,
  customer,
  subscription,
  planOf,
  monthly,
  paying,
  mrr,
  payers,
  churned,
  paid,
  revenue,
  countryOf,
  industryOf,
  nameOf,
  earned,
  ends,
  tickets,
  days,
  october,
  september,
  q2,
  q3,
  h1,
  thisYear,
  thisQuarter,
  lastWeek,
  last90,
  last30,
  sinceJuly,
  eightWeeks,
  year2025,
  at,
  out,
  number,
  trend,
  groups,
  best,
  list,
  refuse,
  follow,
} from './world.mjs';

number('stripe', 'What is our MRR?', money(mrr(at)));
number('stripe', 'mrr at the end of september', money(mrr(september.end)));
number('stripe', 'What was our monthly recurring revenue at the end of last year?', money(mrr(year2025.end)));
trend('stripe', 'MRR by month this year', ends(thisYear, 'month').map(([label, t]) => [label, money(mrr(t))]));
number('stripe', 'ARR as of today', money(12 * mrr(at)));
number('stripe', 'How much revenue did we make last month?', revenue(october));
trend('stripe', 'revenue by month since July', series(paid(sinceJuly), (x) => day(seconds(x)), sinceJuly, 'month', earned));
groups('stripe', 'Revenue by country last quarter', by(paid(q3), countryOf, earned));
number('stripe', 'what did we earn in Q2?', revenue(q2));
number('stripe', 'Total revenue year to date', revenue(thisYear));
number('stripe', 'revenue over the past 90 days', revenue(last90));
number('stripe', 'How much did customers in Germany pay us in the third quarter?', revenue(q3, (x) => countryOf(x) === 'DE'));
trend('stripe', 'How did revenue in October compare with September?', [['2026-09', revenue(september)], ['2026-10', revenue(october)]]);
trend('stripe', 'Revenue last week compared with the week before', [['2026-11-02', revenue(period('2026-11-02', '2026-11-09'))], ['2026-11-09', revenue(lastWeek)]]);
number('stripe', 'How many customers did we lose in Q3?', churned(q3).length);
number('stripe', 'logo churn rate last month', money((100 * churned(october).length) / payers(october.start).size));
number('stripe', 'How much net new MRR did we add last quarter?', money(mrr(q3.end) - mrr(q3.start)));
number('stripe', 'average revenue per customer', money(mrr(at) / payers(at).size));
best('stripe', 'Top 5 customers by revenue this year', top(by(paid(thisYear), nameOf, earned), 5));
best('stripe', 'ten customers by revenue this quarter', top(by(paid(thisQuarter), nameOf, earned), 10));
best('stripe', 'Who are our three biggest customers by MRR?', top(by(paying(at), nameOf, (x) => money(sum(x, monthly))), 3));
groups('stripe', 'paying customers by plan', by(paying(at), planOf, (x) => new Set(x.map((y) => y.customer)).size));
groups('stripe', 'How many paying customers are on each plan?', by(paying(at), planOf, (x) => new Set(x.map((y) => y.customer)).size));
best('stripe', 'Which plan brings in the most MRR?', top(by(paying(at), planOf, (x) => money(sum(x, monthly))), 1));
number('stripe', 'How much money did we refund in October?', money(sum(s.refunds.filter((x) => inside(seconds(x), october)), usd)));
number('stripe', 'How many refunds were there in Q3?', s.refunds.filter((x) => inside(seconds(x), q3)).length);
groups('stripe', 'number of refunds by reason this year', by(s.refunds.filter((x) => inside(seconds(x), thisYear)), (x) => x.reason));
number('stripe', 'How many payments failed last month?', s.charges.filter((x) => x.status === 'failed' && inside(seconds(x), october)).length);
number('stripe', 'How many disputes still need a response?', s.disputes.filter((x) => x.status === 'needs_response').length);
number('stripe', 'dispute win rate in 2026', money((100 * s.disputes.filter((x) => x.status === 'won' && inside(seconds(x), thisYear)).length) / s.disputes.filter((x) => ['won', 'lost'].includes(x.status) && inside(seconds(x), thisYear)).length));
number('stripe', 'average payout this year', money(mean(s.payouts.filter((x) => inside(seconds(x), thisYear)).map((x) => usd(x)))));
number('stripe', 'What was our biggest payout in Q3?', money(Math.max(...s.payouts.filter((x) => inside(seconds(x), q3)).map((x) => usd(x)))));
number('stripe', 'what share of MRR comes from annual plans', money((100 * mrr(at, (x) => x.items.data[0].price.recurring.interval === 'year')) / mrr(at)));
number('stripe', 'What percentage of paying customers are on the Scale plan?', money((100 * payers(at, (x) => planOf(x) === 'Scale').size) / payers(at).size));
groups('stripe', 'MRR split by billing interval', by(paying(at), (x) => x.items.data[0].price.recurring.interval, (x) => money(sum(x, monthly))));
number('stripe', 'How many paying customers do we have in the UK?', payers(at, (x) => countryOf(x) === 'GB').size);
number('stripe', 'MRR from France and Germany', money(mrr(at, (x) => ['FR', 'DE'].includes(countryOf(x)))));
number('stripe', 'MRR outside the US', money(mrr(at, (x) => countryOf(x) !== 'US')));
number('stripe', 'revenue from the Basic plan last month', revenue(october, (x) => planOf(subscription.get(x.subscription)) === 'Basic'));
trend('stripe', 'New customers per quarter in 2025', series(s.customers.filter((x) => inside(seconds(x), year2025)), (x) => day(seconds(x)), year2025, 'quarter'));
groups('stripe', 'and by country?', by(s.customers.filter((x) => inside(seconds(x), year2025)), (x) => x.address.country), follow());
number('stripe', 'new customers in the week of November 9', s.customers.filter((x) => inside(seconds(x), lastWeek)).length);
number('stripe', 'How many customers signed up since the beginning of September?', s.customers.filter((x) => inside(seconds(x), period('2026-09-01'))).length);
number('stripe', 'what about the first half of the year?', s.customers.filter((x) => inside(seconds(x), h1)).length, follow());
best('stripe', 'Which industry generated the most revenue in Q3?', top(by(paid(q3), industryOf, earned), 1));
best('stripe', 'Which month of this year had the highest revenue?', top(by(paid(thisYear), (x) => day(seconds(x)).slice(0, 7), earned), 1));
number('stripe', 'average paid invoice in October', money(mean(paid(october).map((x) => usd(x, 'amount_paid')))));
number('stripe', 'How much is the available balance?', 12500);
number('stripe', 'How many invoices were paid in the last 30 days?', paid(last30).length);
refuse('stripe', 'Revenue in 2025');
refuse('stripe', 'Refund the last payment of Goldenbrook Clinic');
refuse('stripe', 'please cancel the subscription of Quietbrook Studios');
refuse('stripe', 'give Harborbridge Media a 20% discount');
refuse('stripe', 'What will our MRR be at the end of next year?');
refuse('stripe', 'What is our gross margin?');
refuse('stripe', 'How many support tickets are open?');
refuse('stripe', 'how much did we spend on Google Ads last month');
number('stripe', 'MRR in the US', money(mrr(at, (x) => countryOf(x) === 'US')));
number('stripe', 'how much MRR do we have from US customers?', money(mrr(at, (x) => countryOf(x) === 'US')));
list('stripe', 'Which customers churned in Q3?', churned(q3).map((id) => [customer.get(id).name]));
list('stripe', 'list the past due subscriptions', s.subscriptions.filter((x) => x.status === 'past_due').map((x) => [nameOf(x)]));
number('stripe', 'How many invoices are unpaid?', s.invoices.filter((x) => x.status === 'open').length);
number('stripe', 'refund rate last quarter', money((100 * sum(s.refunds.filter((x) => inside(seconds(x), q3)), usd)) / sum(paid(q3), (x) => usd(x, 'amount_paid'))));
number('stripe', 'How many subscriptions were cancelled in the second quarter?', s.subscriptions.filter((x) => x.ended_at && inside(x.ended_at * 1000, q2) && !x.metadata?.replaced_by).length);
trend('stripe', 'paying customers at the end of each month since May', ends(period('2026-05-01'), 'month').map(([label, t]) => [label, payers(t).size]));
number('stripe', 'How much did we pay out in the first half of 2026?', money(sum(s.payouts.filter((x) => inside(seconds(x), h1)), usd)));
trend('stripe', 'disputes per quarter in 2025', series(s.disputes.filter((x) => inside(seconds(x), year2025)), (x) => day(seconds(x)), year2025, 'quarter'));
number('stripe', 'how much did we lose to disputes this year', money(sum(s.disputes.filter((x) => x.status === 'lost' && inside(seconds(x), thisYear)), usd)));
trend('stripe', 'weekly revenue over the last 8 weeks', series(paid(eightWeeks), (x) => day(seconds(x)), eightWeeks, 'week', earned));
groups('stripe', 'revenue by plan in September', by(paid(september), (x) => planOf(subscription.get(x.subscription)), earned));
groups('stripe', 'split MRR by country and show the share of each', by(paying(at), countryOf, (x) => money((100 * sum(x, monthly)) / mrr(at))));
number('stripe', 'what was MRR a year ago?', money(mrr(startOf('2025-11-22'))), { unsure: true });
number('stripe', 'Revenue on October 15', revenue(period('2026-10-15', '2026-10-16')));
number('stripe', 'revenue between August 1 and August 15', revenue(period('2026-08-01', '2026-08-16')));
number('stripe', 'how many paying customers are in healthcare', payers(at, (x) => industryOf(x) === 'Healthcare').size);
groups('stripe', 'failed charges by reason', by(s.charges.filter((x) => x.status === 'failed'), (x) => x.failure_code));
number('stripe', 'seats on the Team plan', sum(paying(at, (x) => planOf(x) === 'Team'), (x) => x.items.data[0].quantity), { unsure: true });
best('stripe', 'in which country do we have the most paying customers', top(by(paying(at), countryOf, (x) => new Set(x.map((y) => y.customer)).size), 1));
refuse('stripe', 'Void invoice in_24853');
refuse('stripe', 'can we refund Harborbridge Media?');
refuse('stripe', 'upgrade Acme to the Scale plan');
refuse('stripe', 'How much will we earn in December?');
