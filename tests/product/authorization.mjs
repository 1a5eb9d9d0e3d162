// authorization.mjs SLUICE GOLDEN: asks every route of the API as nobody, as each role, and as a
// member of another organization, and compares who was let in with the reviewed table. UPDATE=1
// writes the table. Ids are well formed and unknown: what is let in changes nothing.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { Browser, House } from './server.mjs';

const [sluice, golden] = process.argv.slice(2);
const roles = ['viewer', 'member', 'analyst', 'administrator', 'owner'];
const unknownId = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const house = await House.start(sluice);

async function memberOf(owner, role) {
  const invited = await owner.send('POST', '/api/v1/invitations', { role });
  assert.equal(invited.status, 201, JSON.stringify(invited.json));
  const token = new URL(invited.json.link ?? invited.json.url, house.address).pathname.split('/').at(-1);
  const person = new Browser(house);
  const joined = await person.send('POST', `/api/v1/invitations/${token}/accept`, { email: `${role}@example.com`, name: role, password: 'correct horse battery staple' });
  assert.equal(joined.status, 201, JSON.stringify(joined.json));
  return person;
}

function verdict({ status, json }) {
  if (status === 401) return 'sign in';
  if (json?.reason === 'not_a_member') return 'yes'; // Let in, and refused for what the body asks.
  if (status === 403) return json.type === 'urn:sluice:problem:cross_site' ? 'cross site' : 'no';
  assert.ok(status < 500, `${status}: ${JSON.stringify(json)}`);
  return 'yes';
}

/** Who may, in one word: the lowest role, since every role above may too. */
function lowest(verdicts) {
  const first = verdicts.indexOf('yes');
  if (first === -1) return 'nobody';
  assert.ok(verdicts.slice(first).every((each) => each === 'yes'), `a higher role may less: ${verdicts}`);
  return roles[first];
}

try {
  const owner = new Browser(house);
  await owner.signUp('Matrix');
  const people = {};
  for (const role of roles.slice(0, -1)) people[role] = await memberOf(owner, role);
  people.owner = owner;
  const { paths } = (await owner.send('GET', '/api/v1/openapi.json')).json;
  const lines = [];
  for (const [pattern, methods] of Object.entries(paths)) {
    const path = pattern.replace(/\{\w+\}/g, unknownId);
    for (const method of Object.keys(methods).map((each) => each.toUpperCase())) {
      if (path.endsWith('/sign-out') || path.endsWith('/sign-up')) continue; // Below: they end or make a session.
      const nobody = verdict(await new Browser(house).send(method, path, method === 'GET' ? undefined : {}));
      const verdicts = [];
      for (const role of roles) verdicts.push(verdict(await people[role].send(method, path, method === 'GET' ? undefined : {})));
      const open = methods[method.toLowerCase()].security.length === 0;
      lines.push(`${method.padEnd(6)} ${pattern.padEnd(45)} ${open ? 'open' : lowest(verdicts)}`);
      if (open) continue;
      assert.equal(nobody, 'sign in', `${method} ${pattern} lets in whoever comes`);
      if (method === 'GET') continue;
      const forged = Object.assign(new Browser(house), { cookie: owner.cookie, csrf: 'forged' });
      assert.equal(verdict(await forged.send(method, path, {})), 'cross site', `${method} ${pattern} takes a forged token`);
    }
  }
  assert.equal(verdict(await new Browser(house).send('POST', '/api/v1/sign-out', {})), 'sign in');
  const table = `${lines.sort().join('\n')}\n`;
  if (process.env.UPDATE === '1') writeFileSync(golden, table);
  assert.equal(table, readFileSync(golden, 'utf8'), 'who may do what has changed: review it, then UPDATE=1');

  // Somebody else's things are not there at all, whatever one is at home.
  await owner.connect();
  const connection = (await owner.connection()).id;
  const conversation = (await owner.send('POST', '/api/v1/conversations')).json.id;
  const stranger = new Browser(house);
  await stranger.signUp('Strangers');
  for (const [method, path] of [
    ['POST', `/api/v1/connections/${connection}/test`], ['DELETE', `/api/v1/connections/${connection}`],
    ['POST', `/api/v1/connections/${connection}/reconnect`], ['GET', `/api/v1/conversations/${conversation}`],
    ['POST', `/api/v1/conversations/${conversation}/questions`],
  ]) {
    const { status } = await stranger.send(method, path, method === 'GET' ? undefined : { question: 'x' });
    assert.equal(status, 404, `${method} ${path} as a stranger`);
  }
  assert.equal(await stranger.connection(), null);
  assert.equal((await owner.connection()).status, 'connected');
  console.log(`authorization: ${lines.length} routes as reviewed`);
} finally {
  await house.stop();
}
