// trail.mjs SLUICE: what people do stands in the trail, with names that stay; no change is made
// whose record is not; and the trail can be checked elsewhere.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Browser, House } from './server.mjs';

const sluice = process.argv[2];
const house = await House.start(sluice);
const owner = new Browser(house);
const organizationFile = () => join(house.data, 'organizations', readdirSync(join(house.data, 'organizations')).find((name) => name.endsWith('.db')));
const controlFile = join(house.data, 'control.db');

function sql(file, statement) {
  const ran = spawnSync('sqlite3', ['-cmd', '.timeout 5000', file, statement], { encoding: 'utf8' });
  assert.equal(ran.status, 0, ran.stderr);
  return ran.stdout.trim();
}
const audit = (...words) => spawnSync(sluice, ['audit', ...words, '--data', house.data], { encoding: 'utf8', maxBuffer: 1 << 26 });
const roleOf = async (id) => (await owner.send('GET', '/api/v1/members')).json.members.find((member) => member.id === id).role;
const keys = async () => (await owner.send('GET', '/api/v1/api-keys')).json.api_keys.length;
async function everything() {
  const records = [];
  for (let next = ''; next !== null;) {
    const page = (await owner.send('GET', `/api/v1/audit?limit=10${next === '' ? '' : `&before=${next}`}`)).json;
    records.push(...page.records);
    next = page.next;
  }
  return records;
}

