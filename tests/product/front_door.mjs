// front_door.mjs SLUICE: a server behind a proxy, and strangers before it. Who comes through the
// proxy is known by his own address; who guesses passwords, fills the places or calls the server by
// another name troubles nobody else.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const sluice = process.argv[2];
const descriptors = 12_000;
if (!process.env.FRONT_DOOR_AGAIN) {
  // This program holds as many connections as the server takes, so it needs as many descriptors.
  const again = spawnSync('sh', ['-c', `ulimit -n ${descriptors} && exec "$0" "$@"`, process.execPath, ...process.argv.slice(1)],
    { stdio: 'inherit', env: { ...process.env, FRONT_DOOR_AGAIN: '1' } });
  process.exit(again.status ?? 1);
}

const folder = mkdtempSync(join(tmpdir(), 'sluice-front-'));
const file = (name) => join(folder, name);
const proxy = '127.0.0.9';
const monitor = '198.51.100.77';
let server;
let port;

async function start() {
  assert.equal(spawnSync(sluice, ['keys', 'init', '--key-file', file('master.key')]).status, 0);
  writeFileSync(file('sluice.toml'), [
    `data.dir = "${file('data')}"`, `keys.source = "file:${file('master.key')}"`,
    'server.public_url = "https://sluice.example.com"', `server.proxies = ["${proxy}"]`,
    `server.metrics_from = "${monitor}"`, 'identity.sign_up = "open"',
  ].join('\n'));
  // As a service is started by default: few descriptors, and the right to more.
  server = spawn('sh', ['-c', 'ulimit -Sn 1024 && exec "$0" "$@"', sluice, 'serve', '--port', '0', '--config', file('sluice.toml')], { stdio: ['ignore', 'inherit', 'pipe'] });
  let said = '';
  port = await new Promise((listening, refused) => {
    server.stderr.on('data', (piece) => {
      said += piece;
      const found = /"event":"listening".*"port":(\d+)/.exec(said);
      if (found) listening(Number(found[1]));
    });
    server.on('exit', () => refused(new Error(said)));
  });
}

/** One request; `from`: the address of the machine that sends it, `client`: for whom, it says. */
async function ask(method, path, { body, client, from = proxy, host = 'sluice.example.com', headers = {} } = {}) {
  const all = { host, accept: 'application/json', connection: 'close', ...headers };
  if (client) all['x-forwarded-for'] = client;
  if (body) all['content-type'] = 'application/json';
  const request = http.request({ host: '127.0.0.1', port, localAddress: from, method, path, headers: all });
  request.end(body && JSON.stringify(body));
  const [response] = await once(request, 'response');
  let text = '';
  for await (const piece of response) text += piece;
  const json = response.headers['content-type']?.includes('json') ? JSON.parse(text) : null;
  return { status: response.statusCode, json, text, headers: response.headers };
}

/** The bytes of the answer to these bytes. */
async function raw(bytes) {
  const socket = connect({ port, host: '127.0.0.1' });
  socket.write(bytes);
  let answer = '';
  for await (const piece of socket) answer += piece;
  return answer;
}

async function nobodyIsLockedOutByOthers() {
  const account = (name) => ({ email: `${name}@example.com`, password: 'correct horse battery staple' });
  const made = await ask('POST', '/api/v1/sign-up', { body: { ...account('ada'), name: 'Ada', organization: 'Acme' }, client: '203.0.113.1' });
  assert.equal(made.status, 201, made.text);
  const signIn = (client, body, more) => ask('POST', '/api/v1/sign-in', { body, client, ...more });
  const wrong = { email: 'ada@example.com', password: 'a wrong guess' };
  for (let i = 0; i < 10; ++i) assert.equal((await signIn('203.0.113.66', wrong)).status, 401, `guess ${i}`);
  assert.equal((await signIn('203.0.113.66', account('ada'))).status, 429, 'the eleventh guess was looked at');
  assert.equal((await signIn('203.0.113.2', account('ada'))).status, 200, 'the right password from elsewhere');
  for (let i = 0; i < 45; ++i) await signIn('203.0.113.67', { ...wrong, email: `nobody${i % 5 + i}@example.com` });
  for (let i = 0; i < 10; ++i) await signIn('203.0.113.67', { ...wrong, email: `other${i}@example.com` });
  assert.equal((await signIn('203.0.113.67', account('ada'))).status, 429, 'fifty of one address');
  assert.equal((await signIn('203.0.113.68', account('ada'))).status, 200, 'an address beside it');
  // Who is no proxy of ours cannot choose whose failures are counted.
  for (let i = 0; i < 12; ++i) await signIn('203.0.113.3', wrong, { from: '127.0.0.8' });
  assert.equal((await signIn('203.0.113.3', account('ada'))).status, 200, 'a stranger chose his address');
}

