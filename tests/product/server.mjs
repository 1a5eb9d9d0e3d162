// A real `sluice serve` with a real `sluice sandbox` beside it, for tests that end the server at a
// bad moment and look at what a restart finds. Everything goes over HTTP, as the page does it.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkExchange } from './shapes.mjs';

const startTimeoutMs = 60_000;

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

/** Resolves with the match as soon as the child has said it. */
function said(child, stream, pattern) {
  return new Promise((resolve, refuse) => {
    let text = '';
    const timer = setTimeout(() => refuse(new Error(`not said in time: ${pattern}\n${text}`)), startTimeoutMs);
    child[stream].on('data', (piece) => {
      text += piece;
      const match = pattern.exec(text);
      if (match === null) return;
      clearTimeout(timer);
      resolve(match);
    });
    child.on('exit', (code) => refuse(new Error(`left with ${code}:\n${text}`)));
  });
}

/** A mount of the command's own: root needs no user namespace for it, others do. */
function inSmallDisk(folder, bytes) {
  const mount = `mount -t tmpfs -o size=${bytes},mode=0700 tmpfs "$0" && exec "$@"`;
  return ['unshare', process.getuid() === 0 ? '-m' : '-rm', 'sh', '-c', mount, folder];
}

export class House {
  /** `diskBytes`: the data directory is a disk of its own, so big, which only the server sees.
   *  `peers`: further vendors' origins, each with the address of its stand-in. */
  static async start(sluice, { diskBytes, settings = '', peers = {} } = {}) {
    const house = new House();
    try {
      await house.build(sluice, diskBytes, settings, peers);
      await house.serve();
    } catch (error) {
      await house.stop();
      throw error;
    }
    return house;
  }

  async build(sluice, diskBytes, settings, peers) {
    this.sluice = sluice;
    this.folder = mkdtempSync(join(tmpdir(), 'sluice-product-'));
    this.data = join(this.folder, 'data');
    this.port = await freePort();
    this.address = `http://localhost:${this.port}`;
    this.sandbox = spawn(sluice, ['sandbox', '--automatic-consent', '--product', this.address], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [origin, host, port] = await said(this.sandbox, 'stdout', /http:\/\/([\d.]+):(\d+)/);
    this.vendors = { host, port: Number(port) };
    writeFileSync(join(this.folder, 'peers.json'), JSON.stringify({ 'https://mcp.stripe.com': origin, 'https://access.stripe.com': origin, ...peers }));
    mkdirSync(this.data);
    this.wrapper = diskBytes === undefined ? [] : inSmallDisk(this.data, diskBytes);
    assert.equal(spawnSync(sluice, ['keys', 'init', '--key-file', join(this.folder, 'master.key')]).status, 0);
    writeFileSync(join(this.folder, 'sluice.toml'),
      `data.dir = "${this.data}"\nkeys.source = "file:${join(this.folder, 'master.key')}"\nserver.port = ${this.port}\nidentity.sign_up = "open"\n${settings}`);
  }

  async serve() {
    const command = [...this.wrapper, this.sluice, 'serve', '--config', join(this.folder, 'sluice.toml'), '--peers', join(this.folder, 'peers.json')];
    this.server = spawn(command[0], command.slice(1), { stdio: ['ignore', 'inherit', 'pipe'] });
    await said(this.server, 'stderr', /"event":"listening"/);
    this.server.stderr.resume();
  }

  /** SIGKILL: nothing of the server runs after this. */
  async kill() {
    const gone = once(this.server, 'exit');
    this.server.kill('SIGKILL');
    await gone;
  }

  async stop() {
    for (const child of [this.server, this.sandbox]) {
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) continue;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A path of the data directory as the server sees it. */
  inside(name) {
    return join(`/proc/${this.server.pid}/root`, this.data, name);
  }

  /** The files in which the key of each connection lies. */
  slots() {
    return readdirSync(join(this.folder, 'data-slots')).sort();
  }

  /** Changes the database of the one organization behind the server's back; the server is dead. */
  statement(sql) {
    const [file] = readdirSync(join(this.data, 'organizations')).filter((name) => name.endsWith('.db'));
    const ran = spawnSync('sqlite3', [join(this.data, 'organizations', file), sql], { encoding: 'utf8' });
    assert.equal(ran.status, 0, ran.stderr);
  }

  /** The same in the database of every organization. */
  statements(sql) {
    for (const file of readdirSync(join(this.data, 'organizations')).filter((name) => name.endsWith('.db'))) {
      const ran = spawnSync('sqlite3', [join(this.data, 'organizations', file), sql], { encoding: 'utf8' });
      assert.equal(ran.status, 0, ran.stderr);
    }
  }

  /** What the audit trail says of itself. */
  auditIsWhole(organization) {
    return spawnSync(this.sluice, ['audit', 'verify', '--data', this.data, '--organization', organization], { encoding: 'utf8' });
  }

  /** Each call of the vendor takes so long from now on. */
  async slowDown(milliseconds) {
    const set = await fetch(`http://${this.vendors.host}:${this.vendors.port}/_sandbox/faults`,
      { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ vendor: 'stripe', fault: 'slow', milliseconds }) });
    assert.equal(set.status, 200);
  }