try {
  const organization = await owner.signUp('Recorders');
  const member = await owner.bring('member', 'leaver');

  // Sessions, refusals, dashboards, settings from what to what.
  const stranger = new Browser(house);
  assert.equal((await stranger.send('POST', '/api/v1/sign-in', { ...member.account, password: 'not this one at all' })).status, 401);
  assert.equal((await stranger.send('POST', '/api/v1/sign-in', member.account)).status, 200);
  assert.equal((await member.send('GET', '/api/v1/audit')).status, 403);
  assert.equal((await member.send('POST', '/api/v1/dashboards', { name: 'Weekly' })).status, 201);
  assert.equal((await owner.send('PATCH', '/api/v1/organization', { exchange_rates: { eur: 1.08 } })).status, 200);
  assert.equal((await owner.send('PATCH', '/api/v1/organization', { exchange_rates: { eur: 1.1 }, timezone: 'Europe/Berlin' })).status, 200);
  assert.equal((await stranger.send('POST', '/api/v1/sign-out')).status, 204);
  assert.equal((await owner.send('DELETE', `/api/v1/members/${member.id}`)).status, 204);

  const records = await everything();
  const by = (action, actor, result = 'ok') => records.find((record) => record.action === action && record.actor === actor && record.result === result);
  for (const [action, result] of [['session.sign_in', 'ok'], ['session.sign_in', 'failed'], ['session.sign_out', 'ok'], ['permission.refuse', 'refused'], ['dashboard.create', 'ok'], ['member.join', 'ok']]) {
    const record = by(action, member.account.email, result);
    assert.ok(record, `${action} ${result} of ${member.account.email}, who has left`);
    assert.equal(record.address, '127.0.0.1', action);
  }
  assert.equal(by('permission.refuse', member.account.email, 'refused').detail.by, 'member');
  assert.deepEqual(by('organization.update', owner.account.email).detail.changes,
    { rate_eur: { from: 1.08, to: 1.1 }, timezone: { from: 'UTC', to: 'Europe/Berlin' } });
  assert.equal(by('member.remove', owner.account.email).detail.name, member.account.email);
  assert.equal(new Set(records.map(({ trail, sequence }) => `${trail} ${sequence}`)).size, records.length, 'a record on two pages');

  // Neither a change without its record nor one while the trail could not be written.
  const other = await owner.bring('member', 'other');
  sql(controlFile, "CREATE TRIGGER no_record BEFORE INSERT ON control_audit_record BEGIN SELECT RAISE(ABORT, 'no'); END");
  assert.equal((await owner.send('PATCH', `/api/v1/members/${other.id}`, { role: 'administrator' })).status, 503);
  assert.equal((await owner.send('POST', '/api/v1/api-keys', { name: 'made?' })).status, 503);
  assert.equal((await owner.send('POST', '/api/v1/invitations', { role: 'member' })).status, 503);
  sql(controlFile, 'DROP TRIGGER no_record');
  assert.equal(await roleOf(other.id), 'member', 'the role changed without a record');
  assert.equal(await keys(), 0, 'a key was made without a record');
  const lock = spawn('sqlite3', [organizationFile()], { stdio: ['pipe', 'pipe', 'inherit'] });
  lock.stdin.write("BEGIN IMMEDIATE; SELECT 'locked';\n");
  await once(lock.stdout, 'data');
  assert.equal((await owner.send('PATCH', `/api/v1/members/${other.id}`, { role: 'administrator' })).status, 503);
  const ended = once(lock, 'exit');
  lock.stdin.end('ROLLBACK;\n');
  await ended;
  assert.equal(await roleOf(other.id), 'member', 'the role changed while the trail was locked');

  // A head and an export are checked without the data: by the command, and by anyone.
  const headFile = join(house.folder, 'head.json');
  const exportFile = join(house.folder, 'export.jsonl');
  const made = audit('head', '--organization', organization.slug);
  assert.equal(made.status, 0, made.stderr + made.stdout);
  writeFileSync(headFile, made.stdout);
  const publicKey = audit('public-key').stdout.trim();
  const head = JSON.parse(made.stdout);
  assert.equal(head.public_key, publicKey);
  const exported = audit('export', '--organization', organization.slug);
  writeFileSync(exportFile, exported.stdout);
  const elsewhere = (...words) => spawnSync(sluice, ['audit', 'verify', '--head', headFile, '--export', exportFile, ...words], { encoding: 'utf8' });
  assert.equal(elsewhere('--public-key', publicKey).status, 0, elsewhere().stdout + elsewhere().stderr);
  assert.notEqual(elsewhere('--public-key', '0'.repeat(64)).status, 0);
  const { signature, ...signed } = head;
  const sorted = (value) => (value !== null && typeof value === 'object' ? Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])])) : value);
  const key = createPublicKey({ key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(publicKey, 'hex')]), format: 'der', type: 'spki' });
  assert.ok(verify(null, Buffer.from(JSON.stringify(sorted(signed))), key, Buffer.from(signature, 'hex')), 'the signature, as documented');
  const hash = (text) => createHash('sha256').update(text).digest('hex');
  let digest = hash(`sluice audit digest v1|organization|${organization.id}`);
  for (const line of exported.stdout.split('\n').filter((each) => each !== '' && !('trail' in JSON.parse(each))).slice(0, head.trails.organization.records)) digest = hash(`${digest}|${line}`);
  assert.equal(digest, head.trails.organization.digest, 'the digest, as documented');
  writeFileSync(exportFile, exported.stdout.replace('Weekly', 'Yearly'));
  assert.equal(elsewhere().status, 3, 'a changed export');

  // An old copy of both files: only the head finds it.
  const whole = () => audit('verify', '--organization', organization.slug, '--head', headFile);
  assert.equal(whole().status, 0, whole().stdout + whole().stderr);
  await house.kill();
  const files = [controlFile, organizationFile()];
  for (const file of files) sql(file, 'PRAGMA wal_checkpoint(TRUNCATE)');
  for (const file of files) copyFileSync(file, `${file}.old`);
  await house.serve();
  assert.equal((await owner.send('POST', '/api/v1/dashboards', { name: 'After' })).status, 201);
  const later = audit('head', '--organization', organization.slug);
  await house.kill();
  for (const file of files) sql(file, 'PRAGMA wal_checkpoint(TRUNCATE)');
  for (const file of files) copyFileSync(`${file}.old`, file);
  assert.equal(whole().status, 0, 'the older head covers what is there');
  writeFileSync(headFile, later.stdout);
  assert.equal(whole().status, 3, 'an old copy');
  assert.match(whole().stdout, /old copy/);

  // With the program's source and the files, and without the key: emptied, or written anew.
  sql(organizationFile(), 'DELETE FROM audit_record; DELETE FROM audit_head');
  assert.equal(audit('verify', '--organization', organization.slug).status, 3, 'an emptied trail');
  assert.equal(spawnSync(sluice, ['keys', 'rotate', '--data', house.data, '--key-file', join(house.folder, 'master.key')]).status, 0);
  assert.equal(audit('public-key').stdout.trim(), publicKey, 'a rotation keeps the key of the trail');
  console.log('trail: what people do is recorded, and the record shows what was done to it');
} finally {
  await house.stop();
}
