// disk_full.mjs SLUICE: the disk under the data directory fills up. Whatever has to be saved is
// refused with a sentence that says so, reading goes on, and space makes everything work again.
import assert from 'node:assert/strict';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { Browser, House } from './server.mjs';

const question = 'What was MRR in Q3 2026?';
const house = await House.start(process.argv[2], { diskBytes: 8 << 20 });
const person = new Browser(house);

/** Takes every byte that is left. */
function fill() {
  const file = openSync(house.inside('ballast'), 'w');
  for (let size = 1 << 16; size > 0; size >>= 1) {
    try {
      for (;;) writeSync(file, Buffer.alloc(size));
    } catch (error) {
      assert.equal(error.code, 'ENOSPC');
    }
  }
  closeSync(file);
}

function saysThatTheDiskIsFull(answer, what) {
  assert.equal(answer.status, 503, `${what}: ${JSON.stringify(answer.json)}`);
  assert.match(answer.json.detail, /disk is full/, what);
}

try {
  await person.signUp('Fullers');
  await person.connect();
  const conversation = (await person.send('POST', '/api/v1/conversations')).json.id;
  const expected = (await person.ask(conversation, question)).json.value.value;
  assert.ok(expected > 0);
  const callback = await person.untilCallback();
  fill();

  saysThatTheDiskIsFull(await person.send('POST', '/api/v1/conversations'), 'a conversation');
  saysThatTheDiskIsFull(await new Browser(house).send('POST', '/api/v1/sign-in', person.account), 'sign-in');
  saysThatTheDiskIsFull(await person.send('DELETE', `/api/v1/connections/${(await person.connection()).id}`), 'disconnect');
  const refused = await person.ask(conversation, question);
  const words = refused.json.detail ?? refused.json.text;
  assert.match(words, /disk (is|may be) full/, `a question: ${JSON.stringify(refused.json)}`);
  assert.equal(refused.json.value ?? null, null, 'a number came although nothing could be recorded');
  const window = await person.send('GET', callback);
  assert.match(window.location ?? '', /^\/connect\/failed\?.*reason=storage_failed/, 'the connect window');
  assert.equal((await person.connection()).status, 'connected', 'reading stopped');

  rmSync(house.inside('ballast'));
  assert.equal((await person.ask(conversation, question)).json.value?.value, expected, 'it did not recover');
  assert.equal((await person.send('DELETE', `/api/v1/connections/${(await person.connection()).id}`)).status, 200);
  console.log('disk full: every refusal said so, and nothing was lost');
} finally {
  await house.stop();
}
