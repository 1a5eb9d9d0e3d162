// Runs a test program against a hostile server: node run.mjs PROGRAM [ARGUMENT...]. The server
// tells faults apart by the first label of the Host header ("gzip-bomb.attack.example"), and eras by
// the path: /cold misbehaves at once, /modern and /legacy only after an honest greeting. The
// program finds the server's origin in SLUICE_ATTACK.
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { answerAuthorization, authorizationFaults } from './authorization_faults.mjs';
import { json, resultOf, vendorFaults } from './vendor_faults.mjs';

const session = '{"protocolVersion":"2025-11-25","capabilities":{},"serverInfo":{"name":"h","version":"1"}}';
const discovered = '{"resultType":"complete","supportedVersions":["2026-07-28"],"capabilities":{}}';

async function bodyOf(request) {
  let text = '';
  for await (const piece of request) text += piece;
  return text ? JSON.parse(text) : {};
}

// The honest part of a conversation; false when the fault's turn has come.
function greet(era, message, response) {
  if (message.id === undefined) return response.writeHead(202).end();
  if (era === 'modern' && message.method === 'server/discover') return json(response, resultOf(message.id, discovered));
  if (era !== 'legacy') return false;
  if (message.method === 'initialize') return json(response, resultOf(message.id, session));
  if (message.method !== 'server/discover') return false;
  return json(response, `{"jsonrpc":"2.0","id":${message.id},"error":{"code":-32601,"message":"no"}}`);
}

const listening = (server) => new Promise((done) => server.listen(0, '127.0.0.1', () => done(`http://127.0.0.1:${server.address().port}`)));

// Nobody has any business there.
let trapped = 0;
const trap = createServer((request, response) => {
  trapped += 1;
  response.end();
});
const fixture = { trap: await listening(trap) };

async function answer(request, response) {
  const fault = request.headers.host.split('.')[0];
  const path = request.url;
  if (fault === 'control') return json(response, `{"trapped":${trapped}}`);
  if (authorizationFaults[fault]) return answerAuthorization(fault, path, response, `https://${request.headers.host}`, fixture);
  if (request.method !== 'POST' || !vendorFaults[fault]) return response.writeHead(405).end();
  const message = await bodyOf(request);
  if (greet(path.slice(1), message, response) === false) vendorFaults[fault](response, message.id, fixture);
}

const server = createServer((request, response) => {
  response.on('error', () => {}); // The client leaves in the middle: that is the point.
  request.socket.on('error', () => {});
  answer(request, response).catch((error) => console.error(error));
});
server.keepAliveTimeout = 60_000;
const origin = await listening(server);
const [program, ...args] = process.argv.slice(2);
const child = spawn(program, args, { stdio: 'inherit', env: { ...process.env, SLUICE_ATTACK: origin } });
const code = await new Promise((done) => child.on('close', done));
process.exit(code ?? 1);
