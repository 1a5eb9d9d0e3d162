// A vendor's own MCP server, as npm ships it, made reachable over HTTP: its program speaks on
// standard input and output, and this passes definitions and results on as they are.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { CallToolRequestSchema, ListToolsRequestSchema, ResultSchema } from '@modelcontextprotocol/sdk/types.js';

const require = createRequire(import.meta.url);
const no_network = new URL('no_network.mjs', import.meta.url).href;
const call_milliseconds_max = 30_000;

/** The program of an installed package: `npx` would run the same file. */
export function programOf(name) {
  let folder = dirname(require.resolve.paths(name)[0]);
  folder = join(folder, 'node_modules', name);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof bin === 'string' ? bin : Object.values(bin)[0]);
}

// The SDK's server in front of the client that holds the vendor's program.
function forwarder(client) {
  const server = new Server({ name: 'bridge', version: '1' }, { capabilities: { tools: {} } });
  const pass_on = (method) => (request) => client.request({ method, params: request.params }, ResultSchema.loose(), { timeout: call_milliseconds_max });
  server.setRequestHandler(ListToolsRequestSchema, pass_on('tools/list'));
  server.setRequestHandler(CallToolRequestSchema, pass_on('tools/call'));
  return server;
}

// One transport for each POST: a server that remembers nothing.
function withoutSessions(client, json) {
  return async (request, response) => {
    const server = forwarder(client);
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined, enableJsonResponse: json });
    response.on('close', () => server.close());
    await server.connect(transport);
    await transport.handleRequest(request, response);
  };
}

// One transport for each session, begun by an `initialize` that names none.
function withSessions(client, json) {
  const sessions = new Map();
  const begin = async () => {
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: () => randomUUID(), enableJsonResponse: json,
      onsessioninitialized: (id) => sessions.set(id, transport), onsessionclosed: (id) => sessions.delete(id),
    });
    await forwarder(client).connect(transport);
    return transport;
  };
  return async (request, response) => {
    const id = request.headers['mcp-session-id'];
    if (id !== undefined && !sessions.has(id)) {
      response.writeHead(404).end();
      return;
    }
    await (sessions.get(id) ?? await begin()).handleRequest(request, response);
  };
}

/**
 * settings: program, args, env; json: answers are JSON documents instead of event streams;
 * sessions: the server keeps one for each client.
 */
export async function startBridge({ program, args = [], env = {}, json = false, sessions = false }) {
  const client = new Client({ name: 'bridge', version: '1' });
  await client.connect(new StdioClientTransport({
    command: process.execPath, args: ['--import', no_network, program, ...args], stderr: 'ignore',
    env: { PATH: process.env.PATH, HOME: process.env.HOME ?? '/', ...env },
  }));
  const handle = sessions ? withSessions(client, json) : withoutSessions(client, json);
  const http = createServer((request, response) => {
    handle(request, response).catch((error) => (response.headersSent ? response.destroy() : response.writeHead(500).end(String(error))));
  });
  await new Promise((done) => http.listen(0, '127.0.0.1', done));
  return {
    loopback: `http://127.0.0.1:${http.address().port}`,
    stop: async () => {
      http.closeAllConnections();
      await new Promise((done) => http.close(done));
      await client.close();
    },
  };
}