async function theTrailNamesTheClient() {
  const session = await ask('POST', '/api/v1/sign-in', { client: '203.0.113.4', body: { email: 'ada@example.com', password: 'correct horse battery staple' } });
  const headers = { cookie: session.headers['set-cookie'][0].split(';')[0], 'x-csrf-token': session.json.csrf_token };
  assert.equal((await ask('POST', '/api/v1/invitations', { client: '203.0.113.4', headers, body: { role: 'viewer' } })).status, 201);
  const { json } = await ask('GET', '/api/v1/audit', { headers, client: '203.0.113.4' });
  assert.ok(json.records.some((record) => record.address === '203.0.113.4'), JSON.stringify(json.records));
  assert.ok(json.records.every((record) => record.address !== proxy), 'the trail names the proxy');
}

async function onlyItsNameIsAnswered() {
  for (const host of ['evil.example', 'sluice.example.com.evil.example', '10.0.0.7']) {
    const refused = await ask('POST', '/api/v1/sign-in', { host, body: { email: 'ada@example.com', password: 'correct horse battery staple' } });
    assert.equal(refused.status, 421, host);
    assert.equal(refused.headers['set-cookie'], undefined, host);
    assert.equal((await ask('GET', '/', { host })).status, 421, host);
  }
  assert.equal((await ask('GET', '/api/v1/session', { host: `localhost:${port}` })).status, 401);
  assert.equal((await ask('GET', '/healthz', { host: '10.0.0.7:8080' })).status, 200, 'a probe by address');
  assert.match(await raw('GET /healthz HTTP/1.0\r\n\r\n'), /^HTTP\/1\.1 200 /);
}

async function figuresAreNotForEverybody() {
  for (const [from, client] of [[proxy, '203.0.113.5'], ['127.0.0.1', undefined], ['127.0.0.1', monitor]]) {
    assert.equal((await ask('GET', '/metrics', { from, client })).status, 403, `${from} for ${client}`);
  }
  assert.match((await ask('GET', '/metrics', { client: monitor })).text, /process_resident_memory_bytes/);
  for (const bytes of ['nonsense\r\n\r\n', 'GET / HTTP/1.1\r\n\r\n', 'POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: x\r\n\r\n']) {
    const answer = await raw(bytes);
    assert.match(answer, /^HTTP\/1\.1 (400|501) /);
    for (const header of ['Content-Security-Policy', 'X-Content-Type-Options', 'Referrer-Policy']) assert.match(answer, new RegExp(`${header}: `), bytes);
  }
}

/** Opens `count` connections from one address and leaves them as they are. */
async function occupy(from, count, begun) {
  const sockets = Array.from({ length: count }, () => {
    const socket = connect({ port, host: '127.0.0.1', localAddress: from });
    socket.on('error', () => {});
    if (begun) socket.write('GET / HTTP/1.1\r\nHos');
    return socket;
  });
  await Promise.all(sockets.map((socket) => new Promise((done) => socket.once('connect', done).once('close', done))));
  return sockets;
}

async function itStaysOpenWhenManyHoldPlaces() {
  const held = await occupy('127.0.1.1', 300, false);
  assert.equal((await ask('GET', '/healthz', { from: '127.0.0.5' })).status, 200, 'one address took all places');
  for (let address = 1; address <= 40; ++address) held.push(...await occupy(`127.0.2.${address}`, 256, address % 2 === 0));
  for (let i = 0; i < 20; ++i) {
    const begun = Date.now();
    const { status } = await ask('GET', '/healthz', { from: `127.0.3.${i + 1}` });
    assert.equal(status, 200, `under ${held.length} connections`);
    assert.ok(Date.now() - begun < 5_000, 'it answered late');
  }
  assert.equal((await ask('GET', '/api/v1/session', { client: '203.0.113.9' })).status, 401, 'users behind the proxy');
  for (const socket of held) socket.destroy();
}

try {
  await start();
  await onlyItsNameIsAnswered();
  await nobodyIsLockedOutByOthers();
  await theTrailNamesTheClient();
  await figuresAreNotForEverybody();
  await itStaysOpenWhenManyHoldPlaces();
} finally {
  if (server && server.exitCode === null) {
    const gone = once(server, 'exit');
    server.kill('SIGTERM');
    await gone;
  }
  rmSync(folder, { recursive: true, force: true });
}
