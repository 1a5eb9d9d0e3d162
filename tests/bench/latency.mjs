// Where the time of a question goes: latency.mjs ADDRESS QUESTIONS.jsonl. Asks a demo server that
// has every vendor connected and reads the steps of its event stream. "Vendors" is the time until
// the last page was read, planning included; "own" is from there to the answer.
import { readFileSync } from 'node:fs';

const [address, file] = process.argv.slice(2);
const json = { 'Content-Type': 'application/json' };

async function post(path, headers, body) {
  const response = await fetch(address + path, { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response;
}

const signedIn = await post('/api/v1/sign-in', {}, { email: 'ada@brightwater.example', password: 'brightwater-demo' });
const Cookie = signedIn.headers.getSetCookie()[0].split(';')[0];
const member = { Cookie, 'X-CSRF-Token': (await signedIn.json()).csrf_token };
const { id } = await (await post('/api/v1/conversations', member, {})).json();

/** The milliseconds to the last step of the vendors and to the answer; null when not answered. */
async function ask(question) {
  const started = performance.now();
  const stream = await (await post(`/api/v1/conversations/${id}/questions`, { ...member, Accept: 'text/event-stream' }, { question })).text();
  const whole = performance.now() - started;
  const events = stream.split('\n\n').map((text) => ({ name: /^event: (.*)$/m.exec(text)?.[1], data: JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? 'null') }));
  if (events.findLast((event) => event.name === 'answer')?.data.status !== 'answered') return null;
  const fetched = events.find((event) => event.data?.step === 'joining')?.data.elapsed_ms ?? 0;
  return { vendors: fetched, own: whole - fetched, whole };
}

const times = [];
for (const line of readFileSync(file, 'utf8').trim().split('\n')) {
  const time = await ask(JSON.parse(line).question);
  if (time !== null) times.push(time);
}
const at = (part, share) => times.map((time) => time[part]).sort((a, b) => a - b)[Math.floor((times.length - 1) * share)].toFixed(0);
const row = (name, value) => console.log(`${name.padEnd(44)} ${value}`);
row('questions answered over HTTP', times.length);
for (const [part, name] of [['whole', 'question to answer'], ['vendors', 'of it until the last page was read'], ['own', 'of it computing and drawing']]) {
  row(`${name}, median and p90 (ms)`, `${at(part, 0.5)} ${at(part, 0.9)}`);
}
