// Runs a test program against the peers: node run.mjs PROGRAM [ARGUMENT...]. The program finds the
// mapping's file in SLUICE_PEERS. Access tokens live two seconds, so that they expire on the way.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPeers, writeMapping } from './peers.mjs';

const [program, ...args] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'sluice-peers-'));
const file = join(folder, 'peers.json');
const peers = await startPeers({ accessTokenSeconds: 2 });
writeMapping(file, peers.mapping);
const child = spawn(program, args, { stdio: 'inherit', env: { ...process.env, SLUICE_PEERS: file } });
const code = await new Promise((done) => child.on('close', done));
await peers.stop();
rmSync(folder, { recursive: true, force: true });
process.exit(code ?? 1);
