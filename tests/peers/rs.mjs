// The MCP servers of the peers. Both ask for a bearer token made for them:
//   - one of both eras, on the reference SDK, with two reading tools and a writing one;
//   - a gate in front of the unmodified reference server, which knows only sessions.
import { spawn } from 'node:child_process';
import { createServer, request as forward } from 'node:http';
import { createRequire } from 'node:module';
import { requireBearerAuth } from '@modelcontextprotocol/express';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, McpServer, OAuthError, OAuthErrorCode } from '@modelcontextprotocol/server';
import express from 'express';
import * as jose from 'jose';
import * as z from 'zod/v4';
import { Book } from './book.mjs';

// `ahead_seconds` moves this server's own clock, so that a token can end without anybody waiting.
function verifier({ resource, issuer, keys, clock }) {
  const known = jose.createLocalJWKSet(keys);
  return {
    async verifyAccessToken(token) {
      try {
        const { payload } = await jose.jwtVerify(token, known, {
          issuer, audience: resource, currentDate: new Date(Date.now() + clock.ahead_seconds * 1000),
        });
        return {
          token, clientId: String(payload.client_id), scopes: String(payload.scope ?? '').split(' ').filter(Boolean),
          // The gate of the SDK compares this with the machine's clock; ours has already looked.
          expiresAt: payload.exp, resource: new URL(resource), extra: { sub: payload.sub },
        };
      } catch (error) {
        throw new OAuthError(OAuthErrorCode.InvalidToken, error.message);
      }
    },
  };
}

// An express application that guards /mcp and says who guards it.
function guarded({ resource, issuer, keys, clock, book }) {
  const place = `/.well-known/oauth-protected-resource${new URL(resource).pathname}`;
  const app = express();
  app.get(place, (_request, response) => response.json({
    resource, authorization_servers: [issuer], scopes_supported: ['mcp:read'], bearer_methods_supported: ['header'],
  }));
  app.use('/mcp', (request, response, next) => {
    response.on('finish', () => book.note({ method: request.method, rpc: request.body?.method ?? '', status: response.statusCode }));
    next();
  });
  app.use('/mcp', requireBearerAuth({
    verifier: verifier({ resource, issuer, keys, clock }), requiredScopes: ['mcp:read'],
    resourceMetadataUrl: new URL(place, resource).href,
  }));
  return app;
}

// What every server of this file is made with, beside `who`.
function fresh() {
  return { clock: { ahead_seconds: 0 }, book: new Book() };
}

async function listen(app, { clock, book }) {
  const server = createServer(app);
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return {
    clock,
    book,
    loopback: `http://127.0.0.1:${server.address().port}`,
    stop: () => new Promise((done) => { server.closeAllConnections(); server.close(done); }),
  };
}

function invoices(limit) {
  return Array.from({ length: limit }, (_, i) => ({ id: `in_${i}`, amount: 100 * i }));
}

const toolsSaying = (words) => (context) => {
  const server = new McpServer({ name: 'peer', version: '1.0.0' });
  server.registerTool('whoami', { description: 'Who is signed in', inputSchema: z.object({}), annotations: { readOnlyHint: true } }, async () => ({
    content: [{ type: 'text', text: JSON.stringify({ client: context.authInfo?.clientId, sub: context.authInfo?.extra?.sub, scopes: context.authInfo?.scopes }) }],
  }));
  server.registerTool('list_invoices', {
    description: words.list_invoices, inputSchema: z.object({ limit: z.number().int().default(3) }),
    outputSchema: z.object({ invoices: z.array(z.object({ id: z.string(), amount: z.number() })) }), annotations: { readOnlyHint: true },
  }, async ({ limit }) => ({ structuredContent: { invoices: invoices(limit) }, content: [{ type: 'text', text: JSON.stringify({ invoices: invoices(limit) }) }] }));
  server.registerTool('delete_invoice', { description: 'Deletes an invoice', inputSchema: z.object({ id: z.string() }), annotations: { destructiveHint: true } }, async () => ({
    content: [{ type: 'text', text: 'deleted' }],
  }));
  return server;
};

/** who: resource, issuer, keys (a JWK set). Speaks 2026-07-28 and what came before it; its `words` may be changed. */
export async function startResourceServer(who) {
  const state = fresh();
  const words = { list_invoices: 'Lists invoices' };
  const app = guarded({ ...who, ...state });
  const handle = toNodeHandler(createMcpHandler(toolsSaying(words)));
  app.all('/mcp', express.json(), (request, response) => void handle(request, response, request.body));
  return { words, ...await listen(app, state) };
}

// A port that was free a moment ago; the reference server cannot be told to choose one itself.
async function free_port() {
  const probe = createServer();
  await new Promise((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address();
  await new Promise((done) => probe.close(done));
  return port;
}

async function startReferenceServer() {
  const port = await free_port();
  const program = createRequire(import.meta.url).resolve('@modelcontextprotocol/server-everything/dist/index.js');
  const child = spawn(process.execPath, [program, 'streamableHttp'], { env: { ...process.env, PORT: String(port) }, stdio: ['ignore', 'ignore', 'pipe'] });
  await new Promise((ready, failed) => {
    child.on('exit', () => failed(new Error('the reference server did not start')));
    child.stderr.on('data', (bytes) => { if (String(bytes).includes('listening')) ready(); });
  });
  child.removeAllListeners('exit');
  return { port, stop: () => child.kill() };
}

/** who: as above. Speaks 2025-11-25 with sessions and nothing newer. */
export async function startSessionServer(who) {
  const reference = await startReferenceServer();
  const state = fresh();
  const app = guarded({ ...who, ...state });
  app.use('/mcp', (request, response) => {
    const headers = { ...request.headers, host: `127.0.0.1:${reference.port}` };
    delete headers.authorization; // The token is for this server, not for the one behind it.
    const upstream = forward({ host: '127.0.0.1', port: reference.port, path: '/mcp', method: request.method, headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    upstream.on('error', (error) => (response.headersSent ? response.destroy() : response.status(502).end(String(error))));
    response.on('close', () => upstream.destroy());
    request.pipe(upstream);
  });
  const server = await listen(app, state);
  return { ...server, stop: async () => { reference.stop(); await server.stop(); } };
}
