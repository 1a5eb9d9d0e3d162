// The MCP servers that vendors ship on npm, listed and called by `sluice mcp`: node vendors.mjs
// SLUICE. Each runs behind our bridge without a network, so a call that needs the vendor must come
// back as an error that says so, and one that does not must come back with its result.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programOf, startBridge } from './bridge.mjs';
import { run } from './shell.mjs';

const [program] = process.argv.slice(2);
const no_docs = '--features=account,database,debugging,development,functions,branching,storage';

// `fails`: a call that needs the vendor. `works`: one that does not, and a word of its result.
const vendors = [
  { package: '@hubspot/mcp-server', env: { PRIVATE_APP_ACCESS_TOKEN: 'none' }, tools: 21,
    fails: ['hubspot-get-user-details', {}], works: ['hubspot-generate-feedback-link', {}, /feedback/] },
  { package: '@notionhq/notion-mcp-server', env: { NOTION_TOKEN: 'none' }, tools: 24,
    fails: ['API-get-self', {}] },
  { package: '@sentry/mcp-server', args: ['--access-token=none', '--host=sentry.example'], tools: 22,
    fails: ['whoami', {}] },
  { package: '@supabase/mcp-server-supabase', args: ['--access-token', 'none', '--read-only', no_docs], tools: 20,
    fails: ['list_projects', {}] },
  { package: 'square-mcp-server', args: ['start'], env: { ACCESS_TOKEN: 'none', SANDBOX: 'true' }, tools: 3,
    fails: ['make_api_request', { service: 'customers', method: 'list', request: {} }],
    works: ['get_service_info', { service: 'customers' }, /description/] },
];

const folder = mkdtempSync(join(tmpdir(), 'sluice-vendors-'));
const mapping = join(folder, 'peers.json');

async function lists(vendor, url) {
  const listed = await run(program, ['tools', url, '--json', '--peers', mapping]);
  assert.equal(listed.code, 0, `${vendor.package}: ${listed.errors}`);
  const { tools, complete } = JSON.parse(listed.out);
  assert.ok(complete);
  assert.equal(tools.length, vendor.tools, vendor.package);
  for (const tool of tools) assert.match(tool.digest, /^sha256:[0-9a-f]{64}$/);
  assert.equal(new Set(tools.map((tool) => tool.digest)).size, tools.length);
}

async function calls(vendor, url) {
  const [tool, given] = vendor.fails;
  const failed = await run(program, ['call', url, tool, JSON.stringify(given), '--peers', mapping]);
  // A tool's own error, printed as the result that it is, or the protocol's in one sentence.
  assert.ok([0, 1].includes(failed.code), `${vendor.package}: ${failed.code} ${failed.errors}`);
  const said = failed.out + failed.errors;
  assert.match(said, /fetch failed|not found|ENOTFOUND|error/i, vendor.package);
  assert.equal(said.trim().split('\n').length, 1, said);
  if (!vendor.works) return;
  const [other, arguments_, word] = vendor.works;
  const worked = await run(program, ['call', url, other, JSON.stringify(arguments_), '--peers', mapping]);
  assert.equal(worked.code, 0, `${vendor.package}: ${worked.errors}`);
  assert.match(JSON.parse(worked.out).content[0].text, word);
}

try {
  for (const vendor of vendors) {
    for (const json of [false, true]) {
      const bridge = await startBridge({ ...vendor, program: programOf(vendor.package), json });
      const origin = 'https://vendor.peer.example';
      writeFileSync(mapping, JSON.stringify({ [origin]: bridge.loopback }));
      await lists(vendor, `${origin}/mcp`);
      await calls(vendor, `${origin}/mcp`);
      await bridge.stop();
      console.log(`ok: ${vendor.package} ${json ? 'JSON' : 'event stream'}`);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
