// settings.mjs SLUICE: an administrator changes what answers are counted in and who may do what;
// each takes effect at once, and the trail says who did it.
import assert from 'node:assert/strict';
import { Browser, House } from './server.mjs';

const house = await House.start(process.argv[2]);
const owner = new Browser(house);

async function mrr() {
  const conversation = (await owner.send('POST', '/api/v1/conversations')).json.id;
  return (await owner.ask(conversation, 'What was MRR in Q3 2026?')).json;
}

try {
  const { name } = await owner.signUp('Rates');
  await owner.connect();
  const without = await mrr();
  assert.match(JSON.stringify(without), /exchange rate/, 'amounts were left out without a word');
  const rates = { exchange_rates: { eur: 1.08, gbp: 1.27 } };
  const changed = await owner.send('PATCH', '/api/v1/organization', rates);
  assert.deepEqual(changed.json, { name, timezone: 'UTC', currency: 'usd', week_starts_on: 'monday', ...rates });
  assert.ok((await mrr()).value.value > without.value.value, 'the rates are not used');

  const broken = await owner.send('PATCH', '/api/v1/organization', { timezone: 'Mars/Olympus' });
  assert.equal(broken.status, 422);
  assert.match(broken.json.detail, /time zone/);
  for (const rate of [0, -1, 'one', null]) {
    assert.equal((await owner.send('PATCH', '/api/v1/organization', { exchange_rates: { eur: rate } })).status, 422, `a rate of ${rate}`);
  }
  assert.deepEqual((await owner.send('GET', '/api/v1/organization')).json.exchange_rates, rates.exchange_rates);

  const { link } = (await owner.send('POST', '/api/v1/invitations', { role: 'viewer' })).json;
  const viewer = new Browser(house);
  await viewer.send('POST', `/api/v1/invitations/${link.split('/').at(-1)}/accept`, { email: 'v@example.com', name: 'Vera', password: 'correct horse battery staple' });
  const members = (await owner.send('GET', '/api/v1/members')).json.members;
  const [self, vera] = ['rates@example.com', 'v@example.com'].map((email) => members.find((member) => member.email === email));
  assert.equal((await viewer.send('POST', '/api/v1/conversations')).status, 403);
  assert.equal((await owner.send('PATCH', `/api/v1/members/${vera.id}`, { role: 'member' })).status, 204);
  assert.equal((await viewer.send('POST', '/api/v1/conversations')).status, 201);
  assert.equal((await owner.send('PATCH', `/api/v1/members/${self.id}`, { role: 'viewer' })).status, 409, 'the last owner went');
  assert.equal((await owner.send('DELETE', `/api/v1/members/${vera.id}`)).status, 204);
  assert.equal((await viewer.send('GET', '/api/v1/conversations')).status, 401, 'a removed member is still signed in');

  const actions = (await owner.send('GET', '/api/v1/audit')).json.records?.map((record) => record.action) ?? [];
  for (const action of ['organization.update', 'member.invite', 'member.change_role', 'member.remove']) {
    assert.ok(actions.includes(action), `${action} is not in the trail: ${actions}`);
  }
  console.log('settings: in effect at once, and in the trail');
} finally {
  await house.stop();
}
