// A stand-in for the C++ server, so that every state of the pages can be looked at.
// Development only: keeps all in memory, checks nothing, is never shipped.
// usage: node dev/mock-server.mjs [PORT]     serves dist/ and the API with the real headers
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { makeAnswer, makeVendors } from "./mock-data.mjs";

const port = Number(process.argv[2] ?? 5180);
const dist = new URL("../dist/", import.meta.url);
const types = { js: "text/javascript", css: "text/css", svg: "image/svg+xml", html: "text/html; charset=utf-8" };
const security = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
};

let lastId = 1000;
const id = () => String(++lastId);
const now = () => new Date().toISOString();

const state = {
  signedIn: process.env.MOCK_SIGNED_OUT === undefined,
  plan: process.env.MOCK_PLAN ?? "trial",
  vendors: makeVendors(),
  conversations: [],
  dashboards: [],
  keys: [{ id: "7", name: "Nightly report", created_at: "2026-11-02T09:00:00Z", last_used_at: "2026-11-21T05:00:00Z" }],
};
if (state.plan === "free") for (const vendor of state.vendors) vendor.locked_by_plan = "Starter";

const connection = (status, text, detail = null) => ({ id: id(), status, status_text: text, connected_by: "Dana Brightwater", connected_at: "2026-11-01T10:00:00Z", last_used_at: new Date(Date.now() - 4 * 60_000).toISOString(), detail });
const vendorOf = (slug) => state.vendors.find((vendor) => vendor.slug === slug);
const connected = () => state.vendors.filter((vendor) => vendor.connection?.status === "connected").map((vendor) => vendor.slug);
if (process.env.MOCK_EMPTY === undefined) {
  for (const slug of ["stripe", "hubspot", "linear"]) vendorOf(slug).connection = connection("connected", "Connected");
  vendorOf("sentry").connection = connection("needs_reconnect", "Needs to be reconnected", "Sentry no longer accepts the stored permission. Press Reconnect to allow it again.");
  vendorOf("github").connection = connection("failed", "The last attempt failed", "GitHub answered with status 503 at 09:14. It may be down; try again in a few minutes.");
  seed();
}

function seed() {
  const titles = ["What was MRR last quarter?", "MRR by deal owner", "Show the MRR trend by month", "Which customers cancelled last month?"];
  for (const title of titles) {
    const conversation = { id: id(), title, updated_at: new Date(Date.now() - lastId * 60_000).toISOString(), answers: [makeAnswer(id(), title, ["stripe"])] };
    state.conversations.push(conversation);
  }
  const cards = ["What was MRR last quarter?", "What was ARR?", "Open tickets", "MRR trend by month", "MRR by deal owner", "share of MRR by plan", "funnel of signups"].map((question, index) => ({
    id: id(), dashboard_id: "1", title: question, question, answer: makeAnswer(id(), question, ["stripe"]), refreshed_at: new Date(Date.now() - (index * 37 + 2) * 60_000).toISOString(),
    stale_reason: index === 4 ? "HubSpot no longer accepts the stored permission. Reconnect it in Data sources." : null, pinned_by: "Kim Ode",
  }));
  state.dashboards.push({ id: "1", name: "Home", cards, updated_at: now() }, { id: "2", name: "Support", cards: [], updated_at: now() });
}

const session = () => ({
  user: { id: "1", name: "Dana Brightwater", email: "dana@brightwater.example" },
  organization: { id: "1", slug: "brightwater", name: "Brightwater", plan: state.plan, trial_ends_at: "2026-12-05T00:00:00Z", timezone: "America/New_York", currency: "usd" },
  role: "owner",
  organizations: [{ id: "1", slug: "brightwater", name: "Brightwater", role: "owner" }, { id: "2", slug: "riverbend", name: "Riverbend", role: "member" }],
  csrf_token: "mock",
  demo: { today: "2026-11-21" },
});

const problem = (status, slug, title, detail, more = {}) => ({ status, body: { type: `urn:sluice:problem:${slug}`, title, status, detail, request_id: "b7c41f09e2", ...more } });
const ok = (body, status = 200) => ({ status, body });
const missing = () => problem(404, "not_found", "There is nothing here", "It is gone or was never yours.");

