// The authorization server of the peers: a real OpenID provider with dynamic registration and its
// management (RFC 7591, 7592), client id metadata documents, resource indicators (RFC 8707),
// rotating refresh tokens that notice reuse, revocation (RFC 7009) and `iss` in the callback.
import { createServer } from 'node:http';
import * as jose from 'jose';
import { Provider } from 'oidc-provider';
import { Book } from './book.mjs';

const scopes = ['openid', 'offline_access', 'mcp:read', 'mcp:write'];
const day = 86_400;

// What the login and consent pages do: agree for the user at once, or show one button.
function interactions(provider, settings) {
  return async (ctx, next) => {
    const match = /^\/interaction\/([^/]+)(\/approve)?$/.exec(ctx.path);
    if (!match) return next();
    const details = await provider.interactionDetails(ctx.req, ctx.res);
    const approved = settings.consent === 'automatic' || match[2] !== undefined;
    if (!approved) {
      ctx.type = 'html';
      ctx.body = `<!doctype html><title>${details.prompt.name}</title><h1>${details.prompt.name}</h1>`
        + `<p>scope: ${String(details.params.scope ?? '').replace(/[<&]/g, '')}</p>`
        + `<form method="post" action="/interaction/${match[1]}/approve"><button id="allow">Allow</button></form>`;
      return undefined;
    }
    ctx.respond = false;
    if (details.prompt.name === 'login') {
      return provider.interactionFinished(ctx.req, ctx.res, { login: { accountId: settings.user } }, { mergeWithLastSubmission: false });
    }
    const grant = details.grantId
      ? await provider.Grant.find(details.grantId)
      : new provider.Grant({ accountId: details.session.accountId, clientId: details.params.client_id });
    const missing = details.prompt.details;
    if (missing.missingOIDCScope) grant.addOIDCScope(missing.missingOIDCScope.join(' '));
    for (const [resource, wanted] of Object.entries(missing.missingResourceScopes ?? {})) {
      grant.addResourceScope(resource, wanted.join(' '));
    }
    return provider.interactionFinished(ctx.req, ctx.res, { consent: { grantId: await grant.save() } }, { mergeWithLastSubmission: true });
  };
}

function configuration(settings, jwk, documents) {
  return {
    jwks: { keys: [jwk] },
    cookies: { keys: ['a key of the tests'] },
    scopes,
    claims: { openid: ['sub'] },
    findAccount: (_ctx, id) => ({ accountId: id, claims: async () => ({ sub: id }) }),
    pkce: { required: () => true },
    clientAuthMethods: settings.clientAuthMethods,
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: true,
    expiresWithSession: async () => false,
    ttl: {
      AccessToken: () => settings.accessTokenSeconds, AuthorizationCode: 60, Grant: day, IdToken: 600,
      Interaction: 600, RefreshToken: day, Session: day,
    },
    features: {
      devInteractions: { enabled: false },
      registration: { enabled: true },
      registrationManagement: { enabled: true },
      revocation: { enabled: true },
      clientIdMetadataDocument: { enabled: true, ack: 'draft-02' },
      resourceIndicators: {
        enabled: true,
        useGrantedResource: () => true,
        getResourceServerInfo: (_ctx, resource) => {
          if (!settings.resources.includes(resource)) {
            throw Object.assign(new Error('unknown resource'), { error: 'invalid_target', expose: true, status: 400, statusCode: 400 });
          }
          return {
            scope: 'mcp:read mcp:write', audience: resource, accessTokenFormat: 'jwt',
            accessTokenTTL: settings.accessTokenSeconds, jwt: { sign: { alg: 'RS256' } },
          };
        },
      },
    },
    // Metadata documents of clients that are not on the internet: answered from what the tests gave.
    fetch: (url, options) => {
      const document = documents.get(String(url));
      if (document === undefined) return globalThis.fetch(url, { ...options, dispatcher: undefined });
      if (typeof document === 'function') return document();
      return Promise.resolve(new Response(document, { headers: { 'content-type': 'application/json' } }));
    },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
  };
}

// What the tests ask this server afterwards: what it granted, registered, deleted and revoked.
function keepBook(provider, server) {
  const book = new Book();
  provider.on('grant.success', (ctx) => book.note({ event: 'granted', grant: ctx.oidc.params.grant_type, client: ctx.oidc.client.clientId }));
  provider.on('grant.error', (ctx, error) => book.note({ event: 'refused', grant: ctx.oidc?.params?.grant_type, error: error.error }));
  provider.on('grant.revoked', (_ctx, grant) => book.note({ event: 'grant_ended', grant }));
  provider.on('registration_create.success', (_ctx, client) => book.note({ event: 'registered', client: client.clientId }));
  provider.on('registration_delete.success', (_ctx, client) => book.note({ event: 'unregistered', client: client.clientId }));
  server.on('request', (request, response) => response.on('finish', () => {
    const path = request.url.split('?')[0];
    if (path === '/token/revocation') book.note({ event: 'revoked', status: response.statusCode });
  }));
  return book;
}

/**
 * settings: issuer, resources (list), accessTokenSeconds (read anew for every token), consent
 * ('automatic' | 'page'), user, clientAuthMethods (what it takes at its token endpoint), documents (Map of client id to its metadata document, or to a
 * function that fetches it).
 */
export async function startAuthorizationServer(settings) {
  const { privateKey, publicKey } = await jose.generateKeyPair('RS256', { extractable: true });
  // A fresh name for every key: a resource server would keep an old one of the same name.
  const names = { use: 'sig', alg: 'RS256', kid: crypto.randomUUID() };
  const provider = new Provider(settings.issuer, configuration(settings, { ...(await jose.exportJWK(privateKey)), ...names }, settings.documents));
  provider.proxy = true;
  provider.use(interactions(provider, settings));
  for (const event of ['server_error', 'grant.error', 'authorization.error', 'registration_create.error']) {
    provider.on(event, (_ctx, error) => console.error('as', event, error?.message, error?.error_description ?? ''));
  }
  const handle = provider.callback();
  const issuer = new URL(settings.issuer);
  const server = createServer((request, response) => {
    // The peers stand behind an exact mapping of https names to loopback ports.
    request.headers['x-forwarded-proto'] = issuer.protocol.slice(0, -1);
    request.headers['x-forwarded-host'] = issuer.host;
    // A browser that came by the loopback address must find its way back.
    const setHeader = response.setHeader.bind(response);
    response.setHeader = (name, value) => setHeader(name,
      name.toLowerCase() === 'location' && String(value).startsWith(`${issuer.origin}/`) ? String(value).slice(issuer.origin.length) : value);
    handle(request, response);
  });
  const book = keepBook(provider, server);
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return {
    book,
    loopback: `http://127.0.0.1:${server.address().port}`,
    keys: { keys: [{ ...(await jose.exportJWK(publicKey)), ...names }] },
    stop: () => new Promise((done) => { server.closeAllConnections(); server.close(done); }),
  };
}
