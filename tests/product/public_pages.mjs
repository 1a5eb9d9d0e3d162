// public_pages.mjs SLUICE: the pages that anyone may read, as they come over the wire: what was
// searched for is text, whatever it says, and what is not there is said to be so.
import assert from 'node:assert/strict';
import { House } from './server.mjs';

const house = await House.start(process.argv[2]);

async function read(path) {
  const response = await fetch(house.address + path);
  return { status: response.status, type: response.headers.get('content-type'), html: await response.text() };
}

const cards = (html) => [...html.matchAll(/href="\/integrations\/([a-z0-9-]+)"/g)].map(([, slug]) => slug);

try {
  const all = await read('/integrations');
  assert.equal(all.status, 200);
  assert.match(all.type, /^text\/html/);
  assert.match(all.html, /<title>Integrations · Sluice<\/title>/);
  assert.match(all.html, /<a class="chip" href="\/integrations" aria-current="true">All<\/a>/);
  assert.ok(cards(all.html).includes('stripe') && cards(all.html).includes('linear'), all.html);
  assert.doesNotMatch(all.html, /\{\{|type="hidden"/);

  assert.deepEqual(cards((await read('/integrations?q=STRIPE')).html), ['stripe']);
  const [, category] = /href="\/integrations\?category=([a-z-]+)"/.exec(all.html);
  const some = await read(`/integrations?category=${category}`);
  assert.match(some.html, new RegExp(`name="category" value="${category}"`));
  assert.ok(cards(some.html).length < cards(all.html).length);

  for (const hostile of ['"><script>alert(1)</script>', "'><img src=x>", '{{name}}', '{{{title}}}']) {
    const { status, html } = await read(`/integrations?q=${encodeURIComponent(hostile)}`);
    assert.equal(status, 200);
    assert.doesNotMatch(html, /<script|<img/);
    assert.match(html, /Nothing fits/);
  }
  assert.match((await read('/integrations?q=%7B%7Bname%7D%7D')).html, /“\{\{name\}\}”/);

  const vendor = await read('/integrations/stripe');
  for (const part of ['<h1>Stripe <span', 'Connect Stripe</a>', '<dt><code>list_', '/knowledge-base/stripe']) assert.ok(vendor.html.includes(part), part);
  const article = await read('/knowledge-base/stripe');
  assert.match(article.html, /<article class="prose">\n<h1>/);
  assert.match(article.html, /<table>/);

  for (const path of ['/integrations/none', '/knowledge-base/none', '/integrations/%3Cscript%3E']) {
    const { status, html } = await read(path);
    assert.equal(status, 404, path);
    assert.match(html, /Nothing here/);
    assert.doesNotMatch(html, /<script/);
  }
  console.log('public pages: as they should be');
} finally {
  await house.stop();
}
