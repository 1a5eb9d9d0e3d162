// The sample world read from its files, and the words of business questions over it, written down
// independently of the product: what the gold answers are computed with.
import { readFileSync } from 'node:fs';

export const folder = new URL('../../../sandbox/world/', import.meta.url);
export const world = (slug) => JSON.parse(readFileSync(new URL(`${slug}.json`, folder), 'utf8'));
export const [stripe, hubspot, linear, github, posthog] = ['stripe', 'hubspot', 'linear', 'github', 'posthog'].map(world);

// Days and periods of New York.
export const zone = 'America/New_York';
export const dayFormat = new Intl.DateTimeFormat('en-CA', { timeZone: zone });
export const day = (instant) => dayFormat.format(instant);
export const addDays = (text, days) => new Date(Date.parse(`${text}T12:00:00Z`) + days * 864e5).toISOString().slice(0, 10);
export function startOf(text) {
  for (const hour of [4, 5]) {
    const instant = Date.parse(`${text}T0${hour}:00:00Z`);
    if (day(instant) === text && day(instant - 1) !== text) return instant;
  }
  throw new Error(text);
}
export const monday = (text) => addDays(text, -((new Date(`${text}T12:00:00Z`).getUTCDay() + 6) % 7));
export const labels = {
  day: (text) => text,
  week: monday,
  month: (text) => text.slice(0, 7),
  quarter: (text) => `${text.slice(0, 4)}-Q${Math.ceil(Number(text.slice(5, 7)) / 3)}`,
};
export const now = '2026-11-21T12:00:00-05:00';
// Half-open; `to` is a day, or nothing for "to date".
export const period = (from, to) => ({ from, to: to ?? addDays(day(Date.parse(now)), 1), start: startOf(from), end: to ? startOf(to) : Date.parse(now) });
export const inside = (instant, p) => instant >= p.start && instant < p.end;
export const insideDay = (text, p) => text >= p.from && text < p.to;
export function buckets(p, grain) {
  const all = [];
  for (let at = p.from; at < p.to; at = addDays(at, 1)) if (all.at(-1) !== labels[grain](at)) all.push(labels[grain](at));
  return all;
}