const routes = [
  ["GET", /^\/session$/, () => (state.signedIn ? ok(session()) : problem(401, "sign_in_required", "Sign in to go on", "Sign in to go on.", { sign_up: "open", demo: { today: "2026-11-21" } }))],
  ["POST", /^\/(sign-in|sign-up)$/, (_, body) => (body.password === "wrong" ? problem(401, "wrong_credentials", "Not signed in", "Email or password is wrong. Check both and try again.") : ((state.signedIn = true), ok(session())))],
  ["POST", /^\/sign-out$/, () => ((state.signedIn = false), ok(null, 204))],
  ["POST", /^\/session\/organization$/, () => ok(session())],
  ["POST", /^\/invitations$/, () => ok({ link: "http://localhost:8080/invite/3xJ0mZ8vQwq5cT9nB2LkYg", role: "member", expires_at: "2026-11-28T12:00:00Z" }, 201)],
  ["GET", /^\/invitations\/(.+)$/, () => ok({ organization: "Brightwater", role: "member" })],
  ["GET", /^\/members$/, () => ok({ members: [{ id: "1", name: "Dana Brightwater", email: "dana@brightwater.example", role: "owner" }, { id: "2", name: "Tom Becker", email: "tom@brightwater.example", role: "analyst" }] })],
  ["GET", /^\/api-keys$/, () => ok({ api_keys: state.keys })],
  ["POST", /^\/api-keys$/, (_, body) => { const key = { id: id(), name: body.name, created_at: now(), last_used_at: null }; state.keys.push(key); return ok({ ...key, key: "slk_5f3d9a7be1c84f6d8b02a9c4e7715d30" }, 201); }],
  ["DELETE", /^\/api-keys\/(\d+)$/, ([key]) => ((state.keys = state.keys.filter((other) => other.id !== key)), ok(null, 204))],
  ["GET", /^\/data-sources$/, () => ok({ vendors: state.vendors })],
  ["POST", /^\/connections$/, (_, body) => start(vendorOf(body.vendor))],
  ["POST", /^\/connections\/(\d+)\/reconnect$/, ([key]) => start(state.vendors.find((vendor) => vendor.connection?.id === key))],
  ["POST", /^\/connections\/(\d+)\/test$/, async ([key]) => { await wait(700); const vendor = state.vendors.find((other) => other.connection?.id === key); return ok(vendor?.slug === "linear" ? { ok: false, detail: "Linear answered that the permission was withdrawn. Press Reconnect." } : { ok: true, detail: "3 of 3 allowed tools answered in 214 ms." }); }],
  ["DELETE", /^\/connections\/(\d+)$/, ([key]) => { const vendor = state.vendors.find((other) => other.connection?.id === key); vendor.connection = { ...vendor.connection, status: "disconnected", status_text: "Disconnected" }; return ok({ affected_cards: ["What was MRR last quarter?"] }); }],
  ["GET", /^\/suggestions$/, () => ok({ questions: connected().length === 0 ? [] : ["What was MRR last quarter?", "MRR by deal owner", "How many customers cancelled last month, by plan?", "How long do support conversations take to close?"] })],
  ["GET", /^\/conversations$/, () => ok({ conversations: state.conversations.map(({ answers, ...rest }) => rest) })],
  ["POST", /^\/conversations$/, () => { const conversation = { id: id(), title: "", updated_at: now(), answers: [] }; state.conversations.unshift(conversation); return ok({ id: conversation.id }, 201); }],
  ["GET", /^\/conversations\/(\d+)$/, ([key]) => { const found = state.conversations.find((other) => other.id === key); return found ? ok(found) : missing(); }],
  ["GET", /^\/dashboards$/, () => ok({ dashboards: state.dashboards.map(({ cards, ...rest }) => ({ ...rest, card_count: cards.length })) })],
  ["POST", /^\/dashboards$/, (_, body) => { const made = { id: id(), name: body.name, cards: [], updated_at: now() }; state.dashboards.push(made); return ok(made, 201); }],
  ["GET", /^\/dashboards\/(\d+)$/, ([key]) => { const found = state.dashboards.find((other) => other.id === key); return found ? ok(found) : missing(); }],
  ["POST", /^\/cards$/, (_, body) => pin(body)],
  ["POST", /^\/cards\/(\d+)\/refresh$/, async ([key]) => { await wait(600); const card = allCards().find((other) => other.id === key); if (card.stale_reason === null) card.refreshed_at = now(); return ok(card); }],
  ["DELETE", /^\/cards\/(\d+)$/, ([key]) => { for (const dashboard of state.dashboards) dashboard.cards = dashboard.cards.filter((card) => card.id !== key); return ok(null, 204); }],
  ["GET", /^\/audit$/, () => (state.plan === "free" ? problem(403, "plan_required", "Not included in the current plan", "Everything is recorded on every plan; it can be read on Professional and above.") : ok({ records: records(), next: 1 }))],
];

const allCards = () => state.dashboards.flatMap((dashboard) => dashboard.cards);

function start(vendor) {
  if (vendor === undefined) return missing();
  if (vendor.slug === "plaid") return problem(502, "vendor_failed", "The vendor did not answer as it should", "Plaid's authorization server offers no code challenge, so a safe sign-in is not possible. Tell your operator.");
  const address = `http://127.0.0.1:${port}/mock-vendor/${vendor.slug}`;
  return ok({ authorization_url: address, vendor: { slug: vendor.slug, name: vendor.name }, scopes: vendor.scopes ?? [] });
}

function pin(body) {
  const answer = state.conversations.find((other) => other.id === body.conversation_id)?.answers.find((other) => other.id === body.question_id);
  if (answer === undefined) return missing();
  if (state.dashboards.length === 0) state.dashboards.push({ id: "1", name: "Home", cards: [], updated_at: now() });
  const dashboard = state.dashboards.find((other) => other.id === body.dashboard_id) ?? state.dashboards[0];
  const card = { id: id(), dashboard_id: dashboard.id, title: answer.question, question: answer.question, answer, refreshed_at: now(), stale_reason: null, pinned_by: "Kim Ode" };
  dashboard.cards.push(card);
  return ok(card, 201);
}

