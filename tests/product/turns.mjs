// turns.mjs SLUICE: questions beyond the limits wait their turn over HTTP. A server that runs two of
// a person at once, and a vendor slow enough to look while they run.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { Browser, House } from './server.mjs';

const question = 'What was MRR in Q3 2026?';
const house = await House.start(process.argv[2], { settings: 'questions.per_person = 2\nquestions.per_organization = 2\n' });
const person = new Browser(house);

/** Asks for an event stream; gives its steps as they come, and how to hang up. */
async function stream() {
  const conversation = (await person.send('POST', '/api/v1/conversations')).json.id;
  const request = http.request(`${house.address}/api/v1/conversations/${conversation}/questions`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'text/event-stream', Cookie: person.cookie, 'X-CSRF-Token': person.csrf },
  });
  request.on('error', () => {});
  request.end(JSON.stringify({ question }));
  const [response] = await once(request, 'response');
  const asked = { conversation, text: '', hangUp: () => request.destroy() };
  response.on('data', (piece) => (asked.text += piece));
  asked.ended = new Promise((done) => response.on('close', done));
  response.on('error', () => {});
  asked.has = async (pattern) => {
    while (!pattern.test(asked.text)) await once(response, 'data', { signal: AbortSignal.timeout(20_000) });
  };
  return asked;
}

const cases = {
  async 'the third waits, says so, and is answered'() {
    const [first, second] = [await stream(), await stream()];
    await first.has(/"step":"planning"/);
    await second.has(/"step":"planning"/);
    const third = await stream();
    await third.has(/Waiting for its turn/);
    assert.doesNotMatch(third.text, /"step":"planning"/);
    for (const asked of [first, second, third]) {
      await asked.ended;
      assert.match(asked.text, /"status":"answered"/);
    }
    assert.doesNotMatch(first.text, /Waiting for its turn/);
  },

  async 'who hangs up leaves the queue to the next'() {
    const running = [await stream(), await stream()];
    for (const asked of running) await asked.has(/"step":"planning"/);
    const gone = await stream();
    await gone.has(/Waiting for its turn/);
    const next = await stream();
    await next.has(/Waiting for its turn/);
    gone.hangUp();
    for (const asked of running) asked.hangUp();
    await next.ended;
    assert.match(next.text, /"status":"answered"/);
    const { json } = await person.send('GET', `/api/v1/conversations/${gone.conversation}`);
    assert.deepEqual(json.answers, [], 'a question whose browser left was run');
  },

  async 'a card waits like a question'() {
    const conversation = (await person.send('POST', '/api/v1/conversations')).json.id;
    const answer = (await person.ask(conversation, question)).json;
    const card = (await person.send('POST', '/api/v1/cards', { conversation_id: conversation, question_id: answer.id })).json;
    const running = [await stream(), await stream()];
    for (const asked of running) await asked.has(/"step":"planning"/);
    const refreshed = person.send('POST', `/api/v1/cards/${card.id}/refresh`);
    const early = await Promise.race([refreshed, ...running.map((asked) => asked.ended.then(() => null))]);
    assert.equal(early, null, 'the card did not wait');
    assert.equal((await refreshed).json.stale_reason, null);
  },
};

let failed = false;
try {
  await person.signUp('Turns');
  await person.connect();
  await house.slowDown(150);
  for (const [name, run] of Object.entries(cases)) {
    try {
      await run();
      console.log(`ok   ${name}`);
    } catch (error) {
      failed = true;
      console.log(`FAIL ${name}: ${error.stack}`);
    }
  }
} finally {
  await house.stop();
}
process.exit(failed ? 1 : 0);