// Arithmetic.
export const money = (x) => Math.round(x * 100) / 100;
export const sum = (rows, f) => rows.reduce((total, row) => total + f(row), 0);
export const mean = (values) => sum(values, (v) => v) / values.length;
export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return Number.isInteger(half) ? (sorted[half - 1] + sorted[half]) / 2 : sorted[Math.floor(half)];
};
export const by = (rows, key, f = (group) => group.length) => {
  const groups = new Map();
  for (const row of rows) {
    const name = key(row);
    if (name === null || name === undefined || name === '') continue;
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  return [...groups].map(([name, group]) => [name, f(group)]).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
};
export const series = (rows, time, p, grain, f = (group) => group.length) =>
  buckets(p, grain).map((label) => [label, f(rows.filter((row) => labels[grain](time(row)) === label))]);
export const top = (rows, n) => rows.slice(0, n);

// Stripe.
export const rate = { usd: 1, eur: 1.08, gbp: 1.27 };
export const usd = (row, member = 'amount') => (row[member] / 100) * rate[row.currency];
export const seconds = (row) => row.created * 1000;
export const s = stripe.collections;
export const customer = new Map(s.customers.map((c) => [c.id, c]));
export const product = new Map(s.products.map((p) => [p.id, p.name]));
export const subscription = new Map(s.subscriptions.map((x) => [x.id, x]));
export const pays = (x, at) =>
  x.start_date * 1000 <= at && (!x.ended_at || x.ended_at * 1000 > at) && (!x.trial_end || x.trial_end * 1000 <= at);
export const planOf = (x) => product.get(x.items.data[0].price.product);
export const monthly = (x) => {
  const { price, quantity } = x.items.data[0];
  return ((price.unit_amount * quantity) / 100 / (price.recurring.interval === 'year' ? 12 : 1)) * rate[x.currency];
};
export const paying = (at, keep = () => true) => s.subscriptions.filter((x) => pays(x, at) && keep(x));
export const mrr = (at, keep) => sum(paying(at, keep), monthly);
export const payers = (at, keep) => new Set(paying(at, keep).map((x) => x.customer));
export const churned = (p) => [...payers(p.start)].filter((id) => !payers(p.end).has(id));
export const paid = (p, keep = () => true) => s.invoices.filter((x) => x.status === 'paid' && inside(seconds(x), p) && keep(x));
export const revenue = (p, keep) => money(sum(paid(p, keep), (x) => usd(x, 'amount_paid')));
export const countryOf = (x) => customer.get(x.customer)?.address.country;
export const industryOf = (x) => customer.get(x.customer)?.metadata.industry;
export const nameOf = (x) => customer.get(x.customer)?.name;
export const earned = (group) => money(sum(group, (x) => usd(x, 'amount_paid')));
export const ends = (p, grain) =>
  buckets(p, grain).map((label) => {
    const next = { month: (t) => (t.slice(5) === '12' ? `${Number(t.slice(0, 4)) + 1}-01-01` : `${t.slice(0, 5)}${String(Number(t.slice(5)) + 1).padStart(2, '0')}-01`), week: (t) => addDays(t, 7) }[grain](label);
    return [label, Math.min(startOf(next), Date.parse(now))];
  });

// HubSpot.
export const h = hubspot.collections;
export const deals = h.deals.map((x) => ({ id: x.id, ...x.properties, value: Number(x.properties.amount_in_home_currency) }));
export const tickets = h.tickets.map((x) => ({ id: x.id, ...x.properties }));
export const contacts = h.contacts.map((x) => ({ id: x.id, ...x.properties }));
export const companies = h.companies.map((x) => ({ id: x.id, ...x.properties }));
export const company = new Map(companies.map((x) => [x.id, x]));
export const owner = new Map(h.owners.map((x) => [x.id, `${x.firstName} ${x.lastName}`]));
export const stages = { won: 'closedwon', lost: 'closedlost' };
export const isOpen = (x) => x.dealstage !== stages.won && x.dealstage !== stages.lost;
export const closed = (stage, p, keep = () => true) =>
  deals.filter((x) => x.dealstage === stages[stage] && inside(Date.parse(x.closedate), p) && keep(x));
export const worth = (rows) => money(sum(rows, (x) => x.value));
export const days = (from, to) => (Date.parse(to) - Date.parse(from)) / 864e5;
export const hours = (from, to) => (Date.parse(to) - Date.parse(from)) / 36e5;
export const localDay = (member) => (row) => day(Date.parse(row[member]));

// Linear.
export const l = linear.collections;
export const done = (p, keep = () => true) => l.issues.filter((x) => x.completedAt && inside(Date.parse(x.completedAt), p) && keep(x));
export const madeIssues = (p, keep = () => true) => l.issues.filter((x) => inside(Date.parse(x.createdAt), p) && keep(x));
export const openIssues = l.issues.filter((x) => !x.completedAt && !x.canceledAt && !x.archivedAt);
export const isBug = (x) => x.labels[0] === 'Bug';

// GitHub.
export const g = github.collections;
export const merged = (p, keep = () => true) => g.pulls.filter((x) => x.merged_at && inside(Date.parse(x.merged_at), p) && keep(x));
export const openPulls = g.pulls.filter((x) => x.state === 'open');
export const runs = (p, keep = () => true) => g.runs.filter((x) => inside(Date.parse(x.created_at), p) && keep(x));
export const teamOf = new Map(g.members.map((x) => [x.login, x._team]));

// PostHog: [date, event, count, users].
export const facts = posthog.facts;
export const events = (name, p) => facts.events_day.rows.filter((r) => r[1] === name && insideDay(r[0], p)).map(([date, , count]) => ({ date, count }));
export const total = (rows) => sum(rows, (r) => r.count);
export const active = (interval, date) => facts.active.rows.find((r) => r[0] === interval && r[1] === date)[2];
export const byPlan = (name, p) => facts.events_day_plan.rows.filter((r) => r[1] === name && insideDay(r[0], p));

// Periods that questions name, seen from 21 November 2026.
export const october = period('2026-10-01', '2026-11-01');
export const september = period('2026-09-01', '2026-10-01');
export const q2 = period('2026-04-01', '2026-07-01');
export const q3 = period('2026-07-01', '2026-10-01');
export const h1 = period('2026-01-01', '2026-07-01');
export const thisYear = period('2026-01-01');
export const thisQuarter = period('2026-10-01');
export const thisMonth = period('2026-11-01');
export const lastWeek = period('2026-11-09', '2026-11-16');
export const last90 = period('2026-08-23', '2026-11-21');
export const last30 = period('2026-10-22', '2026-11-21');
export const sinceJuly = period('2026-07-01');
export const eightWeeks = period('2026-09-21', '2026-11-16');
export const sixWeeks = period('2026-10-05', '2026-11-16');
export const year2025 = period('2025-01-01', '2026-01-01');
export const at = Date.parse(now);

export const out = [];
let serial = 0;
export function ask(vendors, question, kind, answer, more = {}) {
  serial += 1;
  out.push({ id: `w-${String(serial).padStart(3, '0')}`, vendors: vendors.split(' '), question, now, timezone: zone, after: null, kind, answer, tolerance: 0.005, ...more });
}
export const number = (vendors, question, value, more) => ask(vendors, question, 'number', { value }, more);
export const table = (kind) => (vendors, question, rows, more) => ask(vendors, question, kind, { rows }, more);
export const trend = table('series');
export const groups = table('breakdown');
export const best = table('top');
export const list = table('list');
export const refuse = (vendors, question) => ask(vendors, question, 'refuse', { value: null });
export const unclear = (vendors, question) => ask(vendors, question, 'ambiguous', null);
export const follow = () => ({ after: out.at(-1).id });

export const companyOf = new Map(companies.map((x) => [x.domain, x]));
export const companyOfCustomer = (x) => companyOf.get(customer.get(x.customer)?.email.split('@')[1]);
