// all_settings.mjs SLUICE: every setting that the API shows changes something that a person sees.
// The list of settings comes from the API, so that a new one without a case here fails.
import assert from 'node:assert/strict';
import { Browser, House } from './server.mjs';

const house = await House.start(process.argv[2]);
const owner = new Browser(house);

async function ask(question) {
  const conversation = (await owner.send('POST', '/api/v1/conversations')).json.id;
  const { json } = await owner.ask(conversation, question);
  assert.equal(json.status, 'answered', `${question}: ${json.text}`);
  return { ...json, conversation };
}
const weekday = (day) => new Date(`${day}T12:00:00Z`).getUTCDay();
const weeks = async () => {
  const { table } = await ask('New customers per week in the last 8 weeks');
  return new Set(table.rows.map(([day]) => weekday(day)));
};
const mrr = async () => (await ask('What was MRR in Q3 2026?')).value;
const today = async () => (await ask('New customers today')).plan.period.start;

// Each: what is sent, and what is looked at before and after it.
const cases = {
  name: { send: { name: 'Renamed' }, look: async () => (await owner.send('GET', '/api/v1/session')).json.organization.name, after: 'Renamed' },
  timezone: { send: { timezone: 'Pacific/Kiritimati' }, look: today },
  week_starts_on: { send: { week_starts_on: 'sunday' }, look: weeks, before: new Set([1]), after: new Set([0]) },
  exchange_rates: { send: { exchange_rates: { eur: 1.08, gbp: 1.27 } }, look: mrr },
  currency: { send: { currency: 'eur', exchange_rates: { usd: 0.93, gbp: 1.18 } }, look: async () => (await mrr()).unit, before: 'usd', after: 'eur' },
};

try {
  await owner.signUp('Everything');
  await owner.connect();
  const settings = Object.keys((await owner.send('GET', '/api/v1/organization')).json);
  assert.deepEqual(settings.filter((name) => !(name in cases)), [], 'settings without a case in this test');
  for (const name of Object.keys(cases)) assert.ok(settings.includes(name), `${name} is no setting any more`);
  for (const [name, { send, look, before, after }] of Object.entries(cases)) {
    const was = await look();
    if (before !== undefined) assert.deepEqual(was, before, name);
    const changed = await owner.send('PATCH', '/api/v1/organization', send);
    assert.equal(changed.status, 200, `${name}: ${JSON.stringify(changed.json)}`);
    assert.deepEqual(changed.json[name], send[name], name);
    const is = await look();
    assert.notDeepEqual(is, was, `${name} changes nothing`);
    if (after !== undefined) assert.deepEqual(is, after, name);
  }

  // "Last week" begins and ends with the organization's day, in answers and in what is pinned.
  const week = await ask('New customers last week');
  assert.equal(weekday(week.period.start), 0);
  assert.equal(weekday(week.period.end), 0);
  const pinned = await owner.send('POST', '/api/v1/cards', { conversation_id: week.conversation, question_id: week.id });
  assert.equal(pinned.status, 201, JSON.stringify(pinned.json));
  assert.equal((await owner.send('PATCH', '/api/v1/organization', { week_starts_on: 'monday' })).status, 200);
  const refreshed = (await owner.send('POST', `/api/v1/cards/${pinned.json.id}/refresh`)).json;
  assert.equal(weekday(refreshed.answer.period.start), 1, 'a pinned card goes by the setting of today');

  // What was assumed is said.
  const assumed = (await ask('Revenue by country')).assumptions.map(({ about }) => about);
  assert.ok(assumed.includes('period') && assumed.includes('currency'), `${assumed}`);
  assert.deepEqual((await ask('New customers in October 2026')).assumptions, []);

  // Another currency without its rates is refused, and nothing is relabelled.
  const rates = (await owner.send('GET', '/api/v1/organization')).json;
  for (const body of [{ currency: 'usd' }, { currency: 'usd', exchange_rates: rates.exchange_rates }]) {
    const refused = await owner.send('PATCH', '/api/v1/organization', body);
    assert.equal(refused.status, 422);
    assert.equal(refused.json.reason, 'rates_missing');
  }
  assert.deepEqual((await owner.send('GET', '/api/v1/organization')).json, rates);
  console.log(`all settings: ${settings.join(', ')} change what is seen`);
} finally {
  await house.stop();
}