function records() {
  const actions = ["connection.use", "question.ask", "connection.connect", "session.sign_in", "connection.disconnect", "call.refused", "card.pin"];
  return Array.from({ length: 60 }, (_, index) => ({
    sequence: 400 - index, time: new Date(Date.now() - index * 11 * 60_000).toISOString(), actor: index % 4 === 0 ? "Tom Becker" : "Dana Brightwater", action: actions[index % actions.length],
    target: index % 2 === 0 ? "connection stripe" : "question 10482", result: index % 9 === 4 ? "refused" : "done", address: "203.0.113.24", detail: { tool: "list_subscriptions", rows: 486 },
  }));
}

async function ask(conversation, body, response, signal) {
  const slow = /slow/.test(body.question) ? 8 : 1;
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  const began = Date.now();
  const say = (event, data) => response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  const step = (name, text, more = {}) => say("step", { step: name, text, elapsed_ms: Date.now() - began, ...more });
  try {
    step("planning", "Choosing the tool");
    await wait(350 * slow, null, { signal });
    if (/broken/.test(body.question)) return void response.end(`event: error\ndata: ${JSON.stringify(problem(500, "internal_error", "Sluice could not do this", "The question could not be answered. Ask it again.").body)}\n\n`);
    if (/cut/.test(body.question)) return void response.destroy();
    step("fetching", "Fetching subscriptions from Stripe, 300 rows", { vendor: "stripe", tool: "list_subscriptions", rows: 300 });
    await wait(500 * slow, null, { signal });
    step("fetching", "Fetching deals from HubSpot, 647 rows", { vendor: "hubspot", tool: "search_crm_objects", rows: 647 });
    await wait(1500 * slow, null, { signal });
    step("joining", "Joining by e-mail domain");
    step("drawing", "Drawing");
    const answer = makeAnswer(id(), body.question, connected());
    conversation.answers.push(answer);
    if (conversation.title === "") conversation.title = body.question;
    say("answer", answer);
    response.end();
  } catch {
    response.end();
  }
}

async function readJson(request) {
  let text = "";
  for await (const piece of request) text += piece;
  return text === "" ? {} : JSON.parse(text);
}

async function serveFile(path, response) {
  const name = path === "/" || !path.includes(".") ? "index.html" : path.slice(1);
  try {
    const content = await readFile(new URL(name, dist));
    response.writeHead(200, { ...security, "content-type": types[name.split(".").at(-1)] ?? "application/octet-stream", "cross-origin-opener-policy": path.startsWith("/connect/") ? "unsafe-none" : "same-origin-allow-popups" });
    response.end(content);
  } catch {
    response.writeHead(404).end();
  }
}

function serveVendor(url, response) {
  const slug = url.pathname.split("/")[2];
  const back = `http://localhost:${port}`;
  if (url.pathname.endsWith("/allow")) {
    vendorOf(slug).connection = { ...connection("connected", "Connected"), last_used_at: null };
    response.writeHead(302, { location: `${back}/connect/done?vendor=${slug}` }).end();
  } else if (url.pathname.endsWith("/refuse")) {
    response.writeHead(302, { location: `${back}/connect/failed?vendor=${slug}&reason=consent_refused` }).end();
  } else {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
    response.end(`<!doctype html><title>${slug}</title><h1>${slug} (mock)</h1><p>Sluice asks to read.</p><a href="${url.pathname}/allow">Allow</a> <a href="${url.pathname}/refuse">Refuse</a>`);
  }
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url, `http://localhost:${port}`);
  if (url.pathname.startsWith("/mock-vendor/")) return serveVendor(url, response);
  if (!url.pathname.startsWith("/api/v1/")) return serveFile(url.pathname, response);
  const path = url.pathname.slice("/api/v1".length);
  const asked = /^\/conversations\/(\d+)\/questions$/.exec(path);
  const body = request.method === "GET" ? {} : await readJson(request);
  if (asked !== null) {
    const stop = new AbortController();
    response.on("close", () => stop.abort());
    return ask(state.conversations.find((other) => other.id === asked[1]), body, response, stop.signal);
  }
  for (const [method, pattern, handle] of routes) {
    const found = pattern.exec(path);
    if (found === null || method !== request.method) continue;
    const answer = await handle(found.slice(1), body);
    response.writeHead(answer.status, { "content-type": answer.status >= 400 ? "application/problem+json" : "application/json", "cache-control": "no-store" });
    return response.end(answer.body === null ? undefined : JSON.stringify(answer.body));
  }
  const { status, body: none } = missing();
  response.writeHead(status, { "content-type": "application/problem+json" }).end(JSON.stringify(none));
});
server.listen(port, () => console.log(`mock at http://localhost:${server.address().port}`));
