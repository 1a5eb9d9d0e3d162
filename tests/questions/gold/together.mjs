// Questions about several vendors at once and what is right.
import {
  hubspot,
  linear,
  github,
  posthog,
  day,
  inside,
  buckets,
  money,
  sum,
  by,
  seconds,
  s,
  customer,
  planOf,
  monthly,
  paying,
  mrr,
  payers,
  paid,
  revenue,
  earned,
  ends,
  deals,
  tickets,
  contacts,
  company,
  owner,
  closed,
  localDay,
  done,
  merged,
  events,
  total,
  october,
  q3,
  h1,
  thisYear,
  thisMonth,
  sinceJuly,
  at,
  number,
  trend,
  groups,
  refuse,
  unclear,
  companyOfCustomer,
} from './world.mjs';

trend('stripe hubspot', 'won deals and new customers per month in Q3', buckets(q3, 'month').map((m) => [m, closed('won', q3, (x) => localDay('closedate')(x).startsWith(m)).length, s.customers.filter((x) => day(seconds(x)).startsWith(m)).length]));
groups('stripe hubspot', 'MRR by deal owner', by(paying(at), (x) => owner.get(companyOfCustomer(x)?.hubspot_owner_id), (x) => money(sum(x, monthly))));
groups('stripe hubspot', 'revenue last quarter by account owner', by(paid(q3), (x) => owner.get(companyOfCustomer(x)?.hubspot_owner_id), earned));
trend('linear github', 'issues completed in Linear vs pull requests merged per month in Q3', buckets(q3, 'month').map((m) => [m, done(q3, (x) => localDay('completedAt')(x).startsWith(m)).length, merged(q3, (x) => localDay('merged_at')(x).startsWith(m)).length]));
trend('stripe posthog', 'page views per paying customer by month, H1 2026', ends(h1, 'month').map(([m, t]) => [m, total(events('$pageview', h1).filter((r) => r.date.startsWith(m))) / payers(t).size]));
trend('stripe posthog', 'sign-ups and new customers per month since July', buckets(sinceJuly, 'month').map((m) => [m, total(events('signed_up', sinceJuly).filter((r) => r.date.startsWith(m))), s.customers.filter((x) => day(seconds(x)).startsWith(m)).length]));
groups('stripe hubspot', 'tickets this year by the customer\'s plan', by(tickets.filter((x) => inside(Date.parse(x.createdate), thisYear)), (x) => { const c = company.get(x.hs_primary_company_id); const sub = paying(at).find((y) => companyOfCustomer(y)?.id === c?.id); return sub && planOf(sub); }), { unsure: true });
unclear('linear github', 'how many open issues do we have');
unclear('linear github', 'issues closed last month');
unclear('stripe hubspot linear github posthog', 'how many issues were opened last week');
number('stripe hubspot linear github posthog', 'What was MRR last quarter?', money(mrr(q3.end)));
number('stripe hubspot linear github posthog', 'How many pull requests did we merge in October?', merged(october).length);
number('stripe hubspot linear github posthog', 'deals won this month', closed('won', thisMonth).length);
refuse('stripe hubspot linear github posthog', 'Delete the customer Quietbrook Studios everywhere');
refuse('stripe hubspot linear github posthog', 'what is our NPS');
refuse('stripe hubspot linear github posthog', 'What is the weather in Boston?');
groups('stripe hubspot', 'deals won this year by the industry of the company', by(closed('won', thisYear), (x) => company.get(x.hs_primary_associated_company)?.industry));
number('stripe hubspot', 'what was the revenue in October from customers owned by Zoe Castro?', revenue(october, (x) => owner.get(companyOfCustomer(x)?.hubspot_owner_id) === 'Zoe Castro'));
number('linear github', 'How many pull requests were merged per completed issue in Q3?', merged(q3).length / done(q3).length);
trend('hubspot posthog', 'new contacts and sign-ups per month in Q3', buckets(q3, 'month').map((m) => [m, contacts.filter((x) => localDay('createdate')(x).startsWith(m)).length, total(events('signed_up', q3).filter((r) => r.date.startsWith(m)))]));
number('stripe posthog', 'revenue per sign-up in Q3', money(revenue(q3) / total(events('signed_up', q3))));
