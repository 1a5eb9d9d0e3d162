// authorization.mjs SLUICE GOLDEN: asks every route of the API as nobody, as each role, with an API
// key of each scope, and as a member of another organization, and compares who was let in with the
// reviewed table: method, route, lowest role, least scope of a key. UPDATE=1 writes the table. Ids are well formed and unknown: what is let in changes nothing.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { Browser, House } from './server.mjs';

const [sluice, golden] = process.argv.slice(2);
const roles = ['viewer', 'member', 'analyst', 'administrator', 'owner'];
const unknownId = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const house = await House.start(sluice);

function verdict({ status, json }) {
  if (status === 401) return 'sign in';
  if (json?.reason === 'not_a_member') return 'yes'; // Let in, and refused for what the body asks.
  if (json?.type === 'urn:sluice:problem:plan_required') return 'yes'; // Likewise, for the plan.
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
  for (const role of roles.slice(0, -1)) people[role] = await owner.bring(role);
  people.owner = owner;
  const programs = { read: await owner.program('read'), manage: await owner.program('manage') };
  const { paths } = (await owner.send('GET', '/api/v1/openapi.json')).json;
  const lines = [];
  for (const [pattern, methods] of Object.entries(paths)) {
    const path = pattern.replace(/\{\w+\}/g, unknownId);
    for (const method of Object.keys(methods).map((each) => each.toUpperCase())) {
      if (path.endsWith('/sign-out') || path.endsWith('/sign-up')) continue; // Below: they end or make a session.
      const nobody = verdict(await new Browser(house).send(method, path, method === 'GET' ? undefined : {}));
      const verdicts = [];
      for (const role of roles) verdicts.push(verdict(await people[role].send(method, path, method === 'GET' ? undefined : {})));
      const { security } = methods[method.toLowerCase()];
      const open = security.length === 0;
      const scopes = [];
      for (const scope of open ? [] : ['read', 'manage']) {
        if (verdict(await programs[scope].send(method, path, method === 'GET' ? undefined : {})) === 'yes') scopes.push(scope);
      }
      if (!open) assert.deepEqual([scopes[0], scopes.at(-1)], [security.find((way) => way.api_key).api_key[0], 'manage'], `${method} ${pattern}: keys`);
      lines.push(`${method.padEnd(6)} ${pattern.padEnd(45)} ${open ? 'open' : lowest(verdicts).padEnd(14)} ${scopes[0] ?? ''}`.trimEnd());
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
