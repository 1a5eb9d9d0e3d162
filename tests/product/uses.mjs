// uses.mjs SLUICE: every use of a credential has its intent in the trail before and its outcome
// after. Where the trail cannot be written, or the plan no longer includes it, nothing leaves.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Browser, House } from './server.mjs';

const question = 'What was MRR in Q3 2026?';
const house = await House.start(process.argv[2]);
const person = new Browser(house);

/** Beside the running server, as an operator with a shell could. */
function sql(statement) {
  const [file] = readdirSync(join(house.data, 'organizations')).filter((name) => name.endsWith('.db'));
  const ran = spawnSync('sqlite3', ['-cmd', '.timeout 5000', join(house.data, 'organizations', file), statement], { encoding: 'utf8' });
  assert.equal(ran.status, 0, ran.stderr);
  return ran.stdout;
}

/** What stands in the trail, oldest first: action, result, actor, address, detail. */
function records() {
  return JSON.parse(sql(`SELECT json_group_array(json_object('action', action, 'result', result, 'actor', actor_name, 'address', address, 'detail', json(detail)))
    FROM (SELECT * FROM audit_record ORDER BY sequence)`));
}

const sandbox = async (method, path) => (await fetch(`http://${house.vendors.host}:${house.vendors.port}/_sandbox/${path}`, { method })).json();
/** The requests with a credential that reached the vendor since they were last forgotten. */
const arrived = async () => (await sandbox('GET', 'calls')).calls.filter((call) => call.authorization);
const forget = () => sandbox('POST', 'reset');
/** How many clients the vendor's authorization server has registered. */
const clients = async () => (await sandbox('GET', 'state')).vendors.stripe.clients;

try {
  const organization = await person.signUp('Users');
  await person.connect();
  const connection = (await person.connection()).id;
  const conversation = (await person.send('POST', '/api/v1/conversations')).json.id;
  assert.ok((await person.ask(conversation, question)).json.value.value > 0);
  assert.equal((await person.send('POST', `/api/v1/connections/${connection}/test`)).json.ok, true);

  const trail = records();
  for (const action of ['connection.register', 'connection.exchange', 'connection.list', 'connection.test', 'tool.call']) {
    const intents = trail.filter((each) => each.action === action && each.result === 'intent');
    const outcomes = trail.filter((each) => each.action === `${action}.done`);
    assert.ok(intents.length > 0, `${action}: no intent`);
    assert.equal(outcomes.length, intents.length, `${action}: an intent without an outcome`);
    assert.ok(trail.findIndex((each) => each.action === action) < trail.findIndex((each) => each.action === `${action}.done`), `${action}: the outcome comes first`);
    for (const each of intents) {
      assert.equal(each.actor, person.account.email, `${action}: who`);
      assert.equal(each.address, '127.0.0.1', `${action}: from where`);
    }
  }
  for (const each of trail.filter(({ action }) => action === 'tool.call')) assert.match(each.detail.arguments, /^[0-9a-f]{64}$/, 'no digest of the arguments');

  // The trail cannot be written: nothing leaves, whatever asks.
  sql("CREATE TRIGGER no_record BEFORE INSERT ON audit_record BEGIN SELECT RAISE(ABORT, 'no'); END");
  await forget();
  const registered = await clients();
  const unrecorded = await person.ask(conversation, question);
  assert.equal(unrecorded.json.value ?? null, null, 'a number came although nothing could be recorded');
  assert.notEqual((await person.send('POST', `/api/v1/connections/${connection}/test`)).json.ok, true);
  assert.notEqual((await person.send('DELETE', `/api/v1/connections/${connection}`)).status, 200);
  assert.notEqual((await person.beginConnect()).status, 200);
  assert.deepEqual(await arrived(), [], 'something left without a record');
  assert.equal(await clients(), registered, 'a client was registered without a record');
  sql('DROP TRIGGER no_record');
  assert.equal((await person.connection()).status, 'connected');

  // The plan ended: nothing leaves.
  const set = spawnSync(process.argv[2], ['organization', 'set-plan', organization.slug, 'free', '--data', house.data], { encoding: 'utf8' });
  assert.equal(set.status, 0, set.stderr);
  await forget();
  const tested = await person.send('POST', `/api/v1/connections/${connection}/test`);
  assert.notEqual(tested.json.ok, true, 'Test asks the vendor on the plan Free');
  assert.match(tested.json.detail, /plan/);
  await person.ask(conversation, question);
  assert.deepEqual(await arrived(), [], 'something left on the plan Free');

  // A farewell is possible on every plan, and stands in the trail with its outcome.
  assert.equal((await person.send('DELETE', `/api/v1/connections/${connection}`)).status, 200);
  const told = () => records().find(({ action }) => action === 'connection.revoke.done');
  const until = Date.now() + 20_000;
  while (told() === undefined && Date.now() < until) await new Promise((done) => setImmediate(done));
  assert.equal(told()?.result, 'ok');
  assert.ok(records().some(({ action, result }) => action === 'connection.revoke' && result === 'intent'));
  const whole = house.auditIsWhole(organization.slug);
  assert.equal(whole.status, 0, whole.stdout + whole.stderr);
  console.log('uses: every one is recorded, or does not happen');
} finally {
  await house.stop();
}
