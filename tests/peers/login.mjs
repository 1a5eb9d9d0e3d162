// `sluice mcp login` against peers that others wrote: node login.mjs SLUICE
//
// A person at a shell signs in with a browser on the same machine, uses the sign-in, lets its token
// end, and signs out; then again with a browser elsewhere. No secret may be seen on the terminal.
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { visit } from './browser.mjs';
import { modern, sessions, startPeers, writeMapping } from './peers.mjs';
import { run as shell } from './shell.mjs';

const [program] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'sluice-login-'));
const token_file = join(folder, 'token.json');
const mapping = join(folder, 'peers.json');
const peers = await startPeers({ accessTokenSeconds: 600 });
writeMapping(mapping, peers.mapping);
const granted = (grant) => peers.authorization.book.find({ event: 'granted', grant }).length;

const run = (args, talk) => shell(program, [...args, '--peers', mapping], talk);

const is_address = (line) => /^http:\S+\/auth\?/.test(line);

// What a person does with the address that login prints.
async function agree(line) {
  const url = new URL(line);
  const redirect = url.searchParams.get('redirect_uri');
  assert.equal(url.searchParams.get('code_challenge_method'), 'S256');
  assert.match(redirect, /^http:\/\/127\.0\.0\.1:\d+\/callback$/);
  return visit(line, new URL(redirect).origin);
}

async function wrong_answers_do_not_count(back) {
  const other = new URL(back);
  other.searchParams.set('state', 'another');
  assert.equal((await fetch(other)).status, 400);
  assert.equal((await fetch(new URL('/', back))).status, 404);
}

function no_secret_in(...outputs) {
  const kept = JSON.parse(readFileSync(token_file, 'utf8'));
  const secrets = [kept.access_token, kept.refresh_token, kept.registration_access_token].filter(Boolean);
  assert.equal(secrets.length, 3);
  for (const text of outputs) for (const secret of secrets) assert.ok(!text.includes(secret));
}

async function signs_in_with_a_browser_here() {
  const steps = [];
  const login = await run(['login', modern, '--token-file', token_file], (line) => {
    if (!is_address(line)) return;
    steps.push(agree(line).then(async (back) => {
      await wrong_answers_do_not_count(back);
      const page = await fetch(back);
      assert.equal(page.status, 200);
      assert.match(await page.text(), /can be closed/);
    }));
  });
  await Promise.all(steps);
  assert.equal(login.code, 0, login.errors);
  assert.equal(statSync(token_file).mode & 0o777, 0o600);
  assert.equal(login.out, '');
  no_secret_in(login.errors);
}

async function uses_the_sign_in() {
  const tools = await run(['tools', modern, '--token-file', token_file]);
  assert.equal(tools.code, 0, tools.errors);
  assert.match(tools.out, /list_invoices {2}Lists invoices/);
  const who = await run(['call', modern, 'whoami', '{}', '--token-file', token_file]);
  assert.equal(who.code, 0, who.errors);
  assert.match(who.out, /alice/);
  no_secret_in(tools.out, tools.errors, who.out, who.errors);
  const elsewhere = await run(['tools', sessions, '--token-file', token_file]);
  assert.equal(elsewhere.code, 1);
  assert.match(elsewhere.errors, /shown to no other address/);
  chmodSync(token_file, 0o644);
  const open = await run(['tools', modern, '--token-file', token_file]);
  assert.equal(open.code, 1);
  assert.match(open.errors, /chmod 600/);
  chmodSync(token_file, 0o600);
}

async function renews_a_token_that_has_ended() {
  assert.equal(granted('refresh_token'), 0);
  peers.settings.accessTokenSeconds = 3600;
  peers.modern.clock.ahead_seconds = 900;
  const who = await run(['call', modern, 'whoami', '{}', '--token-file', token_file]);
  assert.equal(who.code, 0, who.errors);
  assert.equal(granted('refresh_token'), 1);
  assert.equal(statSync(token_file).mode & 0o777, 0o600);
  await run(['tools', modern, '--token-file', token_file]);
  assert.equal(granted('refresh_token'), 1);
}

async function signs_out() {
  const again = await run(['login', modern, '--token-file', token_file]);
  assert.equal(again.code, 1);
  assert.match(again.errors, /exists already/);
  const out = await run(['logout', '--token-file', token_file]);
  assert.equal(out.code, 0, out.errors);
  assert.ok(!existsSync(token_file));
  assert.equal(peers.authorization.book.find({ event: 'revoked', status: 200 }).length, 1);
  assert.equal(peers.authorization.book.find({ event: 'grant_ended' }).length, 1);
  assert.equal(peers.authorization.book.find({ event: 'unregistered' }).length, 1);
  const tools = await run(['tools', modern]);
  assert.equal(tools.code, 1);
  assert.match(tools.errors, /sluice mcp login/);
}

async function signs_in_with_a_browser_elsewhere() {
  const login = await run(['login', sessions, '--paste', '--token-file', token_file], (line, child) => {
    if (is_address(line)) agree(line).then((back) => child.stdin.end(`${back.href}\n`));
  });
  assert.equal(login.code, 0, login.errors);
  const echo = await run(['call', sessions, 'echo', '{"message":"from a shell"}', '--token-file', token_file]);
  assert.equal(echo.code, 0, echo.errors);
  assert.match(echo.out, /from a shell/);
  assert.equal((await run(['logout', '--token-file', token_file])).code, 0);
}

try {
  await signs_in_with_a_browser_here();
  await uses_the_sign_in();
  await renews_a_token_that_has_ended();
  await signs_out();
  await signs_in_with_a_browser_elsewhere();
  console.log('ok: login');
} catch (error) {
  console.error('authorization server:', peers.authorization.book.entries);
  throw error;
} finally {
  await peers.stop();
  rmSync(folder, { recursive: true, force: true });
}
