// Runs a test program against the peers: node run.mjs PROGRAM [ARGUMENT...]. The program finds the
// mapping's file in SLUICE_PEERS. Access tokens live two seconds, so that they expire on the way.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programOf, startBridge } from './bridge.mjs';
import { startPeers, writeMapping } from './peers.mjs';

const [program, ...args] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'sluice-peers-'));
const file = join(folder, 'peers.json');
const peers = await startPeers({ accessTokenSeconds: 2 });
// The reference server with all its tools, in each form that a server of its revision may have.
const forms = {};
const reference = { program: programOf('@modelcontextprotocol/server-everything'), args: ['stdio'] };
for (const sessions of [false, true]) {
  for (const json of [false, true]) {
    const origin = `https://${sessions ? 'sessions' : 'stateless'}-${json ? 'json' : 'stream'}.peer.example`;
    forms[origin] = await startBridge({ ...reference, sessions, json });
  }
}
const bridged = Object.fromEntries(Object.entries(forms).map(([origin, { loopback }]) => [origin, loopback]));
writeMapping(file, { ...peers.mapping, ...bridged });
const child = spawn(program, args, { stdio: 'inherit', env: { ...process.env, SLUICE_PEERS: file } });
const code = await new Promise((done) => child.on('close', done));
await Promise.all([peers, ...Object.values(forms)].map((each) => each.stop()));
rmSync(folder, { recursive: true, force: true });
process.exit(code ?? 1);
