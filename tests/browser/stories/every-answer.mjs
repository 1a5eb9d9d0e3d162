// Every answer of every question set, as the product gives it with all vendors connected, drawn by
// the page: as a turn of a conversation and as a card of a dashboard.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { signIn } from "../acts.mjs";
import { checkExchange } from "../../product/shapes.mjs";
import { story } from "../runner.mjs";

export const connected = true;

const folder = new URL("../../questions/", import.meta.url);
const answersAPage = 60;
const askedAtOnce = 3;

/** The questions as conversations: one that follows another is asked after it. */
function conversations() {
  const all = readdirSync(folder)
    .filter((name) => name.endsWith(".jsonl"))
    .flatMap((name) => readFileSync(new URL(name, folder), "utf8").split("\n"))
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line));
  const chains = new Map();
  for (const { id, question, after } of all) {
    const chain = chains.get(after) ?? [];
    chain.push(question);
    chains.set(id, chain);
  }
  return { count: all.length, chains: [...new Set(chains.values())] };
}

/** Asks over HTTP as the page does, without its drawing. */
async function answersOf(product, chains) {
  const headers = { Accept: "application/json", "Content-Type": "application/json" };
  const send = async (path, body) => {
    const sent = JSON.stringify(body);
    const response = await fetch(`${product.address}/api/v1${path}`, { method: "POST", headers, body: sent });
    assert.ok(response.ok, `${path}: ${response.status}`);
    const text = await response.text();
    checkExchange({ method: "POST", path: `/api/v1${path}`, sent, status: response.status, type: response.headers.get("content-type"), text });
    for (const cookie of response.headers.getSetCookie()) [headers.Cookie] = cookie.split(";");
    return JSON.parse(text);
  };
  headers["X-CSRF-Token"] = (await send("/sign-in", { email: product.email, password: product.password })).csrf_token;
  const waiting = [...chains];
  const answers = [];
  const asker = async () => {
    for (let chain = waiting.shift(); chain !== undefined; chain = waiting.shift()) {
      const { id } = await send("/conversations", {});
      for (const question of chain) answers.push(await send(`/conversations/${id}/questions`, { question }));
    }
  };
  await Promise.all(Array.from({ length: askedAtOnce }, asker));
  return answers;
}

/** Waits until each of so many articles is drawn; gives the questions of those that could not be. */
async function look(page, count) {
  await page.waitForFunction((wanted) => document.querySelectorAll("article").length === wanted, count);
  await page.waitForFunction(() => [...document.querySelectorAll("article .chart")].every((chart) => chart.querySelector("canvas") !== null));
  return page.evaluate(() => {
    for (const folded of document.querySelectorAll("details")) folded.open = true;
    const broken = (article) => article.innerText.trim() === "" || article.innerText.includes("could not be drawn");
    return [...document.querySelectorAll("article")].filter(broken).map((article) => article.getAttribute("aria-label") ?? article.closest("section")?.getAttribute("aria-label"));
  });
}

story("every answer of the question sets is drawn, on Ask and on a dashboard, without a complaint", async (stage) => {
  const { count, chains } = conversations();
  const answers = await answersOf(stage.product, chains);
  assert.equal(answers.length, count);
  assert.ok(answers.filter((answer) => answer.status === "answered").length > count / 2);
  const { page } = await stage.person();
  await signIn(page, stage.product);
  for (let at = 0; at < answers.length; at += answersAPage) {
    const shown = answers.slice(at, at + answersAPage);
    const cards = shown
      .filter((answer) => answer.status === "answered")
      .map((answer) => ({ id: answer.id, title: answer.question, question: answer.question, answer, dashboard_id: "1", refreshed_at: "2026-11-21T17:00:00Z", stale_reason: null, pinned_by: null, may_delete: true }));
    await page.route("**/api/v1/conversations/shown", (route) => route.fulfill({ json: { id: "1", title: "", answers: shown } }));
    await page.route("**/api/v1/dashboards/shown", (route) => route.fulfill({ json: { id: "1", name: "Shown", may_delete: true, cards } }));
    await page.goto("/ask/shown");
    assert.deepEqual(await look(page, shown.length), [], "on Ask");
    await page.goto("/dashboards/shown");
    assert.deepEqual(await look(page, cards.length), [], "on a dashboard");
    await page.unrouteAll();
    await stage.checkQuiet();
  }
});

story("an answer that cannot be drawn says so, shows its table, and leaves the others alone", async (stage) => {
  const { page } = await stage.person();
  await signIn(page, stage.product);
  stage.expectNoise(/^console: An answer could not be drawn/);
  const read = { vendor: "stripe", tool: "list_subscriptions", arguments: {}, pages: 1, rows: 2, partial: false, fetched_at: "2026-11-21T17:00:00Z" };
  const answer = (id, value) => ({
    id, value: { value, unit: null }, provenance: [read, read], question: `Question ${id}`, status: "answered", text: "Sentence.",
    chart: { mark: "number", title: "", x: null, y: ["mrr"], series: null, horizontal: false, stacked: false, partial_last: false, sort: "none", format: "decimal", unit: null, shown_max: 0 },
    table: { columns: [{ name: "plan", type: "text", unit: null }, { name: "mrr", type: "decimal", unit: null }], rows: [["Scale", 7], ["Team", 5]] },
    plan: null, period: null, unused_words: [], confidence: 1, reason: null, options: [], suggestions: [], elapsed_ms: 1, chips: [],
    how: { sql: "SELECT 1", fetches: [], notes: ["said twice", "said twice"] },
  });
  const poison = 666.25;
  const answers = [answer("1", 12), answer("2", poison)];
  // Nothing that the server sends stops the page today, so the browser under it does, for one number.
  await page.addInitScript((number) => {
    const { get } = Object.getOwnPropertyDescriptor(Intl.NumberFormat.prototype, "format");
    const breaking = (format) => (value) => {
      if (value === number) throw new Error("broken on purpose");
      return format(value);
    };
    Object.defineProperty(Intl.NumberFormat.prototype, "format", { get() { return breaking(get.call(this)); } });
  }, poison);
  await page.route("**/api/v1/conversations/shown", (route) => route.fulfill({ json: { id: "1", title: "", answers } }));
  await page.route("**/api/v1/conversations/shown/questions", async (route) => {
    const { id } = await (await page.request.post("/api/v1/conversations", { data: {}, headers: { "X-CSRF-Token": route.request().headers()["x-csrf-token"] } })).json();
    await route.continue({ url: route.request().url().replace("/shown/", `/${id}/`) });
  });
  await page.goto("/ask/shown");
  const whole = page.getByRole("region", { name: "Question 1" }).getByRole("article");
  await whole.getByText("How this was made").click();
  assert.equal(await whole.getByText("said twice").count(), 2);
  const broken = page.getByRole("region", { name: "Question 2" }).getByRole("article");
  await broken.getByText("This answer could not be drawn").waitFor();
  await broken.getByRole("cell", { name: "Scale" }).waitFor();
  await page.getByLabel("Your question").fill("What was MRR last quarter?");
  await page.keyboard.press("Enter");
  await page.getByRole("region", { name: "What was MRR last quarter?" }).getByRole("article").getByText("$115,366.94").first().waitFor();
});
