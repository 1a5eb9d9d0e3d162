// A person with a browser in front of `sluice serve`: starts the program, keeps its cookies, sends
// what the page sends, and follows a vendor's sign-in to the callback and back.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as send } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { checkExchange } from '../product/shapes.mjs';
import { CookieJar, visit } from './browser.mjs';

const start_milliseconds_max = 120_000;

/**
 * Starts the product on loopback, with a fresh data directory. settings: program, peers (the
 * mapping), rows (file name -> text of a vendor row), publicUrl.
 */
export async function startProduct({ program, peers, rows, publicUrl }) {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-product-'));
  const file = (name) => join(folder, name);
  mkdirSync(file('data/catalog'), { recursive: true });
  for (const [name, text] of Object.entries(rows)) writeFileSync(file(`data/catalog/${name}`), text);
  execFileSync(program, ['keys', 'init', '--key-file', file('master.key')]);
  // A public address of https is let through beside peers only where it is played here as well.
  writeFileSync(file('peers.json'), JSON.stringify({ ...peers, [publicUrl]: 'http://127.0.0.1:1' }));
  writeFileSync(file('sluice.toml'), [
    `data.dir = "${file('data')}"`, `keys.source = "file:${file('master.key')}"`,
    'server.port = 0', `server.public_url = "${publicUrl}"`, 'identity.sign_up = "open"',
  ].join('\n'));
  const child = spawn(program, ['serve', '--config', file('sluice.toml'), '--peers', file('peers.json')], { stdio: ['ignore', 'pipe', 'pipe'] });
  const lines = [];
  const port = await new Promise((ready, failed) => {
    const alarm = setTimeout(() => failed(new Error(`the server did not listen:\n${lines.join('\n')}`)), start_milliseconds_max);
    child.on('exit', () => failed(new Error(`the server ended:\n${lines.join('\n')}`)));
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line);
        const match = /"event":"listening".*"port":(\d+)/.exec(line);
        if (!match) return;
        clearTimeout(alarm);
        ready(Number(match[1]));
      });
    }
  });
  child.removeAllListeners('exit');
  return {
    port,
    lines,
    folder,
    stop: async () => {
      const ended = new Promise((done) => child.on('exit', done));
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

// One request to a loopback port under the name that the product is known by in public.
function exchange(port, host, { method, path, headers = {}, body }) {
  return new Promise((done, failed) => {
    const request = send({ host: '127.0.0.1', port, method, path, headers: { ...headers, host } }, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () => done({ status: response.statusCode, headers: response.headers, text: Buffer.concat(parts).toString() }));
    });
    request.on('error', failed);
    request.end(body);
  });
}

export class Person {
  #port; #public; #jar = new CookieJar(); #vendor_jar = new CookieJar(); #token = '';
  constructor(port, publicUrl) {
    this.#port = port;
    this.#public = new URL(publicUrl);
  }

  // As the page asks: same origin, JSON, the session's token on what changes something.
  async ask(method, path, body) {
    const headers = { cookie: this.#jar.header(), accept: 'application/json', origin: this.#public.origin, 'sec-fetch-site': 'same-origin', 'x-csrf-token': this.#token };
    if (body !== undefined) headers['content-type'] = 'application/json';
    const sent = body && JSON.stringify(body);
    const answer = await exchange(this.#port, this.#public.host, { method, path, headers, body: sent });
    checkExchange({ method, path, sent, status: answer.status, type: answer.headers['content-type'] ?? '', text: answer.text });
    this.#jar.take(answer.headers['set-cookie']);
    return { ...answer, json: answer.text ? JSON.parse(answer.text) : null };
  }

  async signUp() {
    const answer = await this.ask('POST', '/api/v1/sign-up', { email: 'ada@peers.example', name: 'Ada', password: 'a long enough password', organization: 'Peers' });
    if (answer.status !== 201) throw new Error(`no sign-up: ${answer.text}`);
    this.#token = answer.json.csrf_token;
  }

  // The pop-up: from the address that the product named to the page on which it ends.
  async signInAtVendor(url) {
    return this.#comeBack(await visit(url, this.#public.origin, this.#vendor_jar));
  }

  // The callback is a navigation from another site: cookies, no token.
  async #comeBack(url) {
    const answer = await exchange(this.#port, this.#public.host, { method: 'GET', path: url.pathname + url.search, headers: { cookie: this.#jar.header(), 'sec-fetch-site': 'cross-site' } });
    return { callback: url, landed: answer.headers.location };
  }

  // The client metadata document as an authorization server would fetch it.
  static document(port, url) {
    const { host, pathname } = new URL(url);
    return exchange(port, host, { method: 'GET', path: pathname });
  }
}
