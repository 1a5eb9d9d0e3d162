// crash.mjs SLUICE: ends the server with SIGKILL in the middle of connect, ask and disconnect, at
// moments spread over each of them, and looks at what a restart finds: nothing half-made is usable,
// nothing that was acknowledged is lost.
import assert from 'node:assert/strict';
import { Browser, House } from './server.mjs';

const question = 'What was MRR in Q3 2026?';
// Milliseconds between the request's departure and the end of the server.
const moments = { begin: [0, 3, 10, 30, 80], callback: [0, 3, 6, 10, 15, 25, 40, 80], ask: [0, 20, 80, 200, 400, 800], disconnect: [0, 1, 2, 3, 5, 8, 15, 40] };

const house = await House.start(process.argv[2]);
const person = new Browser(house);
const seen = { acknowledged: 0, cut: 0 };

/** Sends a request, kills the server after so long, restarts it; the answer, if one came. */
async function cutOff(request, afterMs) {
  const answer = request().catch(() => null);
  await Promise.race([new Promise((done) => setTimeout(done, afterMs)), answer]);
  await house.kill();
  const came = await answer;
  await house.serve();
  seen[came === null ? 'cut' : 'acknowledged'] += 1;
  return came;
}

/** The connection either works or says that it does not; never something between. */
async function isUsable() {
  const connection = await person.connection();
  if (connection?.status !== 'connected') return false;
  const { status, json } = await person.send('POST', `/api/v1/connections/${connection.id}/test`);
  assert.equal(status, 200);
  assert.equal(json.ok, true, `connected, but: ${json.detail}`);
  return true;
}

async function isDisconnected() {
  const conversation = (await person.send('POST', '/api/v1/conversations')).json.id;
  const { json } = await person.ask(conversation, question);
  return json.reason === 'no_data_source';
}

const cases = {
  async 'sign-up that was acknowledged'() {
    house.organization = (await person.signUp('Crashers')).slug;
    await house.kill();
    await house.serve();
    const again = new Browser(house);
    assert.equal((await again.send('POST', '/api/v1/sign-in', person.account)).status, 200);
    assert.equal((await person.send('GET', '/api/v1/session')).status, 200, 'the session is lost');
  },

  async 'begin to connect'() {
    for (const moment of moments.begin) {
      await cutOff(() => person.beginConnect(), moment);
      assert.equal(await isUsable(), false, 'connected without consent');
      assert.equal(await isDisconnected(), true);
    }
  },

  async 'the callback of the vendor'() {
    for (const moment of moments.callback) {
      const callback = await person.untilCallback();
      const answer = await cutOff(() => person.send('GET', callback), moment);
      const usable = await isUsable();
      if (answer !== null) assert.equal(usable, true, `acknowledged, but lost (${moment} ms)`);
      if (usable) assert.match((await person.send('GET', callback)).location, /failed/, 'a state was taken twice');
      else await person.connect();
      assert.equal(await isUsable(), true);
      const { id } = await person.connection();
      assert.equal((await person.send('DELETE', `/api/v1/connections/${id}`)).status, 200);
    }
  },

  async 'a question'() {
    await person.connect();
    const conversation = (await person.send('POST', '/api/v1/conversations')).json.id;
    const expected = (await person.ask(conversation, question)).json.value.value;
    assert.ok(expected > 0);
    let acknowledged = 1;
    for (const moment of moments.ask) {
      const answer = await cutOff(() => person.ask(conversation, question), moment);
      if (answer !== null) acknowledged += 1;
      const { status, json } = await person.send('GET', `/api/v1/conversations/${conversation}`);
      assert.equal(status, 200);
      assert.ok(json.answers.length >= acknowledged, 'an answer that was shown is lost');
      for (const kept of json.answers) assert.equal(kept.value?.value, expected, 'half an answer is kept');
    }
    assert.equal((await person.ask(conversation, question)).json.value?.value, expected);
  },

  async 'a disconnect'() {
    for (const moment of moments.disconnect) {
      if (!(await isUsable())) await person.connect();
      const { id } = await person.connection();
      const before = house.slots();
      const answer = await cutOff(() => person.send('DELETE', `/api/v1/connections/${id}`), moment);
      const usable = await isUsable();
      if (answer !== null) assert.equal(usable, false, 'a disconnect was acknowledged and undone');
      if (usable) continue;
      assert.equal(await isDisconnected(), true);
      assert.equal(house.slots().length, before.length - 1, `the key of the connection is still there (${moment} ms)`);
    }
  },

  async 'a disconnect between its commit and the end of its key'() {
    if (!(await isUsable())) await person.connect();
    const before = house.slots();
    await house.kill();
    house.statement(`
      INSERT INTO slot_erasure (organization_id, slot)
        SELECT organization_id, slot FROM mcp_server_connection WHERE slot IS NOT NULL;
      DELETE FROM credential;
      UPDATE mcp_server_connection SET status = 'disconnected', slot = NULL;`);
    assert.deepEqual(house.slots(), before);
    await house.serve();
    assert.equal(house.slots().length, before.length - 1, 'the start left the key where it was');
    assert.equal(await isDisconnected(), true);
  },

  async 'the audit trail'() {
    const verified = house.auditIsWhole(house.organization);
    assert.equal(verified.status, 0, verified.stdout + verified.stderr);
  },
};

try {
  for (const [name, run] of Object.entries(cases)) {
    await run();
    console.log(`crash: ${name}: ok`);
  }
  assert.ok(seen.cut > 0, 'no request was cut off: the moments are too late');
  console.log(`crash: ${seen.cut} requests cut off, ${seen.acknowledged} acknowledged before the end`);
} finally {
  await house.stop();
}
