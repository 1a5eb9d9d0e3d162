// invitations.mjs SLUICE: an invitation is good only while its maker may make it; it is listed,
// withdrawn and recorded. A key ends with the right of its maker too.
import assert from 'node:assert/strict';
import { Browser, House } from './server.mjs';

const house = await House.start(process.argv[2]);
const owner = new Browser(house);

const waiting = async () => (await owner.send('GET', '/api/v1/invitations')).json.invitations;
async function isDead(link, person, what) {
  assert.equal((await person.send('GET', `/api/v1/invitations/${link}`)).status, 404, what);
  const taken = await person.accept(link, 'again');
  assert.equal(taken.status, 404, `${what}: ${JSON.stringify(taken.json)}`);
}

try {
  await owner.signUp('Inviters');
  const removed = await owner.bring('administrator', 'removed');
  const links = [await removed.link('administrator'), await removed.link('member')];
  const theirs = await removed.program('manage');
  assert.equal((await waiting()).length, 2);
  assert.equal((await waiting())[0].made_by, 'removed');
  assert.equal((await theirs.send('GET', '/api/v1/members')).status, 200);
  assert.equal((await owner.send('DELETE', `/api/v1/members/${removed.id}`)).status, 204);
  for (const link of links) await isDead(link, removed, 'the link of a removed administrator');
  assert.equal((await waiting()).length, 0, 'a removed member left invitations');
  assert.equal((await theirs.send('GET', '/api/v1/members')).status, 401);

  const demoted = await owner.bring('administrator', 'demoted');
  const link = await demoted.link('administrator');
  const key = await demoted.program('manage');
  assert.equal((await owner.send('PATCH', `/api/v1/members/${demoted.id}`, { role: 'member' })).status, 204);
  await isDead(link, new Browser(house), 'the link of a demoted administrator');
  assert.equal((await key.send('POST', '/api/v1/invitations', { role: 'member' })).status, 403, 'a key that is more than its maker');

  // An owner who becomes an administrator names no owner any more, not by an old link either.
  const other = await owner.bring('owner', 'other');
  const ownerLink = await other.link('owner');
  const memberLink = await other.link('member');
  assert.equal((await owner.send('PATCH', `/api/v1/members/${other.id}`, { role: 'administrator' })).status, 204);
  await isDead(ownerLink, new Browser(house), 'the owner link of a former owner');
  assert.equal((await owner.send('GET', `/api/v1/invitations/${memberLink}`)).status, 200);

  const [left] = await waiting();
  assert.equal((await owner.send('DELETE', `/api/v1/invitations/${left.id}`)).status, 204);
  assert.equal((await owner.send('DELETE', `/api/v1/invitations/${left.id}`)).status, 404);
  await isDead(memberLink, new Browser(house), 'a withdrawn link');

  const { records } = (await owner.send('GET', '/api/v1/audit?limit=200')).json;
  const joined = records.filter(({ action }) => action === 'member.join').map(({ actor }) => actor);
  assert.deepEqual(joined.reverse(), ['removed@example.com', 'demoted@example.com', 'other@example.com']);
  for (const action of ['member.invite', 'member.withdraw_invitation', 'member.remove', 'member.change_role']) {
    assert.ok(records.some((record) => record.action === action && record.actor === owner.account.email), action);
  }
  console.log('invitations: they end with the right of who made them');
} finally {
  await house.stop();
}