  /** The vendor's page: consent is given at once; gives the address that the browser is sent to. */
  async consent(authorizationUrl) {
    const { search } = new URL(authorizationUrl);
    const request = http.get({ ...this.vendors, path: `/_as/stripe/authorize${search}` });
    const [response] = await once(request, 'response');
    response.resume();
    assert.ok([302, 303].includes(response.statusCode), 'the sandbox did not consent');
    return response.headers.location;
  }
}

/** A person in a browser: a cookie and a token, nothing else. */
export class Browser {
  constructor(house) {
    this.house = house;
    this.cookie = '';
    this.csrf = '';
  }

  async send(method, path, body) {
    const headers = { Accept: 'application/json' };
    if (this.cookie !== '') headers.Cookie = this.cookie;
    if (this.key !== undefined) headers.Authorization = `Bearer ${this.key}`;
    if (method !== 'GET') headers['X-CSRF-Token'] = this.csrf;
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    const sent = body === undefined ? undefined : JSON.stringify(body);
    const response = await fetch(this.house.address + path, { method, headers, redirect: 'manual', body: sent });
    for (const cookie of response.headers.getSetCookie()) [this.cookie] = cookie.split(';');
    const text = await response.text();
    checkExchange({ method, path, sent, status: response.status, type: response.headers.get('content-type') ?? '', text });
    const json = response.headers.get('content-type')?.includes('json') && text !== '' ? JSON.parse(text) : null;
    if (json?.csrf_token) this.csrf = json.csrf_token;
    return { status: response.status, json, location: response.headers.get('location') };
  }

  /** A program with an API key that this person makes. */
  async program(scope) {
    const made = await this.send('POST', '/api/v1/api-keys', { name: `${scope} key`, scope });
    assert.equal(made.status, 201, JSON.stringify(made.json));
    return Object.assign(new Browser(this.house), { key: made.json.key });
  }

  /** Somebody who joins by a link of this person, with a role. */
  async bring(role, name = role) {
    const link = await this.link(role);
    const joined = new Browser(this.house);
    joined.account = { email: `${name}@example.com`, password: 'correct horse battery staple' };
    const answer = await joined.accept(link, name);
    assert.equal(answer.status, 201, JSON.stringify(answer.json));
    joined.id = answer.json.user.id;
    return joined;
  }

  async link(role) {
    const invited = await this.send('POST', '/api/v1/invitations', { role });
    assert.equal(invited.status, 201, JSON.stringify(invited.json));
    return new URL(invited.json.link).pathname.split('/').at(-1);
  }

  accept(link, name) {
    return this.send('POST', `/api/v1/invitations/${link}/accept`, { ...this.account, name });
  }

  async signUp(organization) {
    this.account = { email: `${organization.toLowerCase()}@example.com`, password: 'correct horse battery staple' };
    const made = await this.send('POST', '/api/v1/sign-up', { ...this.account, name: 'Grace', organization });
    assert.equal(made.status, 201, JSON.stringify(made.json));
    return made.json.organization;
  }

  async connection() {
    const { status, json } = await this.send('GET', '/api/v1/data-sources');
    assert.equal(status, 200);
    return json.vendors.find((vendor) => vendor.slug === 'stripe').connection;
  }

  beginConnect() {
    return this.send('POST', '/api/v1/connections', { vendor: 'stripe' });
  }

  /** The address of the callback, path and query, after consent. */
  async untilCallback() {
    const begun = await this.beginConnect();
    assert.equal(begun.status, 200, JSON.stringify(begun.json));
    const back = new URL(await this.house.consent(begun.json.authorization_url));
    return back.pathname + back.search;
  }

  async connect() {
    const done = await this.send('GET', await this.untilCallback());
    assert.match(done.location ?? '', /^\/connect\/done/);
  }

  async ask(conversation, question) {
    return this.send('POST', `/api/v1/conversations/${conversation}/questions`, { question });
  }
}
