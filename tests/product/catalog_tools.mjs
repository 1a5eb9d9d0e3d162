// catalog_tools.mjs SLUICE: what an operator does with rows, as a newcomer would, on a server with one
// connection: tries a row with it, compares it with what the vendor lists, puts a row of an own in its
// place with an article, sees both digests in Data sources, and takes it away again.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Browser, House } from './server.mjs';

const [sluice] = process.argv.slice(2);
const root = new URL('../../', import.meta.url);
const house = await House.start(sluice);
const folder = mkdtempSync(join(tmpdir(), 'sluice-rows-'));
const here = ['--config', join(house.folder, 'sluice.toml'), '--peers', join(house.folder, 'peers.json')];

/** One `sluice catalog ...`; its words are checked against patterns. */
function catalog(words, status, ...patterns) {
  const ran = spawnSync(sluice, ['catalog', ...words], { encoding: 'utf8', timeout: 60_000 });
  assert.equal(ran.status, status, `${words.join(' ')}: ${ran.stdout}${ran.stderr}`);
  for (const pattern of patterns) assert.match(ran.stdout + ran.stderr, pattern);
  return ran.stdout;
}

async function fault(body) {
  const { host, port } = house.vendors;
  const set = await fetch(`http://${host}:${port}/_sandbox/faults`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  assert.equal(set.status, 200);
}

async function restart() {
  await house.kill();
  await house.serve();
}

try {
  const ada = new Browser(house);
  await ada.signUp('Brightwater');
  await ada.connect();
  const stripe = async () => (await ada.send('GET', '/api/v1/data-sources')).json.vendors.find(({ slug }) => slug === 'stripe');
  const { connection, row_origin: origin } = await stripe();
  assert.equal(connection.status, 'connected');
  assert.equal(origin, '', 'the row is built in');

  // The row, tried with the connection: reads alone, and what it finds.
  const row = new URL('catalog/stripe.yaml', root).pathname;
  const tried = JSON.parse(catalog(['try', row, '--connection', connection.id, '--json', ...here], 3));
  const invoices = tried.entries.find(({ entry }) => entry === 'invoices');
  assert.ok(invoices.rows > 0 && invoices.failure === '', JSON.stringify(invoices));
  catalog(['try', row, '--connection', '999', ...here], 1, /no connection 999 to stripe/);

  // As reviewed, until the vendor lists another definition.
  catalog(['drift', 'stripe', ...here], 0, /stripe \(.* of brightwater\): as reviewed/);
  await fault({ vendor: 'stripe', fault: 'drift', tool: 'get_stripe_account_info' });
  catalog(['drift', ...here], 3, /get_stripe_account_info takes other arguments/);
  catalog(['drift', 'linear', ...here], 1, /no connection to look at/);
  assert.deepEqual((await stripe()).connection.drifted_tools, ['get_stripe_account_info'], 'and Data sources says so');

  // An own row in the place of the built-in one, with an article.
  const own = join(folder, 'ours.yaml');
  writeFileSync(own, readFileSync(row, 'utf8').replace(/^name: Stripe$/m, 'name: Stripe of ours'));
  writeFileSync(join(folder, 'stripe.md'), '# Stripe of ours\n\nOnly the operator knows this.\n');
  const data = ['--data', house.data];
  catalog(['add', own, ...data], 1, /With --replace/);
  const added = catalog(['add', own, '--replace', ...data], 0, /Its article came along/);
  const digests = added.match(/sha256:[0-9a-f]{64}/g);
  assert.equal(new Set(digests).size, 2);
  await restart();
  const replaced = await stripe();
  assert.equal(replaced.name, 'Stripe of ours');
  for (const digest of digests) assert.ok(replaced.row_origin.includes(digest), replaced.row_origin);
  const article = await fetch(`${house.address}/knowledge-base/stripe`);
  assert.match(await article.text(), /Only the operator knows this/);

  catalog(['remove', 'stripe', ...data], 0, new RegExp(digests[1]));
  await restart();
  const again = await stripe();
  assert.deepEqual([again.name, again.row_origin], ['Stripe', '']);
  assert.doesNotMatch(await (await fetch(`${house.address}/knowledge-base/stripe`)).text(), /Only the operator/);
} finally {
  await house.stop();
  rmSync(folder, { recursive: true, force: true });
}
