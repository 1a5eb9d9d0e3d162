// limits.mjs SLUICE: what one person may take or leave behind is bounded, and who was removed gets
// nothing more.
import assert from 'node:assert/strict';
import { Browser, House } from './server.mjs';

const question = 'What was MRR in Q3 2026?';
const house = await House.start(process.argv[2]);
const owner = new Browser(house);
const sandbox = (path, body) => fetch(`http://${house.vendors.host}:${house.vendors.port}/_sandbox/${path}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
const toolCalls = async () => (await (await fetch(`http://${house.vendors.host}:${house.vendors.port}/_sandbox/calls`)).json()).counts.tool_calls;
const conversationOf = async (person) => (await person.send('POST', '/api/v1/conversations')).json.id;

try {
  await owner.signUp('Bounded');
  await owner.connect();
  const conversation = await conversationOf(owner);
  const answered = await owner.ask(conversation, question);
  assert.equal(answered.json.status, 'answered', JSON.stringify(answered.json).slice(0, 600));
  const body = { conversation_id: conversation, question_id: answered.json.id };

  // A removed member's open stream delivers nothing more.
  const member = await owner.bring('member', 'removed');
  const theirs = await conversationOf(member);
  await sandbox('faults', { vendor: 'stripe', fault: 'slow', milliseconds: 1500 });
  const started = performance.now();
  const stream = await fetch(`${house.address}/api/v1/conversations/${theirs}/questions`, {
    method: 'POST', headers: { Cookie: member.cookie, 'X-CSRF-Token': member.csrf, 'Content-Type': 'application/json', Accept: 'text/event-stream' }, body: JSON.stringify({ question }),
  });
  const reader = stream.body.getReader();
  const first = new TextDecoder().decode((await reader.read()).value);
  assert.match(first, /event: step/);
  assert.equal((await owner.send('DELETE', `/api/v1/members/${member.id}`)).status, 204);
  const removedAfter = performance.now() - started;
  let rest = first;
  for (;;) {
    const { value, done } = await reader.read().catch(() => ({ done: true }));
    if (done) break;
    rest += new TextDecoder().decode(value);
  }
  assert.doesNotMatch(rest, /event: answer/, `delivered after the removal: ${rest}`);
  for (const [, elapsed] of rest.matchAll(/"elapsed_ms":(\d+)/g)) assert.ok(Number(elapsed) <= removedAfter, `delivered after the removal: ${rest}`);
  await sandbox('reset', {});

  // Refreshing a card asks the vendor only so often.
  const pinned = await owner.send('POST', '/api/v1/cards', body);
  assert.equal(pinned.status, 201, JSON.stringify(pinned.json));
  const card = pinned.json.id;
  const viewer = await owner.bring('viewer', 'watcher');
  const before = await toolCalls();
  const statuses = [];
  for (let time = 0; time < 20; ++time) statuses.push((await viewer.send('POST', `/api/v1/cards/${card}/refresh`, {})).status);
  assert.deepEqual(statuses, [...Array(6).fill(200), ...Array(14).fill(429)]);
  assert.ok(await toolCalls() - before <= 6 * (answered.json.provenance?.[0]?.pages ?? 1) + 6, 'a refused refresh asked the vendor');

  // Names, titles, parameters, questions and rates are bounded, and what is refused is not kept.
  const long = 'x'.repeat(1000);
  const history = async () => (await owner.send('GET', `/api/v1/conversations/${conversation}`)).json.answers.length;
  const kept = await history();
  const refused = await owner.ask(conversation, `What was MRR? ${long}${long}`);
  assert.equal(refused.status, 422);
  assert.match(refused.json.detail, /2,000 characters/);
  assert.equal(await history(), kept, 'a question that was refused is stored');
  assert.equal((await owner.send('POST', '/api/v1/cards', { ...body, title: long })).status, 422);
  assert.equal((await owner.send('POST', '/api/v1/dashboards', { name: long })).status, 422);
  assert.equal((await owner.send('POST', '/api/v1/connections', { vendor: 'stripe', parameters: { shop: long } })).status, 422);
  const rates = {};
  for (const a of 'abcdefghij') for (const b of 'klmnopqrst') for (const c of 'uvwxyz') rates[a + b + c] = 1.5;
  const many = await owner.send('PATCH', '/api/v1/organization', { exchange_rates: rates });
  assert.equal(many.status, 422);
  assert.match(many.json.detail, /ISO 4217/);
  assert.equal((await owner.send('PATCH', '/api/v1/organization', { exchange_rates: { eur: 1.1, jpy: 0.0067 } })).status, 200);

  // Open sign-up: bounded, silent about who has an account, and no password that is guessed first.
  const signUp = (account) => new Browser(house).send('POST', '/api/v1/sign-up', { name: 'N', organization: 'Somebody Ltd', password: 'correct horse battery staple', ...account });
  const taken = await signUp({ email: owner.account.email });
  assert.equal(taken.status, 422);
  assert.equal(taken.json.reason, 'sign_up_refused');
  assert.doesNotMatch(JSON.stringify(taken.json), /taken|exists|has an account already/);
  for (const password of ['password1234', 'Somebody Ltd1', '1234567890']) {
    const weak = await signUp({ email: 'new@example.com', password });
    assert.equal(weak.json.reason, 'password_guessable', password);
    assert.match(weak.json.detail, /few words/);
  }
  assert.equal((await signUp({ email: 'new@example.com', name: long })).json.reason, 'name_too_long');
  let limited = 0;
  for (let time = 0; time < 40 && limited === 0; ++time) limited = (await signUp({ email: `n${time}@example.com`, password: 'short' })).status === 429 ? time : 0;
  assert.ok(limited > 0 && limited < 30, `the sign-ups of one address have no limit: ${limited}`);
  console.log('limits: one person takes no more than a share, and leaves nothing oversized');
} finally {
  await house.stop();
}
