// A browser as far as a sign-in needs one: cookies and redirects, each site with its own.
const hops_max = 15;

export class CookieJar {
  #cookies = new Map();

  header() {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  take(lines) {
    for (const line of lines ?? []) {
      const pair = line.split(';')[0];
      this.#cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
  }
}

/** Follows an authorization server's pages until they lead to `origin`; returns that address. */
export async function visit(url, origin, jar = new CookieJar()) {
  let next = new URL(url);
  for (let hop = 0; hop < hops_max; ++hop) {
    if (next.origin === origin) return next;
    const response = await fetch(next, { redirect: 'manual', headers: { cookie: jar.header() } });
    jar.take(response.headers.getSetCookie());
    const location = response.headers.get('location');
    if (!location) throw new Error(`the pages end here: ${response.status} ${await response.text()}`);
    next = new URL(location, next);
  }
  throw new Error('the pages redirect for ever');
}
