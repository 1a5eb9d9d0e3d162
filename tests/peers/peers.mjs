// Starts the peers on loopback ports of the system's choice.
//
//   node peers.mjs FILE [--access-token-seconds N] [--page]     until it is told to end
//
// FILE gets the mapping that `sluice serve --peers FILE` and the tests read:
// {"https://as.peer.example": "http://127.0.0.1:PORT", ...}. With --page a person (or a browser
// test) has to press Allow; otherwise the user agrees to everything.
import { renameSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { startAuthorizationServer } from './as.mjs';
import { startResourceServer, startSessionServer } from './rs.mjs';

export const issuer = 'https://as.peer.example';
export const modern = 'https://modern.peer.example/mcp';
export const sessions = 'https://sessions.peer.example/mcp';
export const client_document_url = 'https://client.peer.example/oauth/client-metadata.json';

// The document that the product serves at such an address, as the tests' client would.
const client_document = JSON.stringify({
  client_id: client_document_url, client_name: 'Sluice peers', redirect_uris: ['https://client.peer.example/oauth/callback'],
  grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'], token_endpoint_auth_method: 'none', application_type: 'web',
});

const every_method = ['none', 'client_secret_basic', 'client_secret_post'];

export async function startPeers({ accessTokenSeconds = 3600, consent = 'automatic', clientDocument = client_document, clientAuthMethods = every_method } = {}) {
  const settings = {
    issuer, resources: [modern, sessions], accessTokenSeconds, consent, clientAuthMethods, user: 'alice',
    documents: new Map([[client_document_url, clientDocument]]),
  };
  const server = await startAuthorizationServer(settings);
  const who = { issuer, keys: server.keys };
  const first = await startResourceServer({ ...who, resource: modern });
  const second = await startSessionServer({ ...who, resource: sessions });
  return {
    settings,
    authorization: server,
    modern: first,
    sessions: second,
    mapping: {
      [issuer]: server.loopback,
      [new URL(modern).origin]: first.loopback,
      [new URL(sessions).origin]: second.loopback,
    },
    stop: () => Promise.all([server, first, second].map((each) => each.stop())),
  };
}

// Written under another name first, so that whoever waits for the file reads all of it.
export function writeMapping(file, mapping) {
  writeFileSync(`${file}.part`, JSON.stringify(mapping));
  renameSync(`${file}.part`, file);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [file, ...rest] = process.argv.slice(2);
  const seconds = rest.indexOf('--access-token-seconds');
  const peers = await startPeers({
    accessTokenSeconds: seconds < 0 ? 3600 : Number(rest[seconds + 1]),
    consent: rest.includes('--page') ? 'page' : 'automatic',
  });
  writeMapping(file, peers.mapping);
  console.log(JSON.stringify(peers.mapping));
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => peers.stop().then(() => process.exit(0)));
}
