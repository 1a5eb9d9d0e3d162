// fairness.mjs SLUICE [QUESTION]: what 100 questions of one organization do to another's. Both ask the same
// question of a stand-in that takes 300 ms a call. First the quiet organization asks alone; then
// again while the loud one's 100 wait and run: all of one person, and of five people.
import assert from 'node:assert/strict';
import { Browser, House } from '../product/server.mjs';

const question = process.argv[3] ?? 'What was MRR in Q3 2026?';
const callMs = 300;
const loudQuestions = 100;
const samples = 20;

const row = (name, value) => console.log(`${name.padEnd(60)} ${value}`);
const at = (times, share) => [...times].sort((a, b) => a - b)[Math.floor((times.length - 1) * share)];

async function ask(person) {
  const conversation = (await person.send('POST', '/api/v1/conversations')).json.id;
  const started = performance.now();
  const { status, json } = await person.ask(conversation, question);
  const took = performance.now() - started;
  assert.equal(status, 200, JSON.stringify(json));
  assert.equal(json.status, 'answered', JSON.stringify(json));
  return took;
}

/** The quiet organization's times, one question after the other. */
async function measure(person, goOn = () => true) {
  const times = [];
  while (times.length < samples && goOn()) times.push(await ask(person));
  return times;
}

async function colleague(house, founder, name) {
  const invitation = await founder.send('POST', '/api/v1/invitations', { role: 'member' });
  assert.equal(invitation.status, 201, JSON.stringify(invitation.json));
  const token = invitation.json.link.split('/').pop();
  const person = new Browser(house);
  const joined = await person.send('POST', `/api/v1/invitations/${token}/accept`,
    { email: `${name}@example.com`, password: 'correct horse battery staple', name });
  assert.equal(joined.status, 201, JSON.stringify(joined.json));
  return person;
}

const house = await House.start(process.argv[2]);
let failed = false;
try {
  const loud = new Browser(house);
  const quiet = new Browser(house);
  for (const [person, name] of [[loud, 'Loud'], [quiet, 'Quiet']]) {
    await person.signUp(name);
    await person.connect();
  }
  const crowd = [loud];
  for (const name of ['ann', 'ben', 'cid', 'dot']) crowd.push(await colleague(house, loud, name));
  await house.slowDown(callMs);

  for (const person of [quiet, ...crowd]) await ask(person);
  const alone = at(await measure(quiet), 0.5);
  row('quiet organization alone, median (ms)', alone.toFixed(0));
  for (const people of [[loud], crowd]) {
    const started = performance.now();
    let left = loudQuestions;
    const asked = Array.from({ length: loudQuestions }, (_, index) => ask(people[index % people.length]).then(() => (left -= 1)));
    const times = await measure(quiet, () => left > 0);
    const beside = left;
    await Promise.all(asked);
    const median = at(times, 0.5);
    const more = 100 * (median / alone - 1);
    row(`beside ${loudQuestions} questions of ${people.length} of the other, median (ms)`, median.toFixed(0));
    row('  p90 (ms), samples, of the others still to come at the end', `${at(times, 0.9).toFixed(0)} ${times.length} ${beside}`);
    row('  more than alone (%; goal: under 20)', more.toFixed(1));
    row('  the 100 took (ms)', (performance.now() - started).toFixed(0));
    failed ||= more >= 20;
  }
} finally {
  await house.stop();
}
process.exit(failed ? 1 : 0);
